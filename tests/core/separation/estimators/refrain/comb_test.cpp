// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/comb.h"

#include "tests/support/signals.h"

#include <cmath>
#include <gmock/gmock.h>
#include <numbers>

namespace refrain {

namespace {

constexpr int kRate = 22050;
const StftParams kParams{2048, 512};

/// How far a song is on the comb of 220 Hz if nothing in it repeats.
std::vector<CombStrength> strengthsAt220(const AudioClip& song) {
    const SongCells cells = readCells(song, kParams);
    const Index frames = cells.magnitudes.rows;
    const Array2D<float> nothing(frames, kParams.binCount(), 0.02F);
    PitchTrack pitch;
    pitch.hertz.assign(frames, 220.0F);
    pitch.salience.assign(frames, 0.0F);
    return combStrengths(cells, nothing, pitch);
}

} // namespace

TEST(CombTest, IsOneOnTheHarmonicsAndNothingBetween) {
    const SongCells cells = readCells(test::silence(kRate, 1, 1), kParams);
    std::vector<float> comb(kParams.binCount());
    const auto hertz = static_cast<float>(cells.hertz(30));
    combOf(hertz, cells, comb);
    for (const Index harmonic : {1, 2, 5, 30}) {
        EXPECT_NEAR(comb[30 * harmonic], 1, 1e-5);
        EXPECT_NEAR(comb[30 * harmonic + 2], std::exp(-0.5), 1e-4);
        EXPECT_LT(comb[30 * harmonic + 15], 1e-6);
    }
    EXPECT_LT(comb[0], 1e-6) << "there is no harmonic at 0 Hz";
}

TEST(CombTest, AVoiceOnItsPitchIsAllOnTheCombAndNoiseIsNot) {
    const AudioClip voice = test::makeClip(kRate, 1, kRate, [](Index, Index i) {
        double sum = 0;
        for (int n = 1; n <= 10; ++n)
            sum += 0.1 * std::sin(2 * std::numbers::pi * 220 * n * static_cast<double>(i) / kRate);
        return sum;
    });
    for (const CombStrength& strength : strengthsAt220(voice))
        EXPECT_GT(strength.share, 0.8);
    double mean = 0;
    const auto ofNoise = strengthsAt220(test::noise(kRate, 1, 4 * kRate));
    for (const CombStrength& strength : ofNoise)
        mean += strength.share / static_cast<double>(ofNoise.size());
    EXPECT_NEAR(mean, 0, 0.03);
}

TEST(CombTest, OfSilenceNothingIsOnTheComb) {
    for (const CombStrength& strength : strengthsAt220(test::silence(kRate, 1, kRate))) {
        EXPECT_LE(strength.share, 0);
        EXPECT_TRUE(std::isfinite(strength.level));
    }
}

} // namespace refrain
