// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/doubt.h"

#include "core/separation/repetition.h"
#include "tests/support/signals.h"

#include <gmock/gmock.h>

namespace refrain {

namespace {

constexpr int kRate = 22050;

SongCells someCells() {
    const AudioClip song = test::demoSong(8);
    return readCells(song, defaultStftParams(song.sampleRate));
}

BackgroundShare evenShare(const SongCells& cells, float share) {
    return makeShare(cells.magnitudes.rows, cells.magnitudes.columns, {},
                     [&](Index, std::span<float> row) { std::ranges::fill(row, share); });
}

BackgroundShare blend(const SongCells& cells, const SimilarFrames& similar,
                      const BackgroundShare& before, const std::vector<float>& doubt) {
    GrowingShare share(before.frames, before.bins, {});
    for (Index strip = 0; strip < std::ssize(before.strips); ++strip)
        share.put(strip, before.strips[strip]);
    fallBackToRepetition(cells, similar, doubt, share);
    return share.share();
}

} // namespace

TEST(DoubtTest, IsLargestWhereNothingIsOnTheCombAndNoneWhereAllIs) {
    const SongCells cells = readCells(test::noise(kRate, 1, 59 * 512), {2048, 512});
    std::vector<CombStrength> strengths(60);
    for (std::size_t frame = 40; frame < 60; ++frame)
        strengths[frame].share = 1;
    const std::vector<float> doubt = doubts(cells, strengths);
    ASSERT_EQ(doubt.size(), 60U);
    EXPECT_FLOAT_EQ(doubt[0], kLargestDoubt);
    EXPECT_FLOAT_EQ(doubt[59], 0);
    for (std::size_t frame = 1; frame < 60; ++frame)
        EXPECT_LE(doubt[frame], doubt[frame - 1] + 1e-6F);
}

TEST(DoubtTest, ThereIsNoneInASongThatIsMostlyPitchedAndAllInSilence) {
    const SongCells cells = readCells(test::noise(kRate, 1, 59 * 512), {2048, 512});
    std::vector<CombStrength> strengths(60, {.share = 0.9F});
    strengths[30].share = -0.2F;
    EXPECT_THAT(doubts(cells, strengths), testing::Each(0));

    const SongCells silent = readCells(test::silence(kRate, 1, 59 * 512), {2048, 512});
    EXPECT_FLOAT_EQ(doubts(silent, std::vector<CombStrength>(60))[30], kLargestDoubt);
}

TEST(DoubtTest, BlendsTheShareWithThatOfPlainRepetition) {
    const SongCells cells = someCells();
    const SimilarFrames similar = findSimilarInCoarseBands(cells);
    const BackgroundShare share = evenShare(cells, 0.25F);
    std::vector<float> doubt(cells.magnitudes.rows, 0.0F);
    const Index frame = 100;
    doubt[frame] = 0.4F;
    const BackgroundShare blended = blend(cells, similar, share, doubt);

    std::vector<float> repeating(cells.magnitudes.columns);
    repeatingShare(cells.magnitudes, similar, frame, repeating);
    for (Index bin = 0; bin < cells.magnitudes.columns; ++bin) {
        EXPECT_NEAR(shareOf(blended.row(frame - 1)[bin]), 0.25, 1e-4) << "no doubt here";
        // Below 100 Hz all repeats; at the edge it is something between.
        const double expected = cells.hertz(bin) < 89    ? 0.25 + 0.4 * 0.75
                                : cells.hertz(bin) > 113 ? 0.6 * 0.25 + 0.4 * repeating[bin]
                                                         : shareOf(blended.row(frame)[bin]);
        EXPECT_NEAR(shareOf(blended.row(frame)[bin]), expected, 1e-4) << bin;
    }
}

TEST(DoubtTest, ASongTooShortToRepeatIsLeftAsItIs) {
    const SongCells cells = readCells(test::noise(kRate, 1, kRate), {2048, 512});
    const SimilarFrames none = findSimilarInCoarseBands(cells);
    EXPECT_TRUE(none.of(0).empty());
    const BackgroundShare share = evenShare(cells, 0.25F);
    const std::vector<float> doubt(cells.magnitudes.rows, 0.4F);
    const BackgroundShare same = blend(cells, none, share, doubt);
    EXPECT_EQ(same.strips[0]->values, share.strips[0]->values);
}

} // namespace refrain
