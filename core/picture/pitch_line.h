// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "core/picture/colour_map.h"
#include "core/picture/raster.h"
#include "core/separation/estimators/refrain/pitch_track.h"

#include <vector>

// The pitch of the voice as a line over a picture. Threads: any.

namespace refrain {

/// Where a pitch is at a moment.
struct PitchPoint {
    double seconds = 0; // of the song
    double hertz = 0;

    bool operator==(const PitchPoint&) const = default;
};

/// A line through moments in a row.
using PitchLine = std::vector<PitchPoint>;

/// The pitch where somebody sings (`isSung`), within `time` and a frame to either side,
/// as one line for each stretch, from its first frame to its last; between them of a long time
/// only every so many frames, so that they are about `points` (at least 1) altogether. The frames
/// are `framesPerSecond` apart, the first is at 0.
std::vector<PitchLine> pitchLines(const PitchTrack& pitch, double framesPerSecond,
                                  const TimeSpan& time, Index points);

/// Of the colours that the line may have, the one that is least like any colour of the map.
Colour pitchColourOn(const ColourMap& map);

// How wide the line is, and the one under it that sets it off, in pixels of a window or ems of 13
// of them; and how much that one covers of what is below it, from 0 to 1.
constexpr double kPitchLineWidth = 1.4;
constexpr double kPitchCasingWidth = 3;
constexpr double kPitchCasingOpacity = 0.63;
constexpr Colour kPitchCasingColour = 0xff000000;

} // namespace refrain
