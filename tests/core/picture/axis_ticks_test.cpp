// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/axis_ticks.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {

namespace {

using ::testing::ElementsAre;

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
    std::vector<std::string> result;
    for (const Tick& tick : ticks)
        result.push_back(tick.label);
    return result;
}

} // namespace

TEST(FrequencyTicksTest, AreRoundOnTheLogScale) {
    const FrequencyScale scale = defaultFrequencyScale(FrequencySpacing::log, 44100);
    EXPECT_THAT(labels(frequencyTicks(scale, 0.09)),
                ElementsAre("50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"));
    EXPECT_THAT(labels(frequencyTicks(scale, 0.3)), ElementsAre("100", "1k", "10k"));
}

TEST(FrequencyTicksTest, AreRoundOnTheOtherScales) {
    EXPECT_THAT(labels(frequencyTicks(defaultFrequencyScale(FrequencySpacing::mel, 44100), 0.08)),
                ElementsAre("0", "500", "1k", "2k", "3k", "5k", "7k", "10k", "20k"));
    EXPECT_THAT(labels(frequencyTicks(defaultFrequencyScale(FrequencySpacing::linear, 44100), 0.2)),
                ElementsAre("0", "5k", "10k", "15k", "20k"));
}

TEST(FrequencyTicksTest, AreCloserInACloserLook) {
    EXPECT_THAT(labels(frequencyTicks({FrequencySpacing::log, 400, 620}, 0.15)),
                ElementsAre("400", "450", "500", "550", "600"));
    EXPECT_THAT(labels(frequencyTicks({FrequencySpacing::linear, 2000, 4100}, 0.2)),
                ElementsAre("2k", "2.5k", "3k", "3.5k", "4k"));
    EXPECT_THAT(labels(frequencyTicks({FrequencySpacing::log, 440, 440.6}, 0.4)),
                ElementsAre("440", "440.5"));
}

TEST(FrequencyTicksTest, AreAlwaysTwoAndInOrderAndApart) {
    for (const FrequencySpacing spacing :
         {FrequencySpacing::log, FrequencySpacing::mel, FrequencySpacing::linear})
        for (const double lowest : {0.5, 30.0, 41.0, 201.0, 333.0, 5000.0})
            for (const double ratio : {1.001, 1.1, 1.9, 3.9, 4.1, 9.0, 70.0, 700.0})
                for (const double gap : {0.01, 0.05, 0.1, 0.3, 0.9}) {
                    const FrequencyScale scale{spacing, lowest, lowest * ratio};
                    const std::vector<Tick> ticks = frequencyTicks(scale, gap);
                    ASSERT_GE(ticks.size(), 2U) << lowest << ", " << ratio << ", " << gap;
                    EXPECT_GE(ticks.front().value, lowest * (1 - 1e-9));
                    EXPECT_LE(ticks.back().value, lowest * ratio * (1 + 1e-9));
                    for (std::size_t i = 1; i < ticks.size(); ++i) {
                        const double apart =
                            scale.height(ticks[i].value) - scale.height(ticks[i - 1].value);
                        EXPECT_GT(apart, ticks.size() == 2 ? 0 : gap - 1e-9);
                        EXPECT_NE(ticks[i].label, ticks[i - 1].label);
                    }
                }
}

TEST(TimeTicksTest, AreRoundTimes) {
    EXPECT_THAT(labels(timeTicks(0, 288, 5)), ElementsAre("0:00", "1:00", "2:00", "3:00", "4:00"));
    EXPECT_THAT(labels(timeTicks(61, 64, 0.1)), ElementsAre("1:01", "1:02", "1:03", "1:04"));
    EXPECT_THAT(labels(timeTicks(61, 61.5, 0.01)), ElementsAre("1:01.0", "1:01.2", "1:01.4"));
    EXPECT_THAT(labels(timeTicks(3000, 7500, 150)), ElementsAre("1:00:00", "1:30:00", "2:00:00"));
}

TEST(TimeTicksTest, NeverTouchAndAreNeverMissing) {
    for (const double from : {0.0, 0.3, 59.0, 3599.0})
        for (const double seconds : {0.0, 1.0 / 44100, 0.001, 0.37, 4.0, 288.0, 40000.0, 400000.0})
            for (const double characters : {10.0, 30.0, 200.0}) {
                const double perCharacter = seconds / characters;
                const auto ticks = timeTicks(from, from + seconds, perCharacter);
                ASSERT_FALSE(ticks.empty());
                for (std::size_t i = 1; i < ticks.size(); ++i)
                    EXPECT_GT(ticks[i].value - ticks[i - 1].value,
                              static_cast<double>(ticks[i].label.size()) * perCharacter);
            }
}

TEST(DecibelTicksTest, AreRoundLevels) {
    EXPECT_THAT(labels(decibelTicks({0, 80}, 15)),
                ElementsAre("\u221280", "\u221260", "\u221240", "\u221220", "0"));
    EXPECT_THAT(labels(decibelTicks({-13.4, 80}, 30)), ElementsAre("\u221250"));
    EXPECT_THAT(labels(decibelTicks({6, 20}, 5)), ElementsAre("\u221210", "\u22125", "0", "5"));
}

} // namespace refrain
