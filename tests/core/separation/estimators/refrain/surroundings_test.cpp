// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The cues that look at a cell's surroundings, against the same in plain loops.

#include "core/separation/estimators/refrain/local_medians.h"
#include "core/separation/estimators/refrain/mirrored.h"
#include "core/separation/estimators/refrain/row_math.h"
#include "core/separation/estimators/refrain/smoothed_share.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace refrain {

namespace {

constexpr int kRate = 16000;

SongCells cellsOf(Index frames) {
    const StftParams params{256, 64};
    return readCells(test::noise(kRate, 1, (frames - 1) * params.hop), params);
}

float magnitudeAt(const SongCells& cells, Index frame, Index bin) {
    return cells.magnitudes.row(
        mirrored(frame, cells.magnitudes.rows))[mirrored(bin, cells.magnitudes.columns)];
}

double boundedLogRatio(double above, double below, double floor) {
    return std::clamp(std::log((above + floor) / (below + floor)), -4.0, 4.0);
}

double median(std::vector<float> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// A first guess: half of the energy of every third cell.
Array2D<float> someEnergy(const SongCells& cells) {
    Array2D<float> energy(cells.magnitudes.rows, cells.magnitudes.columns);
    for (std::size_t i = 0; i < energy.values.size(); i += 3)
        energy.values[i] = 0.5F * cells.magnitudes.values[i] * cells.magnitudes.values[i];
    return energy;
}

} // namespace

TEST(SurroundingsTest, MirroredIsTheScaleThatRunsUpAndDown) {
    std::vector<Index> seen;
    for (Index i = -7; i < 10; ++i)
        seen.push_back(mirrored(i, 3));
    EXPECT_EQ(seen, (std::vector<Index>{0, 0, 1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1, 2, 2}));
    for (Index i = -5; i < 5; ++i)
        EXPECT_EQ(mirrored(i, 1), 0);
}

TEST(SurroundingsTest, WindowsHaveAMiddle) {
    EXPECT_EQ(oddLength(0.2), 1);
    EXPECT_EQ(oddLength(4.4), 5);
    EXPECT_EQ(oddLength(9.01), 9);
    EXPECT_EQ(oddLength(21.6), 23);
}

TEST(SurroundingsTest, SmoothedSharesAreTheMeansOverABox) {
    for (const Index frames : {1, 2, 5, 40}) {
        const SongCells cells = cellsOf(frames);
        const Array2D<float> energy = someEnergy(cells);
        SmoothedShare smoothed(cells, energy, 7, 5);
        std::vector<float> row(energy.columns);
        for (Index frame = 0; frame < frames; ++frame) {
            smoothed.of(frame, row);
            for (const Index bin : {0, 1, 60, 128}) {
                double voice = 0;
                double all = 0;
                for (Index t = frame - 3; t <= frame + 3; ++t)
                    for (Index b = bin - 2; b <= bin + 2; ++b) {
                        voice += energy.row(mirrored(t, frames))[mirrored(b, energy.columns)] / 35;
                        all += std::pow(magnitudeAt(cells, t, b), 2) / 35;
                    }
                const double floor = std::pow(cells.floor(), 2);
                EXPECT_NEAR(row[bin], boundedLogRatio(voice, all - voice, floor), 1e-4);
            }
        }
    }
}

TEST(SurroundingsTest, ALoudFrameLeavesNothingBehindInTheSmoothedShares) {
    SongCells cells = cellsOf(60);
    std::ranges::fill(cells.magnitudes.values, 1.0F);
    Array2D<float> energy(60, cells.magnitudes.columns, 0.5F);
    std::ranges::fill(cells.magnitudes.row(10), 1e5F);
    std::ranges::fill(energy.row(10), 1e10F);
    SmoothedShare smoothed(cells, energy, 7, 5);
    std::vector<float> row(energy.columns);
    for (Index frame = 0; frame < 60; ++frame)
        smoothed.of(frame, row);
    EXPECT_NEAR(row[50], 0, 1e-4);
}

TEST(SurroundingsTest, MediansAreTheMiddleOfTheirWindows) {
    for (const Index frames : {1, 3, 90, 400}) {
        const SongCells cells = cellsOf(frames);
        const Index step = 23; // 92.9 ms at 250 frames a second
        const Index firstRow = frames / 3;
        Array2D<float> overTime(frames - firstRow, cells.magnitudes.columns);
        mediansOverTime(cells, firstRow, overTime);
        MedianOverBins medianOverBins(cells);
        std::vector<float> overBins(cells.magnitudes.columns);
        for (Index frame = firstRow; frame < frames; ++frame) {
            medianOverBins.of(frame, overBins);
            for (const Index bin : {0, 1, 64, 128}) {
                const double cell = magnitudeAt(cells, frame, bin);
                std::vector<float> inTime;
                for (Index i = -12; i <= 12; ++i)
                    inTime.push_back(magnitudeAt(cells, frame + i * step, bin));
                EXPECT_NEAR(overTime.row(frame - firstRow)[bin],
                            boundedLogRatio(median(inTime), cell, cells.floor()), 1e-5);
                std::vector<float> inFrequency; // 97 Hz are 1.6 bins of 62.5 Hz: three
                for (Index i = -1; i <= 1; ++i)
                    inFrequency.push_back(magnitudeAt(cells, frame, bin + i));
                EXPECT_NEAR(overBins[bin],
                            boundedLogRatio(median(inFrequency), cell, cells.floor()), 1e-5);
            }
        }
    }
}

} // namespace refrain
