// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/stereo_position.h"

#include "core/separation/estimators/refrain/row_math.h"
#include "tests/support/signals.h"

#include <gmock/gmock.h>
#include <set>

namespace refrain {

namespace {

using Complex = std::complex<float>;

std::uint8_t placeOf(Complex left, Complex right, float elsewhere = 0) {
    const std::vector<float> power = {std::norm(left) + std::norm(right) + elsewhere};
    std::vector<std::uint8_t> places(1);
    stereoPlaces(std::span(&left, 1), std::span(&right, 1), power, places);
    return places[0];
}

std::uint8_t place(Index balance, Index unlikeness) {
    return static_cast<std::uint8_t>(balance * kUnlikenessSteps + unlikeness);
}

} // namespace

TEST(StereoPositionTest, ThePlaceTellsTheBalanceAndTheLikeness) {
    EXPECT_EQ(placeOf({3, 4}, {3, 4}), place(10, 0));
    EXPECT_EQ(placeOf({3, 4}, {-3, -4}), place(10, kUnlikenessSteps - 1));
    EXPECT_EQ(placeOf({3, 4}, {-4, 3}), place(10, 8)); // a right angle: unrelated
    EXPECT_EQ(placeOf({1, 0}, {0, 0}), place(kBalanceSteps - 1, 8));
    EXPECT_EQ(placeOf({0, 0}, {1, 0}), place(0, 8));
    EXPECT_EQ(placeOf({0, 0}, {0, 0}), place(10, 8));
}

TEST(StereoPositionTest, WhatIsInOtherChannelsIsInTheMiddleAndUnrelated) {
    EXPECT_EQ(placeOf({1, 0}, {0, 0}, 1e4F), place(10, 8));
}

TEST(StereoPositionTest, AMonoSongHasOnePlaceOnlyAndItTellsNothing) {
    const AudioClip song = test::noise(22050, 1, 22050);
    const SongCells cells = readCells(song, {1024, 256});
    EXPECT_EQ(std::set(cells.places.values.begin(), cells.places.values.end()).size(), 1U);
    StereoCount count;
    const std::vector<float> guess(cells.params.binCount(), 0.3F);
    for (Index frame = 0; frame < cells.magnitudes.rows; ++frame)
        count.add(cells.magnitudes.row(frame), cells.places.row(frame), stereoBands(cells), guess);
    const Array2D<float> likelihood = stereoLikelihood(count);
    for (Index band = 0; band < kStereoBands; ++band)
        EXPECT_NEAR(likelihood.row(band)[cells.places.values[0]], 0, 1e-5);
}

TEST(StereoPositionTest, WhereTheGuessHearsTheVoiceTheLikelihoodIsHigh) {
    // The voice is in the middle, the band on both sides; the guess is right in most cells.
    StereoCount count;
    const std::vector<float> magnitudes = {1, 1, 1};
    const std::vector<std::uint8_t> places = {place(10, 0), place(4, 6), place(16, 6)};
    const std::vector<std::uint8_t> bands = {1, 1, 1};
    count.add(magnitudes, places, bands, std::vector<float>{0.8F, 0.2F, 0.3F});
    const Array2D<float> likelihood = stereoLikelihood(count);
    EXPECT_GT(likelihood.row(1)[place(10, 0)], 1);
    EXPECT_LT(likelihood.row(1)[place(4, 6)], -1);
    EXPECT_LT(likelihood.row(1)[place(16, 6)], 0);
    EXPECT_GT(likelihood.row(1)[place(11, 1)], 1) << "next to a place is nearly that place";
    EXPECT_THAT(likelihood.row(0), testing::Each(0)) << "nothing is known of other bands";
    EXPECT_THAT(likelihood.values, testing::Each(testing::AllOf(testing::Ge(-kLargestLogRatio),
                                                                testing::Le(kLargestLogRatio))));
}

} // namespace refrain
