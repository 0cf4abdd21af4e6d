// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/route.h"

#include <gtest/gtest.h>
#include <vector>

namespace refrain {

namespace {

constexpr Index kFade = 10;

/// Walks a route sample by sample; each place's run must tell the places that follow.
void expectRunsHold(const Route& route, Index first, Index end) {
    for (Index step = first; step < end; ++step) {
        const Route::Place place = route.at(step);
        ASSERT_GE(place.run, 1) << step;
        for (Index i = 1; i < std::min(place.run, end - step); ++i) {
            const Route::Place later = route.at(step + i);
            ASSERT_EQ(later.position, place.position + i);
            ASSERT_EQ(later.joining, place.joining);
        }
    }
}

} // namespace

TEST(RouteTest, GoesStraightToTheEndOfTheSong) {
    const Route route = Route::straight(100, -5, 50);
    EXPECT_EQ(route.at(100).position, -5);
    EXPECT_EQ(route.at(154).position, 49);
    EXPECT_EQ(route.end, 155);
    EXPECT_EQ(route.shownPosition(100), 0);
    EXPECT_EQ(route.shownPosition(155), 50);
    expectRunsHold(route, 100, 155);
}

TEST(RouteTest, ALoopGoesRoundWithItsOwnPeriod) {
    for (const Range loop : {Range{200, 300}, {0, 100}, {5, 95}, {400, 500}}) {
        const Route route = Route::looping(0, loop.first, 1000, loop, kFade);
        for (Index step = 0; step < 1000; ++step) {
            const Index expected = loop.first + step % loop.length();
            if (!route.at(step).joining) {
                ASSERT_EQ(route.at(step).position, expected) << loop.first << ": " << step;
            }
            ASSERT_EQ(route.shownPosition(step), expected) << loop.first << ": " << step;
        }
        expectRunsHold(route, 0, 1000);
    }
}

TEST(RouteTest, TheFirstSampleOfALoopIsHeardUnfaded) {
    const Route route = Route::looping(0, 200, 1000, {200, 300}, kFade);
    for (Index round = 1; round < 5; ++round) {
        EXPECT_TRUE(route.at(round * 100 - 1).joining);
        EXPECT_TRUE(route.at(round * 100 - kFade).joining);
        EXPECT_FALSE(route.at(round * 100 - kFade - 1).joining);
        EXPECT_FALSE(route.at(round * 100).joining);
    }
}

TEST(RouteTest, AJoinStaysWithinTheSong) {
    for (const Range loop :
         {Range{0, 1000}, {3, 1000}, {0, 995}, {0, 1}, {999, 1000}, {500, 500}, {-50, 2000}})
        for (const Index length : {1000, 1001}) {
            const Route route = Route::looping(0, 0, length, loop, kFade);
            EXPECT_GE(route.joinFrom, 0);
            EXPECT_LE(route.joinFrom + route.period + route.fade, length) << loop.first;
            EXPECT_GE(route.period, route.fade);
            expectRunsHold(route, 0, 3000);
        }
}

TEST(RouteTest, ASongShorterThanAFadeCanBeLooped) {
    const Route route = Route::looping(0, 0, 7, {0, 7}, kFade);
    for (Index step = 0; step < 100; ++step) {
        EXPECT_GE(route.at(step).position, 0);
        EXPECT_LT(route.at(step).position + (route.at(step).joining ? route.period : 0), 7);
    }
}

TEST(RouteTest, APlayheadBeforeALoopComesToItAndStays) {
    const Route route = Route::looping(50, 100, 1000, {200, 300}, kFade);
    EXPECT_EQ(route.at(50).position, 100);
    EXPECT_EQ(route.shownPosition(150), 200);
    EXPECT_EQ(route.shownPosition(249), 299);
    EXPECT_EQ(route.shownPosition(250), 200);
    EXPECT_EQ(route.shownSince(249), 100);
    EXPECT_EQ(route.shownSince(250), 200);
}

} // namespace refrain
