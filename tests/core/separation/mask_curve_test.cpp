// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/mask_curve.h"

#include "core/separation/share.h"

#include <cmath>
#include <gtest/gtest.h>
#include <utility>

namespace refrain {

namespace {

const MaskSettings kManySettings[] = {{1, 1, 1},   {1, 1, 2},      {3, 11, 3},     {1, 1, 0.1},
                                      {100, 1, 1}, {1, 100, 0.5},  {100, 100, 20}, {2.5, 7, 1.7},
                                      {1, 1, 20},  {100, 100, 0.1}};

} // namespace

TEST(MaskCurveTest, GainsAreLibrosasSoftMasks) {
    // librosa.util.softmask(X, X_ref, power) is X^p / (X^p + X_ref^p), of S = 1 and R = x.
    for (const MaskSettings& settings : kManySettings)
        for (double x = 0.01; x < 1; x += 0.01) {
            const double p = settings.power;
            const auto softmask = [p](double a, double b) {
                return std::pow(a, p) / (std::pow(a, p) + std::pow(b, p));
            };
            const Gains gains = gainsAt(x, settings);
            EXPECT_NEAR(gains.foreground, softmask(1 - x, settings.foregroundMargin * x), 1e-12);
            EXPECT_NEAR(gains.background, softmask(x, settings.backgroundMargin * (1 - x)), 1e-12);
        }
}

TEST(MaskCurveTest, GainsAreNeverNegativeAndAddUpToOne) {
    for (const MaskSettings& settings : kManySettings)
        for (Index step = 0; step < kShareSteps; step += 7) {
            const Gains gains = gainsAt(shareOf(step), settings);
            for (const Part part : kParts) {
                ASSERT_GE(gains.of(part), 0);
                ASSERT_LE(gains.of(part), 1);
            }
            ASSERT_NEAR(gains.foreground + gains.background + gains.residual, 1, 1e-12);
        }
}

TEST(MaskCurveTest, TheEndsAreExact) {
    for (const MaskSettings& settings : kManySettings) {
        EXPECT_EQ(gainsAt(0, settings).foreground, 1);
        EXPECT_EQ(gainsAt(0, settings).background, 0);
        EXPECT_EQ(gainsAt(1, settings).foreground, 0);
        EXPECT_EQ(gainsAt(1, settings).background, 1);
    }
}

TEST(MaskCurveTest, WithMarginsOfOneThereIsNoResidual) {
    for (const double power : {0.1, 1.0, 2.0, 20.0})
        for (Index step = 0; step < kShareSteps; step += 11)
            ASSERT_NEAR(gainsAt(shareOf(step), {1, 1, power}).residual, 0, 1e-15);
}

TEST(MaskCurveTest, MoreBackgroundMeansMoreBackgroundGainAndLessForegroundGain) {
    for (const MaskSettings& settings : kManySettings) {
        const MaskCurve curve(settings);
        for (Index step = 1; step < kShareSteps; ++step) {
            ASSERT_GE(curve.of(Part::background)[step], curve.of(Part::background)[step - 1]);
            ASSERT_LE(curve.of(Part::foreground)[step], curve.of(Part::foreground)[step - 1]);
        }
    }
}

TEST(MaskCurveTest, TablesHoldTheGainOfEveryStoredShare) {
    const MaskSettings article{3, 11, 3};
    const MaskCurve curve(article);
    for (const Part part : kParts) {
        ASSERT_EQ(std::ssize(curve.of(part)), kShareSteps);
        for (Index step = 0; step < kShareSteps; step += 101)
            EXPECT_EQ(curve.of(part)[step],
                      static_cast<float>(gainsAt(shareOf(step), article).of(part)));
    }
}

TEST(MaskCurveTest, PresetsAreWithinTheRangesAndTheFirstLosesNothing) {
    for (const Preset& preset : presets()) {
        EXPECT_EQ(findPreset(preset.name), &preset);
        EXPECT_GE(preset.settings.backgroundMargin, kMarginRange[0]);
        EXPECT_LE(preset.settings.foregroundMargin, kMarginRange[1]);
        EXPECT_GE(preset.settings.power, kPowerRange[0]);
        EXPECT_LE(preset.settings.power, kPowerRange[1]);
    }
    EXPECT_EQ(presets().front().name, "balanced");
    EXPECT_EQ(presets().front().settings, (MaskSettings{1, 1, 2}));
    EXPECT_EQ(findPreset("article")->settings, (MaskSettings{3, 11, 3}));
    EXPECT_EQ(findPreset("no such preset"), nullptr);
}

TEST(CrossingTest, IsWhereBothGainsAreEqual) {
    for (const MaskSettings& settings :
         {MaskSettings{1, 1, 2}, {3, 11, 3}, {2, 1, 1}, {100, 1, 0.5}, {7, 7, 20}}) {
        const Crossing crossing = crossingOf(settings);
        const Gains gains = gainsAt(crossing.share, settings);
        EXPECT_NEAR(gains.foreground, gains.background, 1e-9);
        EXPECT_NEAR(gains.foreground, crossing.gain, 1e-9);
    }
}

TEST(CrossingTest, ComesOutAsItWasPutIn) {
    const std::pair<double, double> places[] = {{0.5, 1}, {0.5, 30}, {0.3, 5}, {0.7, 8}};
    for (const auto& [share, mean] : places)
        for (const double power : {0.1, 2.0, 20.0}) {
            const MaskSettings made = withMargins({1, 1, power}, share, mean);
            EXPECT_NEAR(crossingOf(made).share, share, 1e-9);
            EXPECT_NEAR(meanMargin(made), mean, 1e-9);
            EXPECT_EQ(made.power, power);
        }
}

TEST(CrossingTest, KeepsItsShareWhereTheMeanIsOutOfReach) {
    // Margins of 1 meet in the middle; to meet elsewhere one of them has to grow.
    const MaskSettings settings = withMargins({1, 1, 2}, 0.6, 1);
    EXPECT_NEAR(crossingOf(settings).share, 0.6, 1e-9);
    EXPECT_EQ(settings.foregroundMargin, 1);
    EXPECT_NEAR(settings.backgroundMargin, 2.25, 1e-9);
    EXPECT_EQ(settings.power, 2);
}

TEST(CrossingTest, StaysWithinTheRangeOfTheMargins) {
    for (const double share : {-1.0, 0.0, 0.01, 0.5, 0.99, 1.0, 2.0})
        for (const double mean : {-1.0, 0.0, 1.0, 10.0, 100.0, 1e30}) {
            const MaskSettings settings = withMargins({1, 1, 2}, share, mean);
            for (const double margin : {settings.backgroundMargin, settings.foregroundMargin}) {
                EXPECT_GE(margin, kMarginRange[0]) << share << ' ' << mean;
                EXPECT_LE(margin, kMarginRange[1]) << share << ' ' << mean;
            }
        }
}

} // namespace refrain
