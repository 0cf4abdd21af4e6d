// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/refrain.h"

#include "core/separation/estimators/refrain/comb.h"
#include "core/separation/estimators/refrain/doubt.h"
#include "core/separation/estimators/refrain/first_guess.h"
#include "core/separation/estimators/refrain/low_band.h"
#include "core/separation/estimators/refrain/pitch_salience.h"
#include "core/separation/estimators/refrain/repeated_part.h"
#include "core/separation/estimators/refrain/song_cells.h"
#include "core/separation/estimators/refrain/weighted_sum.h"

#include <algorithm>

namespace refrain {

namespace {

/// The repeated part of all cells. If somebody listens, what it says on its own is handed out at
/// once.
Array2D<float> findRepeatedPart(const SongCells& cells, const SimilarFrames& similar,
                                GrowingShare& share, const Progress& progress) {
    if (!share.growth().grown)
        return repeatedPart(cells, similar, progress);
    Array2D<float> repeated(cells.magnitudes.rows, cells.magnitudes.columns);
    const std::vector<float> prior = quickPrior(cells);
    share.fill(stripOrder(repeated.rows, share.growth()), progress,
               [&](Index frame, std::span<float> row) {
                   repeatedPartOf(cells, similar, frame, repeated.row(frame));
                   quickShares(prior, repeated.row(frame), row);
               });
    return repeated;
}

} // namespace

RefrainEstimate estimateRefrain(const AudioClip& clip, const StftParams& params,
                                const RefrainSettings& settings, const Progress& progress,
                                const ShareGrowth& growth) {
    const SongCells cells = readCells(clip, params, progress.part(0, 0.1));
    GrowingShare share(cells.magnitudes.rows, cells.magnitudes.columns, growth);

    const SimilarFrames similar = findSimilarInLowBand(cells, progress.part(0.1, 0.2));
    Array2D<float> repeated = findRepeatedPart(cells, similar, share, progress.part(0.2, 0.45));

    PitchTrack pitch = followPitch(pitchSalience(cells, repeated, progress.part(0.45, 0.47)),
                                   progress.part(0.47, 0.5));
    const std::vector<CombStrength> strengths =
        combStrengths(cells, repeated, pitch, progress.part(0.5, 0.52));

    {
        const FirstGuess guess =
            guessVoice(cells, std::move(repeated), pitch, strengths, progress.part(0.52, 0.55));
        weighCues(cells, pitch, strengths, guess, share, progress.part(0.55, 0.7));
    } // which makes room for a second set of shares

    const std::vector<float> doubt = doubts(cells, strengths, progress.part(0.7, 0.71));
    if (settings.fallBack && std::ranges::max(doubt) > 0) {
        const SimilarFrames alike = findSimilarInCoarseBands(cells, progress.part(0.71, 0.8));
        fallBackToRepetition(cells, alike, doubt, share, progress.part(0.8, 1));
    }
    progress.report(1);
    return {share.share(), std::move(pitch)};
}

} // namespace refrain
