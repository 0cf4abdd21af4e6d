// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/level_match.h"

#include "tests/core/playback/listening.h"

#include <gtest/gtest.h>

namespace refrain {

namespace {

double energyOf(const AudioClip& clip) {
    double energy = 0;
    for (const auto& channel : clip.channels)
        for (const float sample : channel)
            energy += double{sample} * sample;
    return energy;
}

} // namespace

TEST(LevelMatchTest, APartBecomesAsLoudAsTheSong) {
    const MaskCurve curve({1, 1, 2});
    for (const Part part : {Part::foreground, Part::background}) {
        Listening listening = test::songWithShare(test::noise(44100, 2, 200000), curve.of(part));
        // Shares of neighbouring cells are alike, as those of music are.
        listening.share = std::make_shared<const BackgroundShare>(makeShare(
            listening.share->frames, listening.share->bins, {}, [](Index, std::span<float> row) {
                for (std::size_t bin = 0; bin < row.size(); ++bin)
                    row[bin] = 0.5F + 0.5F * std::sin(static_cast<float>(bin) / 30);
            }));
        const double gain = matchingGain(
            energyByShare(*listening.clip, listening.params, *listening.share), curve.of(part));
        const double level = 10 * std::log10(gain * gain * energyOf(test::exported(listening)) /
                                             energyOf(*listening.clip));
        EXPECT_NEAR(level, 0, 0.5); // overlapping frames take a little away from one another
        EXPECT_GT(gain, 1.2);
    }
}

TEST(LevelMatchTest, TheSongStaysAndSilenceIsNotAmplified) {
    const Listening listening =
        test::songWithShare(test::noise(44100, 1, 50000), GainTable(kShareSteps, 1.0F));
    const EnergyByShare energy = energyByShare(*listening.clip, listening.params, *listening.share);
    EXPECT_NEAR(matchingGain(energy, GainTable(kShareSteps, 1.0F)), 1, 1e-9);
    EXPECT_EQ(matchingGain(energy, GainTable(kShareSteps, 0.0F)), 1);
    EXPECT_LT(matchingGain(energy, GainTable(kShareSteps, 1e-6F)), 16);
}

} // namespace refrain
