// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/level_pyramid.h"

#include "core/picture/column_levels.h"
#include "core/picture/level_range.h"
#include "core/picture/part_power.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace refrain {

namespace {

const StftParams kParams{1024, 256};
constexpr Index kStripLength = BackgroundShare::kStripLength;

BackgroundShare randomShare(const LevelPyramid& pyramid) {
    return makeShare(pyramid.frames, pyramid.bins(), {}, [](Index frame, std::span<float> row) {
        std::mt19937 random(static_cast<std::uint32_t>(frame));
        for (float& share : row)
            share = std::generate_canonical<float, 24>(random);
    });
}

AudioClip threeStripsOfNoise() {
    return test::noise(44100, 2, 2 * kStripLength * kParams.hop + 5000);
}

} // namespace

TEST(LevelPyramidTest, BytesAreWithinAQuarterOfADecibelOfTheLevels) {
    const AudioClip clip = test::noise(44100, 2, 60000, 1, 0.001);
    const LevelPyramid pyramid = makeLevelPyramid(clip, kParams);
    FrameLevels levels(clip, kParams);
    for (Index frame = 0; frame < pyramid.frames; ++frame) {
        const auto expected = levels.decibels(frame);
        for (Index bin = 0; bin < pyramid.bins(); ++bin) {
            const double level = pyramid.decibels(levelOf(pyramid.cell(frame, bin)));
            if (level > kFloorDecibels) {
                ASSERT_NEAR(level, expected[bin], 0.2501);
            }
        }
    }
    EXPECT_NEAR(pyramid.loudestDecibels, loudestDecibels(clip, kParams), 1e-4);
}

TEST(LevelPyramidTest, TheLoudestSongFitsAndTheQuietestIsNotLost) {
    const AudioClip constant = test::makeClip(8000, 1, 9000, [](Index, Index) { return 1.0; });
    for (const double amplitude : {1e-6, 0.01, 1.0, 8.0}) {
        AudioClip clip = constant;
        for (float& sample : clip.channels[0])
            sample = static_cast<float>(amplitude);
        const LevelPyramid pyramid = makeLevelPyramid(clip, kParams);
        const double level = pyramid.decibels(levelOf(pyramid.cell(10, 0)));
        EXPECT_NEAR(level, 20 * std::log10(2 * amplitude), 0.26);
        EXPECT_GT(pyramid.loudestDecibels - pyramid.decibels(1), 120);
    }
}

TEST(LevelPyramidTest, SilenceIsAtTheFloorWhateverItsLength) {
    for (const Index length : {0, 1, 70000}) {
        const LevelPyramid pyramid = makeLevelPyramid(test::silence(44100, 2, length), kParams);
        EXPECT_EQ(pyramid.frames, kParams.frameCount(length));
        EXPECT_EQ(pyramid.loudestDecibels, kFloorDecibels);
        for (Index frame = 0; frame < pyramid.frames; ++frame)
            EXPECT_EQ(pyramid.decibels(levelOf(pyramid.cell(frame, 5))), kFloorDecibels);
    }
}

TEST(LevelPyramidTest, EveryTierKeepsTheLoudestCellOfEachBandOfShare) {
    const LevelPyramid levels = makeLevelPyramid(threeStripsOfNoise(), kParams);
    const LevelPyramid pyramid = withShare(levels, randomShare(levels));
    for (const auto& strip : pyramid.strips)
        for (std::size_t tier = 1; tier < kTierFrames.size(); ++tier) {
            const Array2D<LevelCell>& groups = strip->tiers[tier];
            Array2D<LevelCell> expected(groups.rows, groups.columns);
            for (Index frame = 0; frame < strip->tiers[0].rows; ++frame)
                for (Index bin = 0; bin < pyramid.bins(); ++bin) {
                    const LevelCell cell = strip->tiers[0].row(frame)[bin];
                    LevelCell& loudest = expected.row(
                        frame /
                        kTierFrames[tier])[bin * kShareBands + kShareBandOf[shareByteOf(cell)]];
                    loudest = std::max(loudest, cell);
                }
            EXPECT_EQ(groups, expected) << tier;
        }
}

TEST(LevelPyramidTest, BandsHaveTheirEdges) {
    EXPECT_EQ(kShareBandOf.front(), 0);
    EXPECT_EQ(kShareBandOf.back(), kShareBands - 1);
    for (Index share = 0; share < kCellShareSteps; ++share) {
        const double x = static_cast<double>(share) / (kCellShareSteps - 1);
        EXPECT_GE(x, kShareBandEdges[kShareBandOf[share]]);
        EXPECT_LE(x, kShareBandEdges[kShareBandOf[share] + 1]);
    }
}

