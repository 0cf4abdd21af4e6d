// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/spectrum/stft.h"

#include <span>
#include <vector>

namespace refrain {

/// A power as a level in decibels, at least `kFloorDecibels`; 1 is the power of a sine of
/// amplitude 1.
float decibelsOfPower(float power);

/// Measures how loud the cells of a frame are, channels combined as the root of their mean power.
///
/// Threads: one at a time; make one for each thread.
class FrameLevels {
public:
    /// `clip` must outlive the object.
    FrameLevels(const AudioClip& clip, const StftParams& params);

    /// The power of each bin, 1 for the peak of a sine of amplitude 1; valid until the next call.
    std::span<float> powers(Index frame);

    /// The level of each bin in decibels; valid until the next call.
    std::span<const float> decibels(Index frame);

private:
    const AudioClip& clip_;
    FrameTransform transform_;
    float scale_;
    std::vector<float> cells_; // [bin]
};

} // namespace refrain
