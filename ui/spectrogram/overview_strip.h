// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/level_pyramid.h"
#include "core/picture/raster.h"
#include "core/separation/mask_curve.h"

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

namespace refrain {

/// The whole song on a strip: how loud it is, how much of that is foreground, what of it is shown,
/// and where the playhead is.
///
/// Mouse: a click seeks and brings that moment into view; a drag scrubs, and takes the frame around
/// what is shown along. From within the frame, if that is not around all of the song, a drag only
/// scrolls, and one of its edges zooms; the playhead's handle at the top scrubs. The wheel scrolls,
/// with Ctrl it zooms at the pointer.
///
/// The song takes the width between the margins of the widget's contents, 0 unless
/// `setContentsMargins` is called.
///
/// Threads: the GUI's.
class OverviewStrip : public QWidget {
    Q_OBJECT

public:
    explicit OverviewStrip(QWidget* parent = nullptr);

    /// The song; null for none.
    void setLevels(std::shared_ptr<const LevelPyramid> levels);

    /// What decides the gains of the parts, for the curve of the foreground.
    void setKnobs(const MaskSettings& knobs);

    void setVisibleRange(const TimeSpan& range);
    void setPlayhead(std::optional<double> seconds);
    void setSelection(const std::optional<TimeSpan>& selection);

    /// What the song is drawn in; the foreground has the colour of its part.
    static QColor songColour(const QPalette& palette);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void seekRequested(double seconds);
    void scrubbed(double seconds);

    /// The user wants to see this; whoever shows it calls `setVisibleRange`.
    void visibleRangeRequested(const refrain::TimeSpan& range);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    enum class Grip { none, playhead, from, to, body, song, elsewhere };
    Grip gripAt(const QPointF& place) const;
    double secondsAt(double x) const;
    double xOf(double seconds) const;
    void request(double from, double to);
    void measure();

    std::shared_ptr<const LevelPyramid> levels_;
    std::optional<MaskSettings> knobs_;
    std::vector<float> song_;       // amplitude of each group of frames, the loudest 1
    std::vector<float> foreground_; // the same of the foreground, on the same scale
    TimeSpan visible_;
    std::optional<double> playhead_;
    std::optional<TimeSpan> selection_;

    Grip grip_ = Grip::none;
    double pressX_ = 0;
    TimeSpan pressVisible_;
    bool dragged_ = false;
};

} // namespace refrain
