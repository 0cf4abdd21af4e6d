// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/monitor.h"

#include "core/separation/share.h"

#include <gtest/gtest.h>

namespace refrain {

namespace {

const MaskCurve kCurve({3, 11, 3});

} // namespace

TEST(MonitorTest, WithFadersAtZeroAllSharesPassUnchanged) {
    for (const float gain : heardGains(kCurve, {}))
        ASSERT_NEAR(gain, 1, 1e-6);
}

TEST(MonitorTest, APartAloneIsExactlyThePart) {
    for (const auto& [hearing, part] : {std::pair{Hearing::background, Part::background},
                                        std::pair{Hearing::foreground, Part::foreground}}) {
        Monitor monitor;
        monitor.hearing = hearing;
        monitor.of(part).muted = true; // the key counts, not the faders
        EXPECT_EQ(heardGains(kCurve, monitor), kCurve.of(part));
    }
    for (const Part part : kParts) {
        Monitor monitor;
        monitor.of(part).solo = true;
        EXPECT_EQ(heardGains(kCurve, monitor), kCurve.of(part));
    }
}

TEST(MonitorTest, FadersAreInDecibelsAndEndInSilence) {
    Monitor monitor;
    monitor.of(Part::background).decibels = -6;
    EXPECT_NEAR(heardGain(monitor, Part::background), 0.5012, 1e-4);
    monitor.of(Part::background).decibels = kFaderRange[0];
    EXPECT_EQ(heardGain(monitor, Part::background), 0);
}

TEST(MonitorTest, MuteIsStrongerThanSoloAndSoloSilencesTheOthers) {
    Monitor monitor;
    monitor.of(Part::foreground).solo = true;
    EXPECT_EQ(heardGain(monitor, Part::foreground), 1);
    EXPECT_EQ(heardGain(monitor, Part::background), 0);
    monitor.of(Part::background).solo = true;
    EXPECT_EQ(heardGain(monitor, Part::background), 1);
    EXPECT_EQ(heardGain(monitor, Part::residual), 0);
    monitor.of(Part::foreground).muted = true;
    EXPECT_EQ(heardGain(monitor, Part::foreground), 0);
    EXPECT_EQ(heardGain(monitor, Part::background), 1);
}

} // namespace refrain
