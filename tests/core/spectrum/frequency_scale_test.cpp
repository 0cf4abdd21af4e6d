// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/frequency_scale.h"

#include <cmath>
#include <gtest/gtest.h>

namespace refrain {

namespace {

constexpr FrequencySpacing kSpacings[] = {FrequencySpacing::log, FrequencySpacing::mel,
                                          FrequencySpacing::linear};

} // namespace

TEST(FrequencyScaleTest, TheLowestFrequencyIsAtTheBottomAndTheHighestAtTheTop) {
    for (const FrequencySpacing spacing : kSpacings) {
        const FrequencyScale scale{spacing, 40, 16000};
        EXPECT_NEAR(scale.height(40), 0, 1e-12);
        EXPECT_NEAR(scale.height(16000), 1, 1e-12);
        EXPECT_LT(scale.height(39), 0);
        EXPECT_GT(scale.height(16001), 1);
    }
}

TEST(FrequencyScaleTest, HertzAndHeightAreInverse) {
    for (const FrequencySpacing spacing : kSpacings) {
        const FrequencyScale scale = defaultFrequencyScale(spacing, 44100);
        for (const double hertz : {30.0, 55.0, 440.0, 1000.0, 19999.0})
            EXPECT_NEAR(scale.hertz(scale.height(hertz)), hertz, 1e-9 * hertz);
    }
}

TEST(FrequencyScaleTest, OctavesAreEquallyTallOnTheLogScale) {
    const FrequencyScale scale{FrequencySpacing::log, 50, 51200};
    for (double hertz = 50; hertz < 51200; hertz *= 2)
        EXPECT_NEAR(scale.height(2 * hertz) - scale.height(hertz), 0.1, 1e-12);
}

TEST(FrequencyScaleTest, TheMelScaleIsTheOneOfHtk) {
    // 1000 Hz are 999.99 mel and 6300 Hz 2595 mel, for which the formula can be read off.
    const FrequencyScale scale{FrequencySpacing::mel, 0, 6300};
    EXPECT_NEAR(scale.height(1000) * 2595, 999.9855, 1e-4);
    EXPECT_NEAR(scale.hertz(0.5), 700 * (std::sqrt(10.0) - 1), 1e-9);
}

TEST(FrequencyScaleTest, HertzAreEquallyTallOnTheLinearScale) {
    const FrequencyScale scale{FrequencySpacing::linear, 1000, 5000};
    EXPECT_DOUBLE_EQ(scale.height(2000), 0.25);
    EXPECT_DOUBLE_EQ(scale.hertz(0.75), 4000);
}

TEST(FrequencyScaleTest, TheDefaultShowsWhatASongCanHave) {
    EXPECT_EQ(defaultFrequencyScale(FrequencySpacing::log, 44100),
              (FrequencyScale{FrequencySpacing::log, 30, 20000}));
    EXPECT_EQ(defaultFrequencyScale(FrequencySpacing::log, 192000).highestHertz, 20000);
    EXPECT_EQ(defaultFrequencyScale(FrequencySpacing::mel, 8000),
              (FrequencyScale{FrequencySpacing::mel, 0, 4000}));
    EXPECT_EQ(defaultFrequencyScale(FrequencySpacing::linear, 22050),
              (FrequencyScale{FrequencySpacing::linear, 0, 11025}));
    for (const int sampleRate : {1, 50, 100, 500}) {
        const FrequencyScale scale = defaultFrequencyScale(FrequencySpacing::log, sampleRate);
        EXPECT_GT(scale.lowestHertz, 0);
        EXPECT_GE(scale.highestHertz, 4 * scale.lowestHertz);
    }
}

} // namespace refrain
