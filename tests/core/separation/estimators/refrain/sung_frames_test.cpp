// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/sung_frames.h"

#include "core/separation/estimators/refrain/refrain.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {

namespace {

using ::testing::Each;

/// A level that the voice has for some frames, and before and after it none.
std::vector<CombStrength> voiceOf(Index frames, float level, float share = 0.8F) {
    std::vector<CombStrength> strengths(40, {.share = 0, .level = -4});
    std::fill_n(strengths.begin() + 10, frames, CombStrength{share, level});
    return strengths;
}

double partOf(const std::vector<std::uint8_t>& sung) {
    return static_cast<double>(std::ranges::count(sung, 1)) / static_cast<double>(sung.size());
}

std::vector<std::uint8_t> sungIn(const AudioClip& clip) {
    return estimateRefrain(clip, defaultStftParams(clip.sampleRate), {}).pitch.sung;
}

} // namespace

TEST(SungFramesTest, AreThoseOfAClearVoice) {
    const std::vector<std::uint8_t> sung = sungFrames(voiceOf(12, -1));
    ASSERT_EQ(sung.size(), 40U);
    for (Index frame = 0; frame < 40; ++frame)
        EXPECT_EQ(sung[frame] != 0, frame >= 10 && frame < 22) << frame;
}

TEST(SungFramesTest, AreNotThoseOfAWeakOrShortOne) {
    EXPECT_THAT(sungFrames(voiceOf(12, -2.2F)), Each(0)) << "it never gets clear";
    EXPECT_THAT(sungFrames(voiceOf(4, -0.5F)), Each(0)) << "it is too short";
    EXPECT_THAT(sungFrames(voiceOf(12, -0.1F, 0.1F)), Each(0)) << "it is hiss";
    EXPECT_TRUE(sungFrames({}).empty());
}

TEST(SungFramesTest, GoOnWhereAVoiceGetsQuieter) {
    std::vector<CombStrength> strengths = voiceOf(12, -1);
    std::fill_n(strengths.begin() + 22, 8, CombStrength{.share = 0.5, .level = -2.4F});
    const std::vector<std::uint8_t> sung = sungFrames(strengths);
    EXPECT_NE(sung[27], 0);
    EXPECT_EQ(sung[31], 0);
}

TEST(SungFramesTest, OfSilenceAndHissAreNone) {
    EXPECT_THAT(sungIn(test::silence(44100, 2, 44100 * 6)), Each(0));
    EXPECT_LT(partOf(sungIn(test::noise(44100, 2, 44100 * 10))), 0.05);
}

TEST(SungFramesTest, AreMoreWhereSomebodySings) {
    EXPECT_GT(partOf(sungIn(test::demoVocals(10))), 0.6);
    const double song = partOf(sungIn(test::demoSong(20)));
    const double band = partOf(sungIn(test::demoAccompaniment(20)));
    EXPECT_GT(song, 0.3);
    EXPECT_LT(band, 0.5 * song);
}

} // namespace refrain
