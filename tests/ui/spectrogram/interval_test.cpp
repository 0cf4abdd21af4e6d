// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/interval.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

constexpr Interval kSong{0, 100};

TEST(IntervalTest, ZoomingKeepsThePlaceUnderThePointer) {
    const Interval shown{20, 60};
    const double around = 30; // a quarter of the way
    for (const double factor : {0.1, 0.5, 1.0, 1.5}) {
        const Interval result = zoomed(shown, factor, around, kSong, 0.02);
        EXPECT_NEAR(result.length(), 40 * factor, 1e-9);
        EXPECT_NEAR((around - result.from) / result.length(), 0.25, 1e-9) << factor;
    }
}

TEST(IntervalTest, ZoomingEndsAtTheWholeAndAtTheShortest) {
    EXPECT_EQ(zoomed({20, 60}, 10, 30, kSong, 0.02), kSong);
    const Interval shortest = zoomed({20, 60}, 1e-6, 30, kSong, 0.02);
    EXPECT_NEAR(shortest.length(), 0.02, 1e-12);
    EXPECT_TRUE(shortest.contains(30));
}

TEST(IntervalTest, WhatIsShownStaysWithinTheWhole) {
    EXPECT_EQ(moved({20, 60}, 100, kSong), (Interval{60, 100}));
    EXPECT_EQ(moved({20, 60}, -100, kSong), (Interval{0, 40}));
    EXPECT_EQ(fitted({-30, 10}, kSong, 0.02), (Interval{0, 40}));
    EXPECT_EQ(fitted({90, 130}, kSong, 0.02), (Interval{60, 100}));
    EXPECT_EQ(fitted({-30, 130}, kSong, 0.02), kSong);
    // A song that is shorter than the shortest view is shown as a whole.
    EXPECT_EQ(fitted({0, 0.001}, {0, 0.01}, 0.02), (Interval{0, 0.01}));
}

TEST(IntervalTest, RoundingLeadsNobodyOutOfTheWhole) {
    for (int i = 1; i < 200; ++i)
        for (int j = 1; j < 200; ++j) {
            const Interval whole{0.01 * i, 0.01 * i + 0.013 * j};
            const Interval almost{whole.from - 1, whole.from - 1 + whole.length() * (1 - 1e-16)};
            EXPECT_GE(fitted(almost, whole, 1e-9).from, whole.from);
            EXPECT_GE(moved(whole, -1, whole).from, whole.from);
        }
}

} // namespace
} // namespace refrain
