// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include "core/base/error.h"

#include <cerrno>
#include <clocale>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <locale>
#include <utility>

namespace refrain {

namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

/// A locale with a comma in numbers and points between the thousands, in C and in C++.
class CommaLocale {
public:
    CommaLocale() : old_(std::locale::global(std::locale(std::locale(), new Comma))) {
        for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "nl_NL.UTF-8"})
            if (std::setlocale(LC_NUMERIC, name))
                return;
    }
    ~CommaLocale() {
        std::locale::global(old_);
        std::setlocale(LC_ALL, "C");
    }
    CommaLocale(const CommaLocale&) = delete;
    CommaLocale& operator=(const CommaLocale&) = delete;

private:
    struct Comma : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    std::locale old_;
};

TEST(QuotedTest, APathIsPutInQuotationMarks) {
    EXPECT_EQ(quoted("songs/a b.wav"), "\"songs/a b.wav\"");
}

TEST(QuotedTest, OtherScriptsStayAsTheyAre) {
    EXPECT_EQ(quoted("Füße Дм 日本 🎵.wav"), "\"Füße Дм 日本 🎵.wav\"");
}

TEST(QuotedTest, ControlCharactersBecomeQuestionMarks) {
    EXPECT_EQ(quoted("a\nb\tc\rd\x1b[31m\x7f.wav"), "\"a?b?c?d?[31m?.wav\"");
    // "Next line" and the eight-bit form of "escape [".
    EXPECT_EQ(quoted("a\u0085b\u009b31m\u00a0c"), "\"a?b?31m\u00a0c\"");
}

TEST(QuotedTest, ANameThatIsNoUtf8IsShownByteByByte) {
    EXPECT_EQ(quoted("Bj\xf6rk\n\xc2"), "\"Bj\xf6rk?\xc2\"");
}

TEST(OneLineTest, IsUtf8WithoutControlCharacters) {
    EXPECT_EQ(oneLine("Zażółć \u6b4c \U0001f3b5"), "Zażółć \u6b4c \U0001f3b5");
    EXPECT_EQ(oneLine("a\nb\tc\x7f\u009bd"), "a b c  d");
    EXPECT_EQ(oneLine(std::string_view("a\0b", 3)), "a b");
    EXPECT_EQ(oneLine("caf\xe9 ol\xc3\xa9"), "caf olé");
    EXPECT_EQ(oneLine("\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80\xe2\x82"),
              ""); // long, surrogate, beyond, cut
    EXPECT_EQ(oneLine(""), "");
}

TEST(Utf8Test, WhatIsUtf8StaysAsItIs) {
    for (const char* text : {"", "plain", "Füße", "Дм", "日本", "🎵", "\u07ff\u0800\uffff\U00010000",
                             "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"})
        EXPECT_EQ(utf8(text), text);
}

TEST(Utf8Test, WhatIsNotIsTakenForLatin1) {
    EXPECT_EQ(utf8("Bj\xf6rk"), "Björk");
    EXPECT_EQ(utf8("\xff"), "ÿ");
    EXPECT_EQ(utf8("\x80\xbf"), "\u0080¿");
    EXPECT_EQ(utf8("caf\xe9"), "café") << "a character that is cut off at the end";
}

TEST(Utf8Test, FormsThatUtf8ForbidsAreNoUtf8) {
    for (const char* text : {"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", // too long
                             "\xed\xa0\x80", "\xed\xbf\xbf",         // halves of pairs
                             "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", // beyond the last
                             "\xe2\x82", "\xf0\x9f\x8e", "\xe2\x28\xa1", "a\x80"}) // not whole
    {
        EXPECT_NE(utf8(text), text);
        EXPECT_EQ(utf8(utf8(text)), utf8(text)) << "the result is UTF-8";
    }
}

TEST(SystemMessageTest, FitsIntoASentence) {
    EXPECT_EQ(systemMessage(ENOSPC), "no space left on device");
    EXPECT_EQ(systemMessage(EIO), "input/output error");
}

TEST(TimeTextTest, MinutesAndSeconds) {
    EXPECT_EQ(timeText(0), "0:00.000");
    EXPECT_EQ(timeText(7.25), "0:07.250");
    EXPECT_EQ(timeText(92.417), "1:32.417");
    EXPECT_EQ(timeText(3599.999), "59:59.999");
}

