// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/repeating.h"

#include "core/separation/median.h"
#include "tests/support/signals.h"

#include <gmock/gmock.h>

namespace refrain {

namespace {

const StftParams kParams{2048, 512};
constexpr int kRate = 22050;

struct Song {
    Array2D<float> cells;
    SimilarFrames similar;
};

Song noiseSong() {
    Array2D<float> cells = magnitudes(test::noise(kRate, 1, 6 * kRate), kParams);
    SimilarFrames similar = findSimilarFrames(cells, {40, 0});
    return {std::move(cells), std::move(similar)};
}

} // namespace

TEST(RepeatingTest, TheShareIsTheMedianOfTheSimilarFramesAgainstTheCellAndNeverMoreThanAll) {
    const Song song = noiseSong();
    const BackgroundShare share = estimateRepeating(song.cells, song.similar, kParams, kRate, 0);
    std::vector<float> medians(song.cells.columns);
    for (const Index frame : {0, 100, 257}) {
        medianOfRowsPlain(song.cells, song.similar.of(frame), medians);
        for (Index bin = 0; bin < song.cells.columns; ++bin) {
            const float cell = song.cells.row(frame)[bin];
            EXPECT_NEAR(shareOf(share.row(frame)[bin]), std::min(1.0F, medians[bin] / cell), 1e-5);
        }
    }
}

TEST(RepeatingTest, BelowTheVoiceAllIsBackgroundWithASoftEdge) {
    const Song song = noiseSong();
    const BackgroundShare whole = estimateRepeating(song.cells, song.similar, kParams, kRate, 0);
    const BackgroundShare cut = estimateRepeating(song.cells, song.similar, kParams, kRate, 1000);
    for (Index bin = 0; bin < song.cells.columns; ++bin) {
        const double hertz = kParams.hertz(static_cast<double>(bin), kRate);
        const double before = shareOf(whole.row(50)[bin]);
        const double after = shareOf(cut.row(50)[bin]);
        if (hertz < 890) // a sixth of an octave below
            EXPECT_EQ(after, 1) << hertz;
        else if (hertz > 1123)
            EXPECT_EQ(after, before) << hertz;
        else
            EXPECT_GE(after, before) << hertz;
    }
}

TEST(RepeatingTest, ALoopIsAllBackgroundAndWhatIsAddedOnceIsForeground) {
    // A bar of noise that comes again six times, and one click that does not.
    const AudioClip bar = test::noise(kRate, 1, kRate);
    AudioClip song = test::makeClip(kRate, 1, 6 * kRate,
                                    [&](Index, Index i) { return bar.channels[0][i % kRate]; });
    const StftParams params{2100, 525}; // the bar is a whole number of hops: exact repeats
    Array2D<float> cells = magnitudes(song, params);
    for (Index bin = 0; bin < cells.columns; ++bin)
        cells.row(120)[bin] *= 20;
    // A bar is 42 frames; four of the other five bars are outside the width, or more.
    const BackgroundShare share =
        estimateRepeating(cells, findSimilarFrames(cells, {42, 3}), params, kRate, 0);
    double loop = 0;
    double click = 0;
    for (Index bin = 0; bin < cells.columns; ++bin) {
        loop += shareOf(share.row(100)[bin]) / static_cast<double>(cells.columns);
        click += shareOf(share.row(120)[bin]) / static_cast<double>(cells.columns);
    }
    EXPECT_GT(loop, 0.999);
    EXPECT_LT(click, 0.06);
}

TEST(RepeatingTest, WhereNothingIsAlikeAllIsForegroundEvenBelowTheVoice) {
    const Array2D<float> cells = magnitudes(test::noise(kRate, 1, 1000), kParams);
    const SimilarFrames none = findSimilarFrames(cells, {40, 0});
    const BackgroundShare share = estimateRepeating(cells, none, kParams, kRate, 100);
    EXPECT_THAT(share.row(0), testing::Each(0));
}

} // namespace refrain
