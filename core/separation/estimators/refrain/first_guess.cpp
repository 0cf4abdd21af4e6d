// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/first_guess.h"

#include "core/base/parallel.h"
#include "core/separation/estimators/refrain/frequency_prior.h"
#include "core/separation/estimators/refrain/row_math.h"

#include <algorithm>

namespace refrain {

namespace {

// The log-odds of the first guess, fitted on 20 songs: the prior's four weights, and what a factor
// of e in the repeated part takes away.
constexpr float kConstant = -3.11F;
constexpr float kLogHertz = 0.09F;
constexpr float kLogHertzSquared = -0.30F;
constexpr float kHighPass = 2.57F;
constexpr float kRepeated = -0.94F;

// Frames that are counted together, so that the sums do not depend on the number of threads.
constexpr Index kStrip = 64;

} // namespace

FirstGuess guessVoice(const SongCells& cells, Array2D<float> repeated, const PitchTrack& pitch,
                      const std::vector<CombStrength>& strengths, const Progress& progress) {
    const Index frames = repeated.rows;
    const std::vector<float> prior = quickPrior(cells);
    const std::vector<std::uint8_t> bands = stereoBands(cells);
    std::vector<StereoCount> counts((frames + kStrip - 1) / kStrip);

    parallelFor(std::ssize(counts), progress, [&](Index strip) {
        std::vector<float> comb(repeated.columns);
        for (Index frame = strip * kStrip; frame < std::min(frames, (strip + 1) * kStrip);
             ++frame) {
            progress.check();
            const auto magnitudes = cells.magnitudes.row(frame);
            const auto row = repeated.row(frame);
            const float voiced = std::max(strengths[frame].share, 0.0F);
            combOf(pitch.hertz[frame], cells, comb);
            logarithms(row);
            for (std::size_t bin = 0; bin < row.size(); ++bin)
                row[bin] = prior[bin] + kRepeated * row[bin] + (3 * comb[bin] - 1) * voiced;
            logistics(row);
            counts[strip].add(magnitudes, cells.places.row(frame), bands, row);
            for (std::size_t bin = 0; bin < row.size(); ++bin)
                row[bin] *= magnitudes[bin] * magnitudes[bin];
        }
    });

    StereoCount total;
    for (const StereoCount& count : counts)
        total.add(count);
    return {std::move(repeated), stereoLikelihood(total)};
}

std::vector<float> quickPrior(const SongCells& cells) {
    return FrequencyPrior(cells).weighted(kConstant, kLogHertz, kLogHertzSquared, kHighPass);
}

void quickShares(std::span<const float> prior, std::span<const float> repeated,
                 std::span<float> row) {
    std::ranges::copy(repeated, row.begin());
    logarithms(row);
    for (std::size_t bin = 0; bin < row.size(); ++bin)
        row[bin] = -(prior[bin] + kRepeated * row[bin]); // the odds of the background
    logistics(row);
}

} // namespace refrain
