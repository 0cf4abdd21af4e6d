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
#include "core/separation/estimators/refrain/sung_frames.h"
#include "core/separation/estimators/refrain/weighted_sum.h"

#include <algorithm>

namespace refrain {

namespace {

/// The repeated part of all cells. If somebody listens, what it says on its own is handed out at
/// once, and first of all that of the strips with which to begin; then finding the neighbours is no
/// stage of its own.
Array2D<float> findRepeatedPart(const SongCells& cells, GrowingShare& share,
                                const std::function<void(RefrainStage)>& done,
                                const Progress& progress) {
    if (!share.growth().grown) {
        const SimilarFrames similar = findSimilarInLowBand(cells, progress.part(0, 0.3));
        done(RefrainStage::similar);
        return repeatedPart(cells, similar, progress.part(0.3, 1));
    }
    static_assert(SimilarFramesSearch::kBlockLength == BackgroundShare::kStripLength,
                  "The neighbours of a block are found, and the same frames become a strip.");
    Array2D<float> repeated(cells.magnitudes.rows, cells.magnitudes.columns);
    const std::vector<float> prior = quickPrior(cells);
    const std::vector<Index> order = stripOrder(repeated.rows, share.growth());
    LowBandSearch search(cells, progress.part(0, 0.05));
    // What is looked at and listened to at the moment is in three strips, of 6 seconds.
    const std::size_t wantedFirst = std::min<std::size_t>(3, order.size());
    const auto fill = [&](std::span<const Index> strips, const Progress& own) {
        search.find(strips, own.part(0, 0.3));
        share.fill(strips, own.part(0.3, 1), [&](Index frame, std::span<float> row) {
            repeatedPartOf(cells, search.found(), frame, repeated.row(frame));
            quickShares(prior, repeated.row(frame), row);
        });
    };
    fill(std::span(order).first(wantedFirst), progress.part(0.05, 0.1));
    if (wantedFirst < order.size())
        fill(std::span(order).subspan(wantedFirst), progress.part(0.1, 1));
    done(RefrainStage::similar);
    return repeated;
}

} // namespace

RefrainEstimate estimateRefrain(const AudioClip& clip, const StftParams& params,
                                const RefrainSettings& settings, const Progress& progress,
                                const ShareGrowth& growth,
                                const std::function<void(RefrainStage)>& done) {
    const auto stageDone = [&](RefrainStage stage) {
        if (done)
            done(stage);
    };
    const SongCells cells = readCells(clip, params, progress.part(0, 0.1));
    stageDone(RefrainStage::cells);
    GrowingShare share(cells.magnitudes.rows, cells.magnitudes.columns, growth);

    Array2D<float> repeated = findRepeatedPart(cells, share, stageDone, progress.part(0.1, 0.45));
    stageDone(RefrainStage::repeated);

    PitchTrack pitch = followPitch(pitchSalience(cells, repeated, progress.part(0.45, 0.47)),
                                   progress.part(0.47, 0.5));
    const std::vector<CombStrength> strengths =
        combStrengths(cells, repeated, pitch, progress.part(0.5, 0.52));

    pitch.sung = sungFrames(strengths);

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
    stageDone(RefrainStage::weighed);
    return {share.share(), std::move(pitch)};
}

} // namespace refrain
