// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/typed_times.h"

#include <gtest/gtest.h>
#include <utility>

namespace refrain {
namespace {

TEST(TypedTimesTest, AMomentIsReadAsPeopleWriteIt) {
    const std::pair<const char*, double> moments[] = {
        {"1:23.4", 83.4},  {"83.4", 83.4},    {"83,4", 83.4},   {"83.4s", 83.4}, {"83.4 s", 83.4},
        {"1m23", 83},      {"1m23.4s", 83.4}, {"1 m 23 s", 83}, {"2m", 120},     {"2min", 120},
        {"1M23S", 83},     {"1h2m3", 3723},   {"1h", 3600},     {"1h30", 5400},  {"1h5s", 3605},
        {"1:02:03", 3723}, {" 7 ", 7},        {"0", 0}};
    for (const auto& [text, seconds] : moments) {
        const auto times = typedTimes(QString::fromUtf8(text));
        ASSERT_TRUE(times) << text;
        EXPECT_DOUBLE_EQ(times->from, seconds) << text;
        EXPECT_FALSE(times->to) << text;
    }
}

TEST(TypedTimesTest, AStretchHasAnEndOrALength) {
    for (const char* text : {"1:20-1:40", "1:20 – 1:40", "1:20.000 \u2013 1:40.000", "80-100",
                             "1m20 - 1m40", "1:20+20", "80 + 0:20", "1:40-1:20"}) {
        const auto times = typedTimes(QString::fromUtf8(text));
        ASSERT_TRUE(times) << text;
        EXPECT_EQ(*times, (TypedTimes{80, 100})) << text;
    }
}

TEST(TypedTimesTest, WhatIsNeitherIsNothing) {
    for (const char* text : {"", " ", "abc", "m", "h", "-5", "+5", "5-", "1:20-", "1-2-3", "1:60",
                             "1m2m", "1m75", "1:2m", "5x", "1:20:30:40", "1e3", "nan", "--"})
        EXPECT_FALSE(typedTimes(QString::fromUtf8(text))) << text;
}

} // namespace
} // namespace refrain
