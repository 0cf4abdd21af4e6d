// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/level_pyramid.h"
#include "core/separation/mask_curve.h"

#include <array>
#include <vector>

// How much there is of a part, from the sums of power that a pyramid keeps: a few thousand numbers,
// so that it can be found anew whenever a knob moves. Threads: any.

namespace refrain {

/// How much power there is of each share, in all frames whose share is known; the sum is 1 unless
/// none is. Step `i` of them holds the shares from i to i + 1, divided by `kPowerSteps`.
std::array<double, kPowerSteps> powerByShare(const LevelPyramid& pyramid);

/// The root of the power of the whole song for each group of `kPowerFrames` frames, where 1 is the
/// loudest group; all 0 for silence.
std::vector<float> songOverTime(const LevelPyramid& pyramid);

/// The same of a part, on the same scale: nowhere above the song. 0 where the share is not known.
std::vector<float> partOverTime(const LevelPyramid& pyramid, const MaskSettings& knobs, Part part);

} // namespace refrain
