// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/stem_name.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(StemNameTest, ARangeIsInTheName) {
    EXPECT_EQ(stemName(kUsualNamePattern, "Song", "0m42.0-1m02.0", "background"),
              "Song 0m42.0-1m02.0 (background)");
    EXPECT_EQ(stemName("{part}/{title}_{range}", "Song", "0m42.0-1m02.0", "mix"),
              "mix/Song_0m42.0-1m02.0");
    EXPECT_EQ(stemName("{range}{range}", "Song", "a", "mix"), "aa");
    EXPECT_EQ(stemName("{title}", "{range}", "a", "mix"), "{range}") << "a title is no pattern";
}

TEST(StemNameTest, WithoutARangeNothingShowsThatOneCouldBeThere) {
    const struct {
        const char* pattern;
        const char* name;
    } cases[] = {
        {"{title} {range} ({part})", "Song (band)"},
        {"{title} ({part}) {range}", "Song (band)"},
        {"{title} - {range} - {part}", "Song - band"},
        {"{title} – {range} – {part}", "Song – band"},
        {"{range} — {title}—{part}", "Song—band"},
        {"{title}–{range}", "Song"},
        {"€{range} ({part})", "€ (band)"}, // whose last byte is none of a dash
        {"{title}_{range}_{part}", "Song_band"},
        {"{title}{range}{part}", "Songband"},
        {"{title} ({range}) ({part})", "Song (band)"},
        {"{title} [{range}]", "Song"},
        {"{title} ({part}, {range})", "Song (band)"},
        {"{title} ({range}, {part})", "Song (band)"},
        {"{title} ( {range} {part})", "Song (band)"},
        {"{range} {title} ({part})", "Song (band)"},
        {"({range}) {part}", "band"},
        {"{range}/{part}", "band"},
        {"{title}/{range}/{part}", "Song/band"},
        {"{title}/({range})/{part}", "Song/band"},
        {"{title}/{range} {part}", "Song/band"},
        {"{part}/{range}", "band"},
        {"{part}/{range}/{range}", "band"},
        {"{title} {range} {range}", "Song"},
        {"{range}", "_"},
        {"no range", "no range"},
    };
    for (const auto& [pattern, name] : cases)
        EXPECT_EQ(stemName(pattern, "Song", "", "band"), name) << pattern;
}

TEST(StemNameTest, ARangeIsToldAsAFileSystemLikesIt) {
    EXPECT_EQ(rangeName(42, 62, 240), "0m42.0-1m02.0");
    EXPECT_EQ(rangeName(0, 62.04, 240), "0m00.0-1m02.0");
    EXPECT_EQ(rangeName(59.96, 240, 240), "1m00.0-4m00.0");
    EXPECT_EQ(rangeName(3723.5, 3784, 7200), "1h02m03.5-1h03m04.0");
}

TEST(StemNameTest, ShortRangesAreToldApart) {
    EXPECT_EQ(rangeName(42, 42.35, 240), "0m42.000-0m42.350");
    EXPECT_NE(rangeName(42, 42.35, 240), rangeName(42.01, 42.35, 240));
}

TEST(StemNameTest, TheWholeSongIsNoRange) {
    EXPECT_EQ(rangeName(0, 240, 240), "");
    EXPECT_EQ(rangeName(-1, 300, 240), "");
    EXPECT_NE(rangeName(0.2, 240, 240), "");
    EXPECT_NE(rangeName(0, 239.9, 240), "");
}

TEST(StemNameTest, FindsWhatCannotBeFilledIn) {
    EXPECT_EQ(unknownToken("{title} {range} ({part})"), "");
    EXPECT_EQ(unknownToken("plain"), "");
    EXPECT_EQ(unknownToken("{title} {artist} {part}"), "{artist}");
    EXPECT_EQ(unknownToken("{part}{"), "{");
    EXPECT_EQ(unknownToken("{Part}"), "{Part}");
}

} // namespace
} // namespace refrain
