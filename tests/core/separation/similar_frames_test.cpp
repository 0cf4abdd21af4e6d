// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/similar_frames.h"

#include "core/base/parallel.h"
#include "core/spectrum/stft.h"
#include "tests/support/instruction_sets.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <numeric>
#include <random>

namespace refrain {

namespace {

using Rule = SimilarFramesParams::Rule;

Array2D<float> randomCells(Index frames, Index bins, std::uint32_t seed = 1) {
    std::mt19937 random(seed);
    std::exponential_distribution<float> magnitude;
    Array2D<float> cells(frames, bins);
    for (float& cell : cells.values)
        cell = magnitude(random);
    return cells;
}

/// The cells of real music: chords that return, drums, a voice.
Array2D<float> musicCells() {
    const AudioClip song = test::demoSong(12);
    return magnitudes(song, {2048, 1024});
}

double cosine(const Array2D<float>& cells, Index a, Index b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (Index bin = 0; bin < cells.columns; ++bin) {
        const double x = cells.row(a)[bin];
        const double y = cells.row(b)[bin];
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

/// The definition, one frame at a time, in double precision.
std::vector<std::int32_t> plainNeighbours(const Array2D<float>& cells, Index frame,
                                          const SimilarFramesParams& params) {
    const bool earliest = params.rule == Rule::earliest;
    std::vector<std::pair<double, std::int32_t>> others;
    for (Index other = 0; other < cells.rows; ++other)
        if (std::abs(other - frame) >= (earliest ? 1 : params.width))
            others.emplace_back(-cosine(cells, frame, other), static_cast<std::int32_t>(other));
    std::ranges::sort(others);
    const Index wanted = earliest ? params.count + 2 * params.width : params.count;
    others.resize(std::min<std::size_t>(others.size(), wanted));
    std::vector<std::int32_t> result;
    for (const auto& [similarity, other] : others)
        if (std::abs(other - frame) >= params.width)
            result.push_back(other);
    std::ranges::sort(result);
    result.resize(std::min<std::size_t>(result.size(), params.count));
    return result;
}

} // namespace

TEST(SimilarFramesTest, TheNumberOfNeighboursIsLibrosas) {
    EXPECT_EQ(defaultNeighbourCount(10336, 86), 202); // 4 minutes, from LIBROSA's own formula
    EXPECT_EQ(defaultNeighbourCount(862, 86), 54);
    EXPECT_EQ(defaultNeighbourCount(174, 86), 4);
    EXPECT_EQ(defaultNeighbourCount(173, 86), 0); // too short
}

TEST(SimilarFramesTest, NeighboursAreThoseOfThePlainDefinition) {
    for (const Array2D<float>& cells : {randomCells(700, 33), musicCells()})
        for (const SimilarFramesParams& params : {SimilarFramesParams{20, 24, Rule::mostSimilar},
                                                  {20, 24, Rule::earliest},
                                                  {1, 7, Rule::mostSimilar},
                                                  {50, 300, Rule::earliest}}) {
            const SimilarFrames similar = findSimilarFrames(cells, params);
            for (Index frame = 0; frame < cells.rows; ++frame)
                ASSERT_THAT(similar.of(frame),
                            testing::ElementsAreArray(plainNeighbours(cells, frame, params)))
                    << "frame " << frame << ", rule " << static_cast<int>(params.rule);
        }
}

TEST(SimilarFramesTest, BoundsOnSimilaritiesChangeNoNeighbours) {
    // Long enough for bounds to be used: of music they leave little open, of the second song too
    // much, the third has silence and repeats to the bit, and the last has fewer bins that carry
    // anything than the bounds have dimensions.
    const Array2D<float> music = magnitudes(test::demoSong(55), {2048, 1024});
    Array2D<float> repeats = music;
    for (Index frame = 0; frame < repeats.rows; ++frame)
        if (frame % 11 == 0)
            std::ranges::fill(repeats.row(frame), 0.0F);
        else
            std::ranges::copy(music.row(frame % 97), repeats.row(frame).begin());
    Array2D<float> fewBins = randomCells(2100, 800);
    for (Index frame = 0; frame < fewBins.rows; ++frame)
        std::ranges::fill(fewBins.row(frame).subspan(100), 0.0F);
    for (const Array2D<float>& cells : {music, randomCells(2100, 800), repeats, fewBins})
        for (const SimilarFramesParams& params :
             {SimilarFramesParams{86, 60, Rule::mostSimilar}, {40, 90, Rule::earliest}}) {
            const SimilarFrames similar = findSimilarFrames(cells, params);
            for (Index frame = 5; frame < cells.rows; frame += 150)
                ASSERT_THAT(similar.of(frame),
                            testing::ElementsAreArray(plainNeighbours(cells, frame, params)))
                    << "frame " << frame << ", rule " << static_cast<int>(params.rule);
        }
}

TEST(SimilarFramesTest, EveryInstructionSetFindsTheSameNeighbours) {
    const Array2D<float> cells = magnitudes(test::demoSong(55), {2048, 1024});
    const SimilarFramesParams params{86, 0, Rule::mostSimilar};
    const SimilarFrames expected = findSimilarFrames(cells, params);
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        EXPECT_EQ(findSimilarFrames(cells, params), expected) << hwy::TargetName(target);
    }
}

TEST(SimilarFramesTest, OfEquallySimilarFramesTheEarlierAreTaken) {
    const Array2D<float> cells(600, 20, 1.0F); // every frame is the same
    const SimilarFrames similar = findSimilarFrames(cells, {10, 5, Rule::mostSimilar});
    EXPECT_THAT(similar.of(300), testing::ElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(similar.of(2), testing::ElementsAre(12, 13, 14, 15, 16));
}

TEST(SimilarFramesTest, ResultsDoNotDependOnTheNumberOfThreads) {
    const Array2D<float> cells = musicCells();
    const SimilarFramesParams params{20, 0, Rule::mostSimilar};
    setThreadCount(1);
    const SimilarFrames expected = findSimilarFrames(cells, params);
    for (const int threads : {2, 3, 8}) {
        setThreadCount(threads);
        EXPECT_EQ(findSimilarFrames(cells, params), expected) << threads;
    }
    setThreadCount(0);
}

TEST(SimilarFramesTest, ResultsDoNotDependOnTheOrderInWhichBlocksAreSearched) {
    const Array2D<float> cells = randomCells(1500, 33);
    for (const Rule rule : {Rule::mostSimilar, Rule::earliest}) {
        const SimilarFramesParams params{20, 30, rule};
        const SimilarFrames expected = findSimilarFrames(cells, params);
        std::mt19937 random(3);
        for (int i = 0; i < 5; ++i) {
            SimilarFramesSearch search(cells, params);
            std::vector<Index> blocks(search.blockCount());
            std::iota(blocks.begin(), blocks.end(), Index{0});
            std::ranges::shuffle(blocks, random);
            for (std::span<const Index> rest = blocks; !rest.empty();) {
                const auto some = rest.first(std::min<std::size_t>(1 + random() % 3, rest.size()));
                search.find(some);
                for (const Index block : some) // known at once, and never changed later
                    for (Index frame = block * 256;
                         frame < std::min<Index>(block * 256 + 256, 1500); ++frame)
                        ASSERT_THAT(search.found().of(frame),
                                    testing::ElementsAreArray(expected.of(frame)));
                rest = rest.subspan(some.size());
            }
            EXPECT_EQ(search.take(), expected);
        }
    }
}

TEST(SimilarFramesTest, SongsTooShortToRepeatHaveNoNeighbours) {
    for (const Index frames : {1, 2, 21, 41}) {
        const SimilarFrames similar = findSimilarFrames(randomCells(frames, 9), {20, 0});
        EXPECT_EQ(similar.frames.rows, frames);
        EXPECT_EQ(similar.frames.columns, 0);
        EXPECT_TRUE(similar.of(0).empty());
    }
    EXPECT_FALSE(findSimilarFrames(randomCells(42, 9), {20, 0}).of(0).empty());
}

TEST(SimilarFramesTest, SilenceIsLikeNothingAndHarmsNothing) {
    Array2D<float> cells = randomCells(300, 17);
    for (Index frame = 100; frame < 150; ++frame)
        std::ranges::fill(cells.row(frame), 0.0F);
    const SimilarFramesParams params{10, 20, Rule::mostSimilar};
    const SimilarFrames similar = findSimilarFrames(cells, params);
    for (const Index frame : {0, 99, 120, 299})
        EXPECT_THAT(similar.of(frame),
                    testing::ElementsAreArray(plainNeighbours(cells, frame, params)));
}

TEST(SimilarFramesTest, AStoppedSearchThrowsCancelled) {
    std::stop_source source;
    const Progress progress(source.get_token(), [&](double fraction) {
        if (fraction > 0.3)
            source.request_stop();
    });
    EXPECT_THROW(findSimilarFrames(randomCells(2000, 65), {20, 0}, progress), Cancelled);
}

} // namespace refrain
