// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/row_map.h"

#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace refrain {

namespace {

constexpr int kSampleRate = 44100;
const StftParams kParams{4096, 1024};

constexpr FrequencySpacing kSpacings[] = {FrequencySpacing::log, FrequencySpacing::mel,
                                          FrequencySpacing::linear};

std::vector<float> rowsOf(const RowMap& map, std::span<const float> bins) {
    std::vector<float> rows(map.rowCount());
    map.apply(bins, rows);
    return rows;
}

/// The levels of a frame in the middle of a sine.
std::vector<float> sineLevels(double hertz) {
    const AudioClip clip = test::sine(kSampleRate, 1, 20000, hertz, 1);
    FrameTransform transform(kParams);
    std::vector<float> levels;
    for (const std::complex<float> bin : transform.forward(clip.channels[0], 9))
        levels.push_back(std::max(-200.0F, 20 * std::log10(std::abs(bin) / 1024)));
    return levels;
}

/// The middle of the rows that are as loud as the loudest.
double loudestRow(std::span<const float> rows) {
    const float loudest = std::ranges::max(rows);
    Index first = -1;
    Index last = -1;
    for (Index i = 0; i < std::ssize(rows); ++i)
        if (rows[i] > loudest - 0.001F) {
            first = first < 0 ? i : first;
            last = i;
        }
    return static_cast<double>(first + last) / 2;
}

std::vector<float> randomLevels(Index count) {
    std::mt19937 random(5);
    std::uniform_real_distribution<float> level(-90, -10);
    std::vector<float> levels(count);
    for (float& value : levels)
        value = level(random);
    return levels;
}

} // namespace

TEST(RowMapTest, ATonePeaksOnTheRowOfItsFrequencyOnEveryScale) {
    for (const FrequencySpacing spacing : kSpacings)
        for (const Index rows : {60, 250, 800}) {
            const FrequencyScale scale = defaultFrequencyScale(spacing, kSampleRate);
            const RowMap map(scale, rows, kParams, kSampleRate);
            for (const double hertz : {55.0, 82.41, 110.0, 146.83, 220.0, 440.0, 1000.0, 2637.0,
                                       5000.0, 10007.0, 15000.0}) {
                const double place = (1 - scale.height(hertz)) * static_cast<double>(rows) - 0.5;
                EXPECT_NEAR(loudestRow(rowsOf(map, sineLevels(hertz))), place, 1)
                    << hertz << " Hz, " << rows << " rows";
            }
        }
}

TEST(RowMapTest, AToneIsAsLoudBetweenTwoBinsAsOnOne) {
    const RowMap map(defaultFrequencyScale(FrequencySpacing::log, kSampleRate), 800, kParams,
                     kSampleRate);
    for (const double bin : {10.0, 10.25, 10.5, 10.75, 11.0}) {
        const double hertz = kParams.hertz(bin, kSampleRate);
        EXPECT_NEAR(std::ranges::max(rowsOf(map, sineLevels(hertz))), 0, 0.3) << bin;
    }
}

TEST(RowMapTest, TheLoudestOfManyBinsInARowIsSeen) {
    const std::vector<float> bins = randomLevels(kParams.binCount());
    for (const FrequencySpacing spacing : kSpacings) {
        const FrequencyScale scale = defaultFrequencyScale(spacing, kSampleRate);
        const RowMap map(scale, 100, kParams, kSampleRate);
        const std::vector<float> rows = rowsOf(map, bins);
        for (Index row = 0; row < 100; ++row) {
            const double top = scale.hertz(1 - static_cast<double>(row) / 100);
            const double bottom = scale.hertz(1 - static_cast<double>(row + 1) / 100);
            float inside = -1000;
            float around = -1000; // with the bins next to the edges, which are interpolated there
            for (Index bin = 0; bin < kParams.binCount(); ++bin) {
                const double step = kParams.hertz(1, kSampleRate);
                const double hertz = kParams.hertz(static_cast<double>(bin), kSampleRate);
                if (hertz > bottom && hertz < top)
                    inside = std::max(inside, bins[bin]);
                if (hertz > bottom - step && hertz < top + step)
                    around = std::max(around, bins[bin]);
            }
            EXPECT_GE(rows[row], inside) << row;
            EXPECT_LE(rows[row], around + 1.43F) << row;
        }
    }
}

TEST(RowMapTest, OneLoudBinIsSeenAtEverySize) {
    const FrequencyScale scale = defaultFrequencyScale(FrequencySpacing::log, kSampleRate);
    for (const Index rows : {1, 7, 100, 2000}) {
        const RowMap map(scale, rows, kParams, kSampleRate);
        for (const Index bin : {5, 40, 333, 1800}) {
            std::vector<float> bins(kParams.binCount(), -200.0F);
            bins[bin] = -20;
            EXPECT_NEAR(std::ranges::max(rowsOf(map, bins)), -20, 0.5) << bin << ", " << rows;
        }
    }
}

TEST(RowMapTest, TheLevelRisesSteadilyFromAQuietBinToALouderOne) {
    // 600 rows for the 3 bins around bin 20, the levels rising all along.
    const FrequencyScale scale{FrequencySpacing::linear, kParams.hertz(19, kSampleRate),
                               kParams.hertz(22, kSampleRate)};
    const RowMap map(scale, 600, kParams, kSampleRate);
    std::vector<float> bins(kParams.binCount());
    for (Index bin = 0; bin < std::ssize(bins); ++bin)
        bins[bin] = bin <= 20 ? -70.0F : -40.0F + static_cast<float>(bin);
    const std::vector<float> rows = rowsOf(map, bins);
    EXPECT_NEAR(rows.back(), -70, 0.01);
    EXPECT_NEAR(rows.front(), -18, 0.01);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        EXPECT_GT(rows[i - 1] - rows[i], -0.01);
        EXPECT_LT(rows[i - 1] - rows[i], 1); // no steps: one bin is 200 rows tall
    }
}

TEST(RowMapTest, AnEmptiedNeighbourDoesNotMakeAnythingLouder) {
    std::vector<float> bins(kParams.binCount(), -200.0F);
    bins[20] = bins[21] = -10;
    const RowMap map({FrequencySpacing::linear, 100, 400}, 1000, kParams, kSampleRate);
    EXPECT_LE(std::ranges::max(rowsOf(map, bins)), -8.5F);
    EXPECT_GE(std::ranges::min(rowsOf(map, bins)), -200.0F);
}

TEST(RowMapTest, TheEndsOfTheSpectrumAreAsLoudAsTheirBins) {
    std::vector<float> bins(kParams.binCount(), -50.0F);
    bins.front() = -30;
    bins.back() = -20;
    const RowMap map({FrequencySpacing::linear, 0, 22050}, 4098, kParams, kSampleRate);
    const std::vector<float> rows = rowsOf(map, bins);
    EXPECT_NEAR(rows.back(), -30, 0.01);
    EXPECT_NEAR(rows.front(), -20, 0.01);
}

} // namespace refrain
