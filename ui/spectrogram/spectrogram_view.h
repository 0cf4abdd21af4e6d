// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/colour_map.h"
#include "core/picture/level_pyramid.h"
#include "core/picture/level_range.h"
#include "core/picture/picture.h"
#include "core/picture/raster.h"
#include "core/separation/estimators/refrain/pitch_track.h"
#include "core/separation/mask_curve.h"
#include "ui/spectrogram/selection.h"

#include <QWidget>
#include <memory>
#include <optional>

namespace refrain {

/// What the view does when the playhead leaves it.
enum class Follow {
    off,
    page,    // turns to the next page when the playhead runs over the edge of this one
    centred, // moves the song under the playhead
};

/// The spectrograms of a song, its background and its foreground, one above the other on one time
/// axis: pan and zoom in any of them moves all. It shows plain values and tells with signals what
/// the user does; it does not know where the values come from.
///
/// Mouse: a click seeks, a drag selects a stretch of time, or a box of time and frequency if it
/// goes far up or down as well or Ctrl is held; Shift+click moves the nearer end of the selection,
/// and so does a drag of an end. A drag with the middle button pans. A drag on the time axis
/// scrubs; one on a frequency axis pans it, a double click there shows all frequencies.
///
/// Lines through the pointer cross all three; what is there stands beside their titles, so that it
/// covers nothing.
///
/// Wheel: zooms time, with Alt frequency, at the pointer, and with Shift scrolls in time; over a
/// frequency axis it zooms frequency. A touchpad scrolls both ways and zooms with a pinch (with Alt
/// frequency); what it sends after the fingers have left it is ignored.
///
/// Keys: Left and Right seek by a second, with Shift by 15; Page Up and Page Down scroll by a page;
/// Up and Down scroll in frequency and zoom it with Ctrl; Escape gives up a drag or clears the
/// selection.
///
/// Threads: the GUI's.
class SpectrogramView : public QWidget {
    Q_OBJECT

public:
    explicit SpectrogramView(QWidget* parent = nullptr);
    ~SpectrogramView() override;

    /// The song; null for none, also while its picture is not there yet. One of another length or
    /// rate than the last is shown as a whole, and the selection in the last one goes; one that was
    /// set while there was none stays. Otherwise, as when more shares are known, nothing else
    /// changes.
    void setLevels(std::shared_ptr<const LevelPyramid> levels);

    /// What decides the gains of the parts; the next frame shows them.
    void setKnobs(const MaskSettings& knobs);

    /// Whether background and foreground are those of settings that have changed since, and are
    /// shown pale until new ones come.
    void setOutdated(bool outdated);

    void setSpacing(FrequencySpacing spacing);
    FrequencySpacing spacing() const;
    void setLevelRange(const LevelRange& range);
    const LevelRange& levelRange() const;

    /// One that outlives the view, as those of core/picture/colour_map.h do.
    void setColourMap(const ColourMap& map);

    /// The pitch of the voice, one for each frame of the levels, or null.
    void setPitchTrack(std::shared_ptr<const PitchTrack> pitch);
    void setPitchTrackVisible(bool visible);

    /// Takes well under a millisecond, so that it can be called for every frame on the screen.
    void setPlayhead(std::optional<double> seconds);
    void setFollow(Follow follow);

    void setSelection(const std::optional<Selection>& selection);
    const std::optional<Selection>& selection() const;

    /// What is shown, in seconds. It is kept within the song.
    TimeSpan visibleRange() const;
    void setVisibleRange(const TimeSpan& range);

    /// The room left and right of the pictures, in pixels, for what is to stand in line with them.
    QMargins sideMargins() const;

    /// The frequencies that are shown.
    FrequencyScale visibleFrequencies() const;

    /// What a picture has to be like to show what the view shows; its size and its title are left
    /// as they are by default.
    PictureSettings pictureSettings() const;

    /// Shows `factor` times as much, with the moment or frequency at its place; without one, around
    /// the playhead if it is seen and else the middle.
    void zoomTime(double factor, std::optional<double> aroundSeconds = {});
    void zoomFrequency(double factor, std::optional<double> aroundHertz = {});

    /// The whole song with all frequencies.
    void fitAll();

    /// Fills the view with the selection, if there is one.
    void zoomToSelection();

    /// Moves by a part of what is shown: 1 is a page forward, -1 a page back.
    void scrollTime(double pages);

Q_SIGNALS:
    /// A click, or a key, asks to go on from there.
    void seekRequested(double seconds);

    /// The playhead is being dragged over the time axis.
    void scrubbed(double seconds);

    /// By the user. `selection()` is the new one.
    void selectionChanged();

    /// By the user or a call.
    void visibleRangeChanged(const refrain::TimeSpan& range);

    /// What `sideMargins` gives is another, as after a change of the letters.
    void sideMarginsChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace refrain
