// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/pitch_track.h"

#include "core/separation/estimators/refrain/pitch_salience.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <random>

namespace refrain {

namespace {

double centsBetween(double a, double b) {
    return std::abs(1200 * std::log2(a / b));
}

/// The best path by plain dynamic programming in double precision, and what it is worth.
double bestWorth(const Array2D<float>& salience) {
    std::vector<double> best(salience.row(0).begin(), salience.row(0).end());
    for (Index frame = 1; frame < salience.rows; ++frame) {
        std::vector<double> next(best.size(), -1e30);
        for (Index to = 0; to < salience.columns; ++to)
            for (Index from = 0; from < salience.columns; ++from)
                if (std::abs(from - to) <= 15)
                    next[to] = std::max(
                        next[to], best[from] - 0.1 * static_cast<double>(std::abs(from - to)) +
                                      double{salience.row(frame)[to]});
        best = next;
    }
    return *std::ranges::max_element(best);
}

} // namespace

TEST(PitchTrackTest, AVoiceThatGlidesIsFollowed) {
    // Ten harmonics from 150 to 600 Hz and nothing that repeats.
    constexpr int kRate = 22050;
    constexpr double kSeconds = 3;
    const auto hertz = [](double seconds) { return 150 * std::exp2(2 * seconds / kSeconds); };
    double phase = 0;
    const AudioClip song =
        test::makeClip(kRate, 1, static_cast<Index>(kSeconds * kRate), [&](Index, Index i) {
            phase += 2 * std::numbers::pi * hertz(static_cast<double>(i) / kRate) / kRate;
            double sum = 0;
            for (int n = 1; n <= 10; ++n)
                sum += 0.1 * std::sin(n * phase) / n;
            return sum;
        });
    const SongCells cells = readCells(song, defaultStftParams(kRate));
    const Array2D<float> nothing(cells.magnitudes.rows, cells.magnitudes.columns, 0.02F);
    const PitchTrack track = followPitch(pitchSalience(cells, nothing));
    ASSERT_EQ(std::ssize(track.hertz), cells.magnitudes.rows);
    for (Index frame = 4; frame < cells.magnitudes.rows - 4; ++frame) {
        EXPECT_LT(centsBetween(track.hertz[frame], hertz(cells.params.seconds(frame, kRate))), 15);
        EXPECT_GT(track.salience[frame], 3);
    }
}

TEST(PitchTrackTest, ThePathIsTheBestOfAllPaths) {
    std::mt19937 random(5);
    Array2D<float> salience(30, kPitchCount);
    for (float& value : salience.values)
        value = std::generate_canonical<float, 24>(random) * 3;
    const PitchTrack track = followPitch(salience);

    double worth = 0;
    Index before = 0;
    for (Index frame = 0; frame < salience.rows; ++frame) {
        // The step that the pitch is nearest to; a parabola moved it by half a step at most.
        const auto row = salience.row(frame);
        const auto pitch = std::ranges::find(row, track.salience[frame]) - row.begin();
        worth += row[pitch];
        if (frame > 0)
            worth -= 0.1 * static_cast<double>(std::abs(pitch - before));
        before = pitch;
        EXPECT_LE(centsBetween(track.hertz[frame], pitchHertz(static_cast<double>(pitch))),
                  1.5 * kPitchStepCents + 1e-3);
    }
    EXPECT_NEAR(worth, bestWorth(salience), 1e-3);
}

TEST(PitchTrackTest, InSilenceThePitchStaysWhereItIs) {
    Array2D<float> salience(50, kPitchCount, 0.0F);
    salience.row(20)[100] = 5;
    const PitchTrack track = followPitch(salience);
    for (Index frame = 0; frame < salience.rows; ++frame)
        EXPECT_NEAR(track.hertz[frame], pitchHertz(100), 1e-3);
}

TEST(PitchTrackTest, FollowingStopsAtOnce) {
    std::stop_source source;
    source.request_stop();
    const Array2D<float> salience(200, kPitchCount, 0.0F);
    EXPECT_THROW(followPitch(salience, Progress(source.get_token())), Cancelled);
}

} // namespace refrain
