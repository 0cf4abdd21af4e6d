// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/readout.h"

#include "core/picture/level_range.h"
#include "tests/support/signals.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vector>

namespace refrain {
namespace {

using testing::ElementsAre;

std::string text(const QString& label) {
    return label.toStdString();
}

TEST(ReadoutTest, NotesAreNamedAndCentsCounted) {
    EXPECT_EQ(text(noteLabel(440)), "A4 +0 cents");
    EXPECT_EQ(text(noteLabel(261.63)), "C4 +0 cents");
    EXPECT_EQ(text(noteLabel(27.5)), "A0 +0 cents");
    EXPECT_EQ(text(noteLabel(466.16)), "A\u266f4 +0 cents");
    EXPECT_EQ(text(noteLabel(445)), "A4 +20 cents");
    EXPECT_EQ(text(noteLabel(435)), "A4 \u221220 cents");
    EXPECT_EQ(text(noteLabel(440 * std::exp2(0.51 / 12))), "A\u266f4 \u221249 cents");
    EXPECT_EQ(text(noteLabel(440 * std::exp2(-0.01 / 12))), "A4 \u22121 cent");
    EXPECT_EQ(text(noteLabel(10)), "");
    EXPECT_EQ(text(noteLabel(0)), "");
}

TEST(ReadoutTest, TimesFrequenciesAndLevelsHaveTheirUnits) {
    EXPECT_EQ(text(timeLabel(93.2174)), "1:33.217");
    EXPECT_EQ(text(frequencyLabel(440.06)), "440.1 Hz");
    EXPECT_EQ(text(frequencyLabel(1234.5)), "1234 Hz");
    EXPECT_EQ(text(frequencyLabel(12345)), "12.35 kHz");
    EXPECT_EQ(text(levelLabel(-31.52)), "\u221231.5 dB");
    EXPECT_EQ(text(levelLabel(0.01)), "0.0 dB");
    EXPECT_EQ(text(levelLabel(-0.01)), "0.0 dB");
    EXPECT_EQ(text(levelLabel(kFloorDecibels)), "silent");
}

TEST(ReadoutTest, SaysWhatIsThereInAllPanels) {
    const StftParams params{4096, 1024};
    const double hertz = params.hertz(41, 44100);
    const AudioClip clip = test::sine(44100, 1, 2 * 44100, hertz, 0.5);
    const LevelPyramid levels = makeLevelPyramid(clip, params);
    const auto gains = panelGains({1, 1, 1}); // in proportion
    const Readout before = readAt(levels, gains, nullptr, 1, hertz + 3);
    EXPECT_NEAR(before.decibels[0].value(), -6, 0.3);
    EXPECT_FALSE(before.decibels[1]);
    EXPECT_FALSE(before.backgroundShare);

    const LevelPyramid pyramid = withShare(
        levels, makeShare(levels.frames, levels.bins(), {},
                          [](Index, std::span<float> row) { std::ranges::fill(row, 0.25F); }));
    PitchTrack pitch{.hertz = std::vector<float>(levels.frames, 220.0F),
                     .salience = {},
                     .sung = std::vector<std::uint8_t>(levels.frames, 1)};
    const Readout after = readAt(pyramid, gains, &pitch, 1, hertz);
    EXPECT_NEAR(after.decibels[1].value(), -6 - 12.0, 0.4);
    EXPECT_NEAR(after.decibels[2].value(), -6 - 2.5, 0.4);
    EXPECT_NEAR(after.backgroundShare.value(), 0.25, 0.003);
    EXPECT_EQ(after.voiceHertz, 220);

    pitch.sung.assign(levels.frames, 0);
    EXPECT_FALSE(readAt(pyramid, gains, &pitch, 1, hertz).voiceHertz);
}

TEST(ReadoutTest, EachPanelSaysWhatBelongsToIt) {
    const auto texts = [](const Readout& readout, Panel panel) {
        std::vector<std::string> result;
        for (const ReadoutField& field : readoutFields(readout, panel, 240))
            result.push_back(field.text.toStdString());
        return result;
    };
    Readout readout{.seconds = 93.2174, .hertz = 445, .backgroundShare = 0.123};
    EXPECT_THAT(texts(readout, Panel::full), ElementsAre("1:33.217", "445.0 Hz", "A4 +20 cents"));
    EXPECT_THAT(texts(readout, Panel::background), ElementsAre("background share 12 %"));
    EXPECT_THAT(texts(readout, Panel::foreground), ElementsAre()) << "nobody sings";
    readout.voiceHertz = 220;
    EXPECT_THAT(texts(readout, Panel::foreground), ElementsAre("voice at A3 +0 cents"));
    readout.hertz = 5;
    EXPECT_THAT(texts(readout, Panel::full), ElementsAre("1:33.217", "5.0 Hz"));
    readout.backgroundShare = {};
    EXPECT_THAT(texts(readout, Panel::background), ElementsAre()) << "it is not known yet";
}

TEST(ReadoutTest, NothingIsWiderThanItsPlace) {
    const QFontMetricsF letters{QFont()};
    for (double hertz = 3; hertz < 90000; hertz *= 1.009) {
        const Readout readout{.seconds = 3599.999 * std::fmod(hertz, 1),
                              .hertz = hertz,
                              .backgroundShare = std::fmod(hertz, 1),
                              .voiceHertz = std::clamp(hertz, 80.0, 1500.0)};
        for (const Panel panel : kViewPanels)
            for (const ReadoutField& field : readoutFields(readout, panel, 3599.999))
                EXPECT_LE(letters.horizontalAdvance(field.text),
                          letters.horizontalAdvance(field.widest) + 0.01)
                    << text(field.text) << " and " << text(field.widest);
    }
}

} // namespace
} // namespace refrain
