// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/pitch_line.h"

#include <array>
#include <cmath>
#include <gtest/gtest.h>

namespace refrain {
namespace {

/// In the CIE's space of 1976, in which a difference of 2 is just seen.
std::array<double, 3> labOf(Colour colour) {
    const auto linear = [colour](int shift) {
        const double value = ((colour >> shift) & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    const double red = linear(16);
    const double green = linear(8);
    const double blue = linear(0);
    const auto root = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16 / 116.0; };
    const double x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
    const double y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    const double z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

TEST(PitchLineTest, TheLineIsLikeNoColourOfAnyMap) {
    for (const auto& [name, map] : kColourMaps) {
        const auto line = labOf(pitchColourOn(*map));
        for (const Colour colour : *map) {
            const auto other = labOf(colour);
            EXPECT_GT(std::hypot(line[0] - other[0], line[1] - other[1], line[2] - other[2]), 40)
                << name << std::hex << colour;
        }
    }
}

/// Ten frames a second; sung from 1 s to 2 s and from 3 s on.
PitchTrack track(Index frames) {
    PitchTrack pitch;
    for (Index frame = 0; frame < frames; ++frame) {
        pitch.hertz.push_back(static_cast<float>(200 + frame));
        pitch.sung.push_back((frame >= 10 && frame <= 20) || frame >= 30);
    }
    return pitch;
}

TEST(PitchLineTest, IsWhereSomebodySings) {
    const auto lines = pitchLines(track(100), 10, {0, 10}, 1000);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].front(), (PitchPoint{1, 210}));
    EXPECT_EQ(lines[0].back(), (PitchPoint{2, 220}));
    EXPECT_EQ(lines[0].size(), 11U);
    EXPECT_EQ(lines[1].front(), (PitchPoint{3, 230}));
    EXPECT_EQ(lines[1].back(), (PitchPoint{9.9, 299}));
}

TEST(PitchLineTest, ShortStretchesOfALongSongAreLines) {
    PitchTrack pitch;
    for (Index frame = 0; frame < 10000; ++frame) {
        pitch.hertz.push_back(200);
        pitch.sung.push_back(frame % 77 < 5);
    }
    const auto lines = pitchLines(pitch, 10, {0, 1000}, 100);
    ASSERT_EQ(lines.size(), 130U);
    for (const PitchLine& line : lines) {
        ASSERT_GE(line.size(), 2U);
        EXPECT_NEAR(line.back().seconds - line.front().seconds, 0.4, 1e-9);
    }
}

TEST(PitchLineTest, ReachesToTheEdgesOfWhatIsShown) {
    const auto lines = pitchLines(track(100), 10, {4.03, 5.07}, 1000);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_LE(lines[0].front().seconds, 4.03);
    EXPECT_GE(lines[0].back().seconds, 5.07);
    EXPECT_TRUE(pitchLines(track(100), 10, {0, 0.5}, 1000).empty());
    EXPECT_TRUE(pitchLines({}, 10, {0, 0.5}, 1000).empty());
}

TEST(PitchLineTest, OfALongTimeHasNoMorePointsThanCanBeSeen) {
    std::size_t points = 0;
    for (const PitchLine& line : pitchLines(track(10000), 10, {0, 1000}, 100))
        points += line.size();
    EXPECT_GE(points, 90U);
    EXPECT_LE(points, 110U);
}

} // namespace
} // namespace refrain
