// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/evaluation.h"

#include "core/separation/mask_curve.h"
#include "core/separation/stems.h"
#include "tests/support/signals.h"

#include <cmath>
#include <gtest/gtest.h>

namespace refrain {

namespace {

AudioClip scaled(AudioClip clip, float gain) {
    for (auto& channel : clip.channels)
        for (float& sample : channel)
            sample *= gain;
    return clip;
}

} // namespace

TEST(EvaluationTest, APerfectEstimateIsInfinitelyGood) {
    const AudioClip stem = test::noise(44100, 2, 10000, 1);
    const AudioClip other = test::noise(44100, 2, 10000, 2);
    const Quality quality = qualityOf(stem, stem, other);
    EXPECT_TRUE(std::isinf(quality.distortion));
    EXPECT_GT(quality.interference, 100);
    EXPECT_GT(quality.artefacts, 100);
}

TEST(EvaluationTest, ATenthOfTheOtherStemIsInterferenceTwentyDecibelsDownAndNoArtefact) {
    const AudioClip stem = test::noise(44100, 1, 100000, 1);
    const AudioClip other = test::noise(44100, 1, 100000, 2);
    const Quality quality = qualityOf(mix(stem, scaled(other, 0.1F)), stem, other);
    EXPECT_NEAR(quality.distortion, 20, 0.1);
    EXPECT_NEAR(quality.interference, 20, 0.1);
    EXPECT_GT(quality.artefacts, 100);
}

TEST(EvaluationTest, WhatIsInNeitherStemIsArtefact) {
    const AudioClip stem = test::noise(44100, 1, 100000, 1);
    const AudioClip other = test::noise(44100, 1, 100000, 2);
    const AudioClip alien = test::noise(44100, 1, 100000, 3);
    const Quality quality = qualityOf(mix(stem, scaled(alien, 0.1F)), stem, other);
    EXPECT_NEAR(quality.distortion, 20, 0.1);
    EXPECT_GT(quality.interference, 40);
    EXPECT_NEAR(quality.artefacts, 20, 0.1);
}

TEST(EvaluationTest, AWrongGainIsDistortionOnly) {
    const AudioClip stem = test::noise(44100, 1, 100000, 1);
    const AudioClip other = test::noise(44100, 1, 100000, 2);
    const Quality quality = qualityOf(scaled(stem, 0.5F), stem, other);
    EXPECT_NEAR(quality.distortion, 20 * std::log10(2), 0.01);
    EXPECT_GT(quality.interference, 100);
    EXPECT_GT(quality.artefacts, 100);
}

TEST(EvaluationTest, TheIdealShareSeparatesSoundsThatDoNotMeet) {
    const AudioClip low = test::sine(44100, 2, 44100, 440);
    const AudioClip high = test::sine(44100, 2, 44100, 5000);
    const AudioClip song = mix(low, high);
    const StftParams params{4096, 1024};
    const BackgroundShare share = idealShare(high, low, params);
    const MaskCurve curve({1, 1, 1});
    const AudioClip found = renderClip(song, params, share, curve.of(Part::foreground), 0, 44100);
    EXPECT_GT(qualityOf(found, high, low).distortion, 30);
}

} // namespace refrain
