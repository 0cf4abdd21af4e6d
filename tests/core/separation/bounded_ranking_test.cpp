// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/bounded_ranking.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <numeric>
#include <random>

namespace refrain {

namespace {

/// Similarities to one frame, and bounds around them whose width is that of a BoundedRanking.
struct Song {
    std::vector<float> similarities;
    std::vector<float> rests;
    std::vector<float> mosts;

    explicit Song(Index count, std::uint32_t seed = 1) {
        std::mt19937 random(seed);
        std::uniform_real_distribution<float> unit(0, 1);
        for (Index i = 0; i < count; ++i) {
            similarities.push_back(unit(random));
            rests.push_back(0.05F + 0.4F * unit(random));
        }
        for (Index i = 0; i < count; ++i) // anywhere within the bounds
            mosts.push_back(similarities[i] + 2 * unit(random) * rests[0] * rests[i]);
    }

    /// Numbers of the most similar, rising.
    std::vector<std::int32_t> mostSimilar(Index count) const {
        std::vector<std::int32_t> all(similarities.size());
        std::iota(all.begin(), all.end(), 0);
        std::ranges::sort(all, std::greater{}, [&](std::int32_t i) { return similarities[i]; });
        all.resize(count);
        std::ranges::sort(all);
        return all;
    }
};

std::vector<std::int32_t> sorted(std::vector<std::int32_t> numbers) {
    std::ranges::sort(numbers);
    return numbers;
}

/// What a ranking of one frame, number 0, has left when all others were offered in some order.
BoundedRanking::Left ranked(const Song& song, Index count, Index capacity, float guess,
                            std::uint32_t seed) {
    BoundedRanking ranking(0, count, capacity, song.rests, {guess});
    std::vector<std::int32_t> order(song.mosts.size());
    std::iota(order.begin(), order.end(), 0);
    std::mt19937 random(seed);
    std::ranges::shuffle(order, random);
    for (const std::int32_t other : order)
        if (song.mosts[other] >= ranking.thresholds()[0])
            ranking.offer(0, other, song.mosts[other]);
    return ranking.left(0);
}

} // namespace

TEST(BoundedRankingTest, WhatIsSureIsAmongTheMostSimilarAndTheRestIsUnsure) {
    for (const std::uint32_t seed : {1, 2, 3, 4, 5}) {
        const Song song(300, seed);
        std::vector<BoundedFrame> frames;
        for (std::int32_t i = 0; i < 300; ++i)
            frames.push_back({song.mosts[i] - 2 * song.rests[0] * song.rests[i], song.mosts[i], i});
        for (const Index count : {1, 7, 100, 299}) {
            const auto wanted = song.mostSimilar(count);
            const BoundedChoice choice = chooseMostSimilar(frames, count);
            EXPECT_TRUE(std::ranges::includes(wanted, sorted(choice.sure)));
            auto possible = choice.sure;
            possible.insert(possible.end(), choice.unsure.begin(), choice.unsure.end());
            EXPECT_TRUE(std::ranges::includes(sorted(possible), wanted));
        }
    }
}

TEST(BoundedRankingTest, NarrowBoundsLeaveNothingUnsure) {
    std::vector<BoundedFrame> frames;
    for (std::int32_t i = 0; i < 50; ++i) {
        const auto similarity = static_cast<float>(i);
        frames.push_back({similarity - 0.25F, similarity + 0.25F, i});
    }
    const BoundedChoice choice = chooseMostSimilar(frames, 3);
    EXPECT_THAT(choice.sure, testing::ElementsAre(47, 48, 49));
    EXPECT_TRUE(choice.unsure.empty());
    EXPECT_EQ(chooseMostSimilar(frames, 50).sure.size(), 50);
    EXPECT_TRUE(chooseMostSimilar(frames, 0).sure.empty());
}

TEST(BoundedRankingTest, TheMostSimilarAreLeftWhateverTheOrderAndTheGuess) {
    const Song song(2000);
    const auto wanted = song.mostSimilar(40);
    const float right = song.similarities[wanted[0]];
    const auto frames = [](const BoundedRanking::Left& left) {
        std::vector<std::int32_t> numbers;
        for (const BoundedFrame& bounded : left.frames)
            numbers.push_back(bounded.frame);
        return sorted(numbers);
    };
    const auto expected = frames(ranked(song, 40, 2000, -1, 1));
    EXPECT_LT(expected.size(), 1500);
    for (const std::uint32_t seed : {2, 3, 4})
        for (const float guess : {-1.0F, 0.2F, 0.5F}) {
            const BoundedRanking::Left left = ranked(song, 40, 2000, guess, seed);
            ASSERT_FALSE(left.cut);
            EXPECT_EQ(frames(left), expected);
            EXPECT_TRUE(std::ranges::includes(frames(left), wanted));
        }
    EXPECT_GT(right, 0.5F); // the guesses above were below the truth
}

TEST(BoundedRankingTest, SaysWhenItLostSome) {
    const Song song(2000);
    EXPECT_TRUE(ranked(song, 40, 2000, 0.999F, 1).cut); // too high a guess
    const BoundedRanking::Left left = ranked(song, 40, 50, -1, 1);
    EXPECT_TRUE(left.cut);
    EXPECT_EQ(left.frames.size(), 50);
}

} // namespace refrain
