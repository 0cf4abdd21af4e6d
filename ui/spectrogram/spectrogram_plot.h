// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/axis_ticks.h"
#include "ui/shell/sharp_plot.h"
#include "ui/spectrogram/interval.h"
#include "ui/spectrogram/panel_images.h"
#include "ui/spectrogram/readout.h"
#include "ui/spectrogram/selection.h"

#include <QTimer>
#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace refrain {

/// What lies over the pictures and moves while they stay.
struct Cursors {
    std::optional<double> playhead;     // seconds
    std::optional<Selection> selection; // what the user has chosen
    std::optional<Readout> readout;     // what is under the pointer
    QPointF pointer;                    // where it is, if there is a readout
};

/// The drawing of the three views: panels, axes, titles, the bar of colours, and over them the
/// cursors. It knows where everything is; what the user does is `SpectrogramView`'s business.
///
/// Threads: the GUI's.
class SpectrogramPlot : public SharpPlot {
    Q_OBJECT

public:
    explicit SpectrogramPlot(QWidget* parent);

    PanelImages& images() { return images_; }

    /// What is drawn over the pictures. Changes show after `showCursors`.
    Cursors& cursors() { return cursors_; }

    /// Draws the cursors anew and nothing else.
    void showCursors();

    /// Draws everything anew before the next frame, once however often it is called.
    void showAll() { replot(rpQueuedReplot); }

    void setSong(bool there, double seconds);
    void setWholeScale(const FrequencyScale& scale);
    void setLevelRange(const LevelRange& range);
    void setColourMap(const ColourMap& map);
    void setPitch(std::shared_ptr<const PitchTrack> pitch, double framesPerSecond);
    void setTime(const Interval& seconds) { time_ = seconds; }
    void setHeights(const Interval& heights) { heights_ = heights; }

    const ColourMap& colourMap() const { return *map_; }
    const std::shared_ptr<const PitchTrack>& pitch() const { return pitch_; }
    const FrequencyScale& wholeScale() const { return wholeScale_; }
    FrequencyScale visibleScale() const;
    const Interval& time() const { return time_; }
    const Interval& heights() const { return heights_; }

    /// The room left and right of the pictures, for the labels.
    QMargins sideMargins() const;

    /// Where a panel's picture is, in the widget's coordinates.
    QRect panelRect(std::size_t panel) const;

    /// The panel whose picture is at a place, or whose row is, if `beside`.
    std::optional<std::size_t> panelAt(const QPointF& place, bool beside = false) const;
    bool onTimeAxis(const QPointF& place) const;
    bool onFrequencyAxis(const QPointF& place) const;

    double secondsAt(double x) const;
    double xOf(double seconds) const;
    double heightAt(std::size_t panel, double y) const;
    double yOf(std::size_t panel, double height) const;

Q_SIGNALS:
    void sideMarginsChanged();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class PanelPicture;
    class Furniture;
    class CursorLayer;

    void applyPalette();
    void layOut();
    void prepare();
    void refine();

    PanelImages images_;
    Cursors cursors_;
    bool hasSong_ = false;
    double songSeconds_ = 0;
    FrequencyScale wholeScale_;
    LevelRange range_;
    const ColourMap* map_ = &kMagma;
    std::shared_ptr<const PitchTrack> pitch_;
    double framesPerSecond_ = 1;
    Interval time_;
    Interval heights_;
    std::array<QCPAxisRect*, kViewPanels.size()> rects_{};
    std::vector<Tick> frequencyTicks_; // of what is shown
    CursorLayer* cursorLayer_ = nullptr;
    bool drawn_ = false; // once at least
    QMargins toldMargins_;
    QTimer refining_; // runs while the hand rests and the pictures are not exact yet
};

} // namespace refrain
