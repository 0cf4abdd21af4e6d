// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/base/progress.h"
#include "core/picture/frame_levels.h"
#include "core/picture/level_range.h"
#include "core/picture/panel.h"
#include "core/separation/mask_curve.h"
#include "core/separation/share.h"
#include "core/spectrum/stft.h"

#include <array>
#include <span>
#include <vector>

namespace refrain {

/// What pictures are drawn from.
struct PictureSource {
    const AudioClip& clip;
    StftParams params; // those of the share

    /// Frames that are not known yet, or not there at all, count as not separated: every panel
    /// shows the song.
    const BackgroundShare& share;
    const MaskCurve& curve;
};

/// What a part's gain adds to the level of a cell, in decibels by stored share: 0 everywhere for
/// the whole song. A gain of 0 gives minus infinity.
std::vector<float> panelDecibels(const MaskCurve& curve, Panel panel);

/// The loudest cell of the song, in decibels, or `kFloorDecibels` if it is silent. Throws
/// `Cancelled`. Threads: any.
double loudestDecibels(const AudioClip& clip, const StftParams& params,
                       const Progress& progress = {});

/// Reads the levels of stretches of time, one after the other, straight from the song: no more than
/// two frames are kept.
///
/// A level is in decibels, 0 for the peak of a sine of amplitude 1, at least `kFloorDecibels`;
/// channels combine as the root of their mean power. Each panel has its part's gain in it before
/// anything else is done.
///
/// A stretch of at least `kPooledFrames` frames has the loudest level of those whose centres lie in
/// it: each frame is in one of several stretches in a row, and a click is seen however long they
/// are. A shorter one is interpolated: between the centres of two frames a level goes straight from
/// one to the other, before the first and after the last it stays, and the stretch has the loudest
/// level of its beginning, its end, and all frames between them.
///
/// Threads: one at a time; make one for each thread, on the same source and tables.
class ColumnLevels {
public:
    static constexpr double kPooledFrames = 4;

    /// One panel for each of `tables`, as `panelDecibels` makes them. What the source refers to and
    /// the tables must outlive the object.
    ColumnLevels(const PictureSource& source, std::span<const std::vector<float>> tables);

    /// `[panel][bin]` for the stretch from the moment `from` to the moment `to`, counted in frames
    /// (0 is the centre of the first); valid until the next call. Quickest if a stretch begins
    /// where the last one ended.
    const Array2D<float>& read(double from, double to);

private:
    struct Frame {
        Index number = -1;
        Array2D<float> levels; // [panel][bin]
    };
    const Array2D<float>& frame(Index number);
    void raiseTo(double moment);
    void raiseToFrames(Index first, Index end);

    PictureSource source_;
    std::span<const std::vector<float>> tables_;
    FrameLevels song_;
    Index frameCount_;
    std::array<Frame, 2> frames_;
    Array2D<float> levels_;
};

} // namespace refrain
