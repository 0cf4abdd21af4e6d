// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace refrain {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Progress that is written down.
struct Record {
    std::stop_source source;
    std::vector<double> fractions;
    Progress progress{source.get_token(), [this](double f) { fractions.push_back(f); }};
};

TEST(ProgressTest, ThatNobodyFollowsAndNobodyStopsDoesNothing) {
    const Progress progress;
    progress.report(0.5);
    progress.check();
    EXPECT_FALSE(progress.stopRequested());
    progress.part(0.2, 0.4).report(1);
}

TEST(ProgressTest, WhatIsReportedIsHeard) {
    Record record;
    record.progress.report(0);
    record.progress.report(0.25);
    record.progress.report(1);
    EXPECT_THAT(record.fractions, ElementsAre(0, 0.25, 1));
}

TEST(ProgressTest, APartCoversItsShareOnly) {
    Record record;
    const Progress part = record.progress.part(0.25, 0.75);
    part.report(0);
    part.report(0.5);
    part.report(1);
    EXPECT_THAT(record.fractions, ElementsAre(0.25, 0.5, 0.75));
}

TEST(ProgressTest, APartOfAPartCoversItsShareOfThat) {
    Record record;
    const Progress part = record.progress.part(0.5, 1).part(0.25, 0.5).part(0.5, 1);
    part.report(0);
    part.report(1);
    EXPECT_THAT(record.fractions, ElementsAre(0.6875, 0.75));
}

TEST(ProgressTest, PartsInARowNeverGoBackAndEndAtOne) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> between(0, 1);
    for (int round = 0; round < 300; ++round) {
        Record record;
        std::vector<double> ends = {0, between(random), between(random), between(random), 1};
        std::ranges::sort(ends);
        for (std::size_t i = 1; i < ends.size(); ++i) {
            const Progress part = record.progress.part(ends[i - 1], ends[i]);
            part.part(0, ends[1]).report(1);
            part.part(ends[1], 1).report(0);
            part.report(1);
        }
        ASSERT_TRUE(std::ranges::is_sorted(record.fractions)) << testing::PrintToString(ends);
        ASSERT_EQ(record.fractions.back(), 1);
    }
}

TEST(ProgressTest, AfterAStopNothingIsReported) {
    Record record;
    record.source.request_stop();
    EXPECT_THROW(record.progress.report(0.5), Cancelled);
    EXPECT_THAT(record.fractions, IsEmpty());
}

TEST(ProgressTest, PartsAndCopiesLearnOfAStop) {
    Record record;
    const Progress copy = record.progress;
    const Progress part = record.progress.part(0, 0.5).part(0.5, 1);
    copy.check();
    part.check();
    EXPECT_FALSE(part.stopRequested());
    record.source.request_stop();
    EXPECT_THROW(copy.check(), Cancelled);
    EXPECT_THROW(part.check(), Cancelled);
    EXPECT_TRUE(part.stopRequested());
}

TEST(ProgressTest, AListenerMayStopTheWorkItListensTo) {
    std::stop_source source;
    const Progress progress(source.get_token(), [&](double) { source.request_stop(); });
    progress.report(0.1);
    EXPECT_THROW(progress.report(0.2), Cancelled);
}

} // namespace

} // namespace refrain
