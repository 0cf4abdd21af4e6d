// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/pitch_line.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace refrain {

namespace {

// What Magma lacks, which is cold, and what the other maps lack, which is warm.
constexpr std::array<Colour, 2> kColours = {0xff4ce0c8, 0xffff20c0};

/// How unlike two colours are, nearly as eyes see it: the difference of red counts more among
/// bright reds, that of blue among dark ones, and that of green most.
double difference(Colour a, Colour b) {
    const auto channels = [](Colour colour, int shift) {
        return static_cast<double>((colour >> shift) & 0xff);
    };
    const double red = channels(a, 16) - channels(b, 16);
    const double green = channels(a, 8) - channels(b, 8);
    const double blue = channels(a, 0) - channels(b, 0);
    const double redness = (channels(a, 16) + channels(b, 16)) / 510.0;
    return (2 + redness) * red * red + 4 * green * green + (3 - redness) * blue * blue;
}

double leastDifference(Colour colour, const ColourMap& map) {
    double least = std::numeric_limits<double>::max();
    for (const Colour other : map)
        least = std::min(least, difference(colour, other));
    return least;
}

} // namespace

std::vector<PitchLine> pitchLines(const PitchTrack& pitch, double framesPerSecond,
                                  const TimeSpan& time, Index points) {
    const Index count = std::ssize(pitch.hertz);
    const auto first =
        std::max<Index>(0, static_cast<Index>(std::floor(time.fromSeconds * framesPerSecond)));
    const auto end =
        std::min(count, static_cast<Index>(std::ceil(time.toSeconds * framesPerSecond)) + 1);
    const double frames = (time.toSeconds - time.fromSeconds) * framesPerSecond;
    const Index step = std::max<Index>(1, static_cast<Index>(frames / static_cast<double>(points)));
    std::vector<PitchLine> lines;
    bool drawing = false;
    for (Index frame = first; frame < end; ++frame) {
        const bool sung = isSung(pitch, frame);
        if (sung && !drawing)
            lines.emplace_back();
        const bool isEnd = !drawing || frame + 1 == end || !isSung(pitch, frame + 1);
        // Multiples of the step, so that a picture that moves shows the same points.
        if (sung && (isEnd || frame % step == 0))
            lines.back().push_back(
                {static_cast<double>(frame) / framesPerSecond, pitch.hertz[frame]});
        drawing = sung;
    }
    return lines;
}

Colour pitchColourOn(const ColourMap& map) {
    return std::ranges::max(kColours, {},
                            [&map](Colour colour) { return leastDifference(colour, map); });
}

} // namespace refrain
