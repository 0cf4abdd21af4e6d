// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace refrain {

/// Every level in a picture is in decibels, where 0 is a sine of amplitude 1, and none is lower
/// than this: quieter than the rounding of a float, and still a number that can be interpolated.
constexpr float kFloorDecibels = -200;

/// The levels that a picture tells apart: `top` and louder are brightest, `bottom` and quieter
/// darkest. One range serves all panels, so that they can be compared.
struct LevelRange {
    double topDecibels = 0;
    double spanDecibels = 80; // above 0, at most 150

    double bottomDecibels() const { return topDecibels - spanDecibels; }

    bool operator==(const LevelRange&) const = default;
};

/// The range below the loudest cell of a song. Silence gets the range below 0 dB, and a song next
/// to silent is not brightened so far that the floor would be seen.
inline LevelRange levelRangeBelow(double loudestDecibels, double spanDecibels) {
    const bool silent = loudestDecibels <= kFloorDecibels;
    const double lowestTop = kFloorDecibels + spanDecibels;
    return {.topDecibels = silent ? 0 : std::max(loudestDecibels, lowestTop),
            .spanDecibels = spanDecibels};
}

} // namespace refrain
