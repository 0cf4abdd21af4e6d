// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/colour_map.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace refrain {

namespace {

/// Relative luminance (ITU-R BT.709) of a colour.
double luminance(Colour colour) {
    const auto channel = [&](int shift) {
        return std::pow(static_cast<double>((colour >> shift) & 0xff) / 255, 2.2);
    };
    return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

} // namespace

TEST(ColourMapTest, EveryColourOfMagmaIsBrighterThanTheOneBefore) {
    for (std::size_t i = 1; i < kMagma.size(); ++i)
        EXPECT_GT(luminance(kMagma[i]), luminance(kMagma[i - 1]) - 1e-4) << i;
    EXPECT_GT(luminance(kMagma[255]), 0.9);
    EXPECT_LT(luminance(kMagma[0]), 0.001);
}

TEST(ColourMapTest, EveryColourOfMagmaIsOpaque) {
    for (const Colour colour : kMagma)
        EXPECT_EQ(colour >> 24, 0xffU);
}

TEST(ColourMapTest, LightnessOfTheOthersRisesEvenlyToo) {
    const auto lightness = [](Colour colour) { return std::cbrt(luminance(colour)); };
    for (const ColourMap* map : {&kViridis, &kCividis, &kGrey}) {
        const double step = (lightness(map->back()) - lightness(map->front())) / 255;
        for (std::size_t i = 0; i < map->size(); ++i) {
            EXPECT_EQ((*map)[i] >> 24, 0xffU);
            const double even = lightness(map->front()) + step * static_cast<double>(i);
            EXPECT_NEAR(lightness((*map)[i]), even, 0.12) << i;
        }
    }
    EXPECT_EQ(kGrey.front(), 0xff000000);
    EXPECT_EQ(kGrey.back(), 0xffffffff);
    for (std::size_t i = 0; i < kGrey.size(); ++i)
        EXPECT_EQ(kInvertedGrey[i], kGrey[255 - i]);
}

TEST(ColourScaleTest, TheEndsOfTheRangeHaveTheEndsOfTheMap) {
    const ColourScale colours({.topDecibels = -10, .spanDecibels = 80});
    EXPECT_EQ(colours(-90), kMagma.front());
    EXPECT_EQ(colours(-10), kMagma.back());
    EXPECT_EQ(colours(-50), kMagma[128]);
}

TEST(ColourScaleTest, LevelsOutsideTheRangeHaveTheColoursOfItsEnds) {
    const ColourScale colours({.topDecibels = 0, .spanDecibels = 60});
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    for (const float level : {-60.1F, kFloorDecibels, -kInfinity})
        EXPECT_EQ(colours(level), kMagma.front());
    for (const float level : {0.1F, 100.0F, kInfinity})
        EXPECT_EQ(colours(level), kMagma.back());
}

TEST(LevelRangeTest, BeginsAtTheLoudestCell) {
    EXPECT_EQ(levelRangeBelow(-12.5, 80), (LevelRange{-12.5, 80}));
    EXPECT_EQ(levelRangeBelow(-12.5, 80).bottomDecibels(), -92.5);
}

TEST(LevelRangeTest, SilenceIsDarkHoweverQuietTheSong) {
    for (const double loudest : {-200.0, -199.0, -150.0, -120.0, 0.0})
        for (const double span : {20.0, 80.0, 150.0}) {
            const ColourScale colours(levelRangeBelow(loudest, span));
            EXPECT_EQ(colours(kFloorDecibels), kMagma.front()) << loudest << ", " << span;
        }
    EXPECT_EQ(levelRangeBelow(kFloorDecibels, 80), (LevelRange{0, 80}));
}

} // namespace refrain