TEST(TimeTextTest, HoursFromOneHourOn) {
    EXPECT_EQ(timeText(3600), "1:00:00.000");
    EXPECT_EQ(timeText(3723.5, 1), "1:02:03.5");
    EXPECT_EQ(timeText(360000, 0), "100:00:00");
}

TEST(TimeTextTest, RoundingCarriesOver) {
    EXPECT_EQ(timeText(59.9996), "1:00.000");
    EXPECT_EQ(timeText(59.9994), "0:59.999");
    EXPECT_EQ(timeText(59.96, 1), "1:00.0");
    EXPECT_EQ(timeText(59.5, 0), "1:00");
    EXPECT_EQ(timeText(3599.9996), "1:00:00.000");
}

TEST(TimeTextTest, ThereAreAsManyDecimalsAsWanted) {
    EXPECT_EQ(timeText(1.0625, 0), "0:01");
    EXPECT_EQ(timeText(1.0625, 1), "0:01.1");
    EXPECT_EQ(timeText(1.0625, 2), "0:01.06");
    EXPECT_EQ(timeText(1.004, 3), "0:01.004");
}

TEST(NumberTextTest, ThereAreAsManyDecimalsAsWanted) {
    EXPECT_EQ(numberText(3.14159, 2), "3.14");
    EXPECT_EQ(numberText(-18.25, 1), "-18.2");
    EXPECT_EQ(numberText(2, 3), "2.000");
    EXPECT_EQ(numberText(1999.5, 0), "2000");
}

TEST(NumberTextTest, TheLocaleDoesNotMatter) {
    const CommaLocale locale;
    EXPECT_EQ(numberText(1234567.5, 2), "1234567.50");
    EXPECT_EQ(timeText(1234.5), "20:34.500");
    EXPECT_EQ(parseTime("1:32.5", "--from"), 92.5);
}

TEST(NumberTextTest, TheLargestNumberHasAllItsDigits) {
    const CommaLocale locale;
    const std::string text = numberText(-std::numeric_limits<double>::max(), 20);
    EXPECT_EQ(text.size(), 1 + 309 + 1 + 20);
    EXPECT_THAT(
        text, AllOf(testing::StartsWith("-17976931348623157"), EndsWith(".00000000000000000000")));
}

TEST(NumberTextTest, WhatIsNoNumberIsSaidInWords) {
    EXPECT_EQ(numberText(std::numeric_limits<double>::infinity(), 1), "inf");
    EXPECT_EQ(numberText(-std::numeric_limits<double>::infinity(), 1), "-inf");
    EXPECT_EQ(numberText(std::numeric_limits<double>::quiet_NaN(), 1), "nan");
}

TEST(ParseTimeTest, SecondsMinutesAndHoursAreUnderstood) {
    const std::pair<const char*, double> times[] = {{"0", 0},
                                                    {"92.4", 92.4},
                                                    {"1:32.4", 92.4},
                                                    {"1:02:03", 3723},
                                                    {"1:02:03.25", 3723.25},
                                                    {"90:30", 5430},
                                                    {"0:00", 0},
                                                    {".5", 0.5},
                                                    {"5.", 5},
                                                    {"1:5", 65},
                                                    {"007", 7},
                                                    {"3600", 3600},
                                                    {"1:59.999", 119.999}};
    for (const auto& [text, seconds] : times)
        EXPECT_DOUBLE_EQ(parseTime(text, "--from"), seconds) << text;
}

TEST(ParseTimeTest, WhatIsNoTimeIsRefusedInOneSentence) {
    for (const char* text :
         {"",   " ",  "abc",  "-1",     "+1",  "1:60",    "1:60:00", "1:2:3:4", ":",
          "1:", ":1", "::",   "1.5:30", "1,5", "1e3",     "0x10",    "inf",     "nan",
          "1 ", " 1", "1:-2", "1..5",   ".",   "1:2.5:3", "1:2\n",   "१",       "1:2.5.6"})
        try {
            parseTime(text, "--from");
            ADD_FAILURE() << '"' << text << '"';
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), AllOf(HasSubstr("--from \""), HasSubstr("1:32.4"),
                                            EndsWith("."), Not(HasSubstr("\n"))));
        }
}

} // namespace

} // namespace refrain
