// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/part_levels.h"

#include "core/separation/stems.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace refrain {
namespace {

BackgroundShare evenShare(const AudioClip& clip, const StftParams& params, float value) {
    return makeShare(params.frameCount(clip.length()), params.binCount(), {},
                     [value](Index, std::span<float> row) { std::ranges::fill(row, value); });
}

constexpr StftParams kParams{.fftSize = 1024, .hop = 256};

TEST(PartLevelsTest, AreThoseOfTheGains) {
    const AudioClip song = test::noise(44100, 2, 30000);
    const MaskSettings settings{.backgroundMargin = 2, .foregroundMargin = 3, .power = 1};
    const Gains gains = gainsAt(0.25, settings);
    const PartLevels levels =
        measureParts(song, kParams, evenShare(song, kParams, 0.25F), MaskCurve(settings));
    for (const Part part : kParts)
        EXPECT_NEAR(levels.of(part), 20 * std::log10(gains.of(part)), 0.001) << partName(part);
}

TEST(PartLevelsTest, NothingIsLostBetweenTheParts) {
    const AudioClip song = test::demoSong(3);
    const BackgroundShare share =
        makeShare(kParams.frameCount(song.length()), kParams.binCount(), {},
                  [](Index frame, std::span<float> row) {
                      for (Index bin = 0; bin < std::ssize(row); ++bin)
                          row[bin] = static_cast<float>((frame * 7 + bin * 13) % 101) / 100;
                  });
    const PartLevels levels =
        measureParts(song, kParams, share,
                     MaskCurve({.backgroundMargin = 3, .foregroundMargin = 11, .power = 3}));
    EXPECT_LT(levels.nullDecibels, -120);
    EXPECT_GT(levels.nullDecibels, -200) << "that is no sum of rendered parts";
}

TEST(PartLevelsTest, TellsWhenSomethingIsLost) {
    const AudioClip song = test::noise(44100, 1, 30000);
    MaskCurve curve({});
    for (float& gain : curve.tables[static_cast<std::size_t>(Part::foreground)])
        gain *= 0.9F;
    const PartLevels levels = measureParts(song, kParams, evenShare(song, kParams, 0), curve);
    EXPECT_NEAR(levels.nullDecibels, -20, 0.001);
}

TEST(PartLevelsTest, OfSilenceAreSilence) {
    const AudioClip song = test::silence(44100, 1, 5000);
    const PartLevels levels =
        measureParts(song, kParams, evenShare(song, kParams, 0.5F), MaskCurve({}));
    for (const Part part : kParts)
        EXPECT_EQ(levels.of(part), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(levels.nullDecibels, -std::numeric_limits<double>::infinity());
}

} // namespace
} // namespace refrain
