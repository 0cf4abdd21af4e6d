// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/remembered.h"

#include <QSettings>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;

class RememberedTest : public testing::Test {
protected:
    RememberedTest() { QSettings().clear(); }
};

TEST_F(RememberedTest, PresetsComeBackAsTheyWere) {
    const std::vector<UserPreset> presets = {{QStringLiteral("Mine & yours"), {3.7, 11.25, 0.3}},
                                             {QStringLiteral("Ä/ö"), {100, 1, 20}}};
    setUserPresets(presets);
    EXPECT_EQ(userPresets(), presets);
    setUserPresets({presets[1]});
    EXPECT_THAT(userPresets(), ElementsAre(presets[1]));
}

TEST_F(RememberedTest, ASongsSettingsComeBackAsTheyWere) {
    SongSettings settings;
    settings.inUse.knobs = {3, 11, 3};
    settings.inUse.analysis = {.method = Method::repeating,
                               .voiceAboveHertz = 120,
                               .widthSeconds = 3.5,
                               .neighbours = 50,
                               .fftSize = 2048};
    settings.inUse.faders = {Fader{-6.5, true, false}, Fader{12, false, true}, Fader{-60}};
    rememberSettings(0x0123456789abcdef, settings);
    EXPECT_EQ(rememberedSettings(0x0123456789abcdef), settings);
    settings.snapshot = 1;
    settings.other = Snapshot{{2, 1, 0.5}, {Fader{3.3}, Fader{}, Fader{0, true, true}}};
    rememberSettings(0x0123456789abcdef, settings);
    EXPECT_EQ(rememberedSettings(0x0123456789abcdef), settings);
    EXPECT_FALSE(rememberedSettings(1));
}

TEST_F(RememberedTest, NonsenseIsLeftOut) {
    rememberSettings(1, {});
    QSettings settings;
    settings.setValue("songs/0000000000000001/power", "loud");
    settings.setValue("songs/0000000000000001/backgroundMargin", -5);
    settings.setValue("songs/0000000000000001/foregroundMargin", 1e300);
    settings.setValue("songs/0000000000000001/fftSize", 1027);
    settings.setValue("songs/0000000000000001/method", "guess");
    settings.setValue("songs/0000000000000001/backgroundFader", 900);
    settings.setValue("songs/0000000000000001/snapshot", 7);
    EXPECT_EQ(rememberedSettings(1), SongSettings());
}

TEST_F(RememberedTest, AMethodThatTheWindowDoesNotOfferIsLeftOut) {
    SongSettings settings;
    settings.inUse.knobs = {3, 11, 3};
    settings.inUse.analysis.method = Method::librosa;
    rememberSettings(1, settings);
    settings.inUse.analysis.method = AnalysisSettings().method;
    EXPECT_EQ(rememberedSettings(1), settings);
}

TEST_F(RememberedTest, TheSongsThatWereNotOpenForLongestAreForgotten) {
    QSettings settings;
    for (int i = 0; i < 1000; ++i)
        settings.setValue(QStringLiteral("songs/%1/lastOpen").arg(i, 16, 16, QLatin1Char('0')),
                          1000 + i);
    rememberSettings(5000, {});
    EXPECT_FALSE(rememberedSettings(0));
    EXPECT_TRUE(rememberedSettings(1));
    EXPECT_TRUE(rememberedSettings(5000));
}

TEST_F(RememberedTest, TheLatestFileIsFirstAndNoneIsTwice) {
    for (const char* name : {"/a", "/b", "/a"})
        addRecentFile(QString::fromUtf8(name));
    EXPECT_THAT(recentFiles(), ElementsAre(QStringLiteral("/a"), QStringLiteral("/b")));
    for (int i = 0; i < 20; ++i)
        addRecentFile(QString::number(i));
    EXPECT_EQ(recentFiles().size(), 10);
    EXPECT_EQ(recentFiles().front(), QStringLiteral("19"));
    clearRecentFiles();
    EXPECT_TRUE(recentFiles().isEmpty());
}

} // namespace
} // namespace refrain