TEST(LevelPyramidTest, AShareComesStripByStripAndLeavesTheRestAlone) {
    const LevelPyramid levels = makeLevelPyramid(threeStripsOfNoise(), kParams);
    const BackgroundShare whole = randomShare(levels);
    BackgroundShare growing = whole;
    growing.strips[0] = nullptr;
    growing.strips[2] = nullptr;
    const LevelPyramid one = withShare(levels, growing);
    EXPECT_EQ(one.strips[0], levels.strips[0]);
    EXPECT_EQ(one.strips[2], levels.strips[2]);
    EXPECT_FALSE(one.shareKnown(0));
    EXPECT_TRUE(one.shareKnown(kStripLength));

    growing.strips[0] = whole.strips[0];
    const LevelPyramid two = withShare(one, growing);
    EXPECT_EQ(two.strips[1], one.strips[1]); // was known already
    for (Index frame = 0; frame < 2 * kStripLength; ++frame)
        for (Index bin = 0; bin < levels.bins(); ++bin) {
            ASSERT_EQ(levelOf(two.cell(frame, bin)), levelOf(levels.cell(frame, bin)));
            ASSERT_NEAR(static_cast<double>(shareByteOf(two.cell(frame, bin))) / 255,
                        shareOf(whole.row(frame)[bin]), 0.00197);
        }

    // Another analysis begins: what it has not reached yet is unknown again.
    growing.strips[1] = nullptr;
    const LevelPyramid back = withShare(two, growing);
    EXPECT_FALSE(back.shareKnown(kStripLength));
    EXPECT_EQ(back.strips[1]->bands, 1);
    EXPECT_EQ(back.cell(kStripLength, 7), levels.cell(kStripLength, 7));
}

TEST(LevelPyramidTest, AnUnwantedOneEnds) {
    const AudioClip clip = threeStripsOfNoise();
    std::stop_source stop;
    const Progress progress(stop.get_token(), [&](double) { stop.request_stop(); });
    EXPECT_THROW(makeLevelPyramid(clip, kParams, progress), Cancelled);
    const LevelPyramid levels = makeLevelPyramid(clip, kParams);
    EXPECT_THROW(withShare(levels, randomShare(levels), progress), Cancelled);
}

TEST(PartPowerTest, SharesAndPartsAreAsLoudAsTheyAre) {
    // A tone in the first half that is foreground, one in the second half that is background.
    const double hertz = kParams.hertz(40, 44100);
    const AudioClip clip = test::sine(44100, 1, 4 * 256 * 256, hertz, 0.5);
    const LevelPyramid levels = makeLevelPyramid(clip, kParams);
    const Index half = levels.frames / 2;
    const BackgroundShare share =
        makeShare(levels.frames, levels.bins(), {}, [&](Index frame, std::span<float> row) {
            std::ranges::fill(row, frame < half ? 0.0F : 1.0F);
        });
    const LevelPyramid pyramid = withShare(levels, share);

    const auto powers = powerByShare(pyramid);
    EXPECT_NEAR(powers.front(), 0.5, 0.01);
    EXPECT_NEAR(powers.back(), 0.5, 0.01);

    const MaskSettings knobs{3, 11, 3};
    const auto song = songOverTime(pyramid);
    const auto foreground = partOverTime(pyramid, knobs, Part::foreground);
    const auto background = partOverTime(pyramid, knobs, Part::background);
    const auto quarter = static_cast<std::size_t>(half / kPowerFrames / 2);
    ASSERT_EQ(song.size(), foreground.size());
    EXPECT_NEAR(song[quarter], 1, 0.05);
    EXPECT_NEAR(foreground[quarter], 1, 0.05);
    EXPECT_NEAR(background[quarter], 0, 0.05);
    EXPECT_NEAR(foreground[3 * quarter], 0, 0.05);
    EXPECT_NEAR(background[3 * quarter], 1, 0.05);

    // Nothing is known: there is a song and no foreground yet.
    EXPECT_NEAR(songOverTime(levels)[quarter], 1, 0.05);
    EXPECT_EQ(partOverTime(levels, knobs, Part::foreground)[quarter], 0);
}

} // namespace refrain
