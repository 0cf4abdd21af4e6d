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

RefrainEstimate estimateRefrain(const AudioClip& clip, const StftParams& params,
                                const RefrainSettings& settings, const Progress& progress) {
    const SongCells cells = readCells(clip, params, progress.part(0, 0.1));

    const SimilarFrames similar = findSimilarInLowBand(cells, progress.part(0.1, 0.2));
    Array2D<float> repeated = repeatedPart(cells, similar, progress.part(0.2, 0.45));

    PitchTrack pitch = followPitch(pitchSalience(cells, repeated, progress.part(0.45, 0.47)),
                                   progress.part(0.47, 0.5));
    const std::vector<CombStrength> strengths =
        combStrengths(cells, repeated, pitch, progress.part(0.5, 0.52));

    const FirstGuess guess =
        guessVoice(cells, std::move(repeated), pitch, strengths, progress.part(0.52, 0.55));
    BackgroundShare share = weighCues(cells, pitch, strengths, guess, progress.part(0.55, 0.7));

    const std::vector<float> doubt = doubts(cells, strengths, progress.part(0.7, 0.71));
    if (settings.fallBack && std::ranges::max(doubt) > 0) {
        const SimilarFrames alike = findSimilarInCoarseBands(cells, progress.part(0.71, 0.8));
        share = fallBackToRepetition(cells, alike, share, doubt, progress.part(0.8, 1));
    }
    progress.report(1);
    return {std::move(share), std::move(pitch)};
}

} // namespace refrain
