// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/level_meter.h"

#include "tests/ui/waiting.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(LevelMeterTest, FallsToNothingWhenNobodyPlaysAnyMore) {
    LevelMeter meter;
    EXPECT_TRUE(meter.atRest());
    meter.addPeaks(0.5F, 0.25F);
    EXPECT_FALSE(meter.atRest());
    EXPECT_TRUE(test::waitUntil([&] { return meter.atRest(); }));
}

TEST(LevelMeterTest, KeepsTheLightUntilItIsClicked) {
    LevelMeter meter;
    meter.addPeaks(1.5F, 0);
    EXPECT_TRUE(test::waitUntil([&] { return meter.atRest(); }));
    EXPECT_TRUE(meter.clipped());
    QTest::mouseClick(&meter, Qt::LeftButton);
    EXPECT_FALSE(meter.clipped());
}

} // namespace
} // namespace refrain
