// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/weighted_sum.h"

#include "core/base/parallel.h"
#include "core/separation/estimators/refrain/frequency_prior.h"
#include "core/separation/estimators/refrain/local_medians.h"
#include "core/separation/estimators/refrain/mirrored.h"
#include "core/separation/estimators/refrain/row_math.h"
#include "core/separation/estimators/refrain/smoothed_share.h"

#include <algorithm>

namespace refrain {

namespace {

// What each cue counts in the log-odds of the voice.
constexpr float kConstant = -1.663F;
constexpr float kLogHertz = -0.183F;
constexpr float kLogHertzSquared = 0.2F;
constexpr float kHighPass = 0.763F;
constexpr float kCombTimesShare = 2.011F;
constexpr float kCombShare = -0.495F;
constexpr float kCombTimesLevel = 0.175F;
constexpr float kStereo = 0.459F;
constexpr float kSmoothedNear = 0.802F;
constexpr float kSmoothedFar = 0.32F;
constexpr float kMedianOverBins = 0.431F;
constexpr float kMedianOverTime = -0.282F;

// The boxes of the smoothed shares.
constexpr Index kNearFrames = 3;
constexpr Index kNearBins = 3;
constexpr double kFarSeconds = 0.488;
constexpr double kFarHertz = 441;

/// Weighs the cues of one strip of frames after the other.
class CueScale {
public:
    CueScale(const SongCells& cells, const PitchTrack& pitch,
             const std::vector<CombStrength>& strengths, const FirstGuess& guess)
        : cells_(cells), pitch_(pitch), strengths_(strengths), guess_(guess),
          bands_(stereoBands(cells)), prior_(FrequencyPrior(cells).weighted(
                                          kConstant, kLogHertz, kLogHertzSquared, kHighPass)) {}

    /// The shares of the frames from `first` on, as many as `shares` has rows.
    void weigh(Index first, Array2D<std::uint16_t>& shares, const Progress& progress) const {
        SmoothedShare near(cells_, guess_.voiceEnergy, kNearFrames, kNearBins);
        SmoothedShare far(cells_, guess_.voiceEnergy,
                          oddLength(kFarSeconds * cells_.framesPerSecond()),
                          oddLength(kFarHertz / cells_.binHertz()));
        MedianOverBins medianOverBins(cells_);
        Array2D<float> overTime(shares.rows, shares.columns);
        mediansOverTime(cells_, first, overTime, progress);

        std::vector<float> logOdds(shares.columns);
        std::vector<float> cue(shares.columns);
        for (Index i = 0; i < shares.rows; ++i) {
            progress.check();
            logOdds = prior_;
            addComb(first + i, cue, logOdds);
            addStereo(first + i, logOdds);
            near.of(first + i, cue);
            add(kSmoothedNear, cue, logOdds);
            far.of(first + i, cue);
            add(kSmoothedFar, cue, logOdds);
            medianOverBins.of(first + i, cue);
            add(kMedianOverBins, cue, logOdds);
            add(kMedianOverTime, overTime.row(i), logOdds);
            toShares(logOdds, shares.row(i));
        }
    }

private:
    static void add(float weight, std::span<const float> cue, std::span<float> logOdds) {
        for (std::size_t bin = 0; bin < logOdds.size(); ++bin)
            logOdds[bin] += weight * cue[bin];
    }

    void addComb(Index frame, std::span<float> comb, std::span<float> logOdds) const {
        const auto [share, level] = strengths_[frame];
        combOf(pitch_.hertz[frame], cells_, comb);
        add(kCombTimesShare * share + kCombTimesLevel * level, comb, logOdds);
        for (float& cell : logOdds)
            cell += kCombShare * share;
    }

    void addStereo(Index frame, std::span<float> logOdds) const {
        const auto places = cells_.places.row(frame);
        for (std::size_t bin = 0; bin < logOdds.size(); ++bin)
            logOdds[bin] += kStereo * guess_.stereo.row(bands_[bin])[places[bin]];
    }

    static void toShares(std::span<float> logOdds, std::span<std::uint16_t> shares) {
        for (float& cell : logOdds)
            cell = -cell;
        logistics(logOdds);
        std::ranges::transform(logOdds, shares.begin(), storedShare);
    }

    const SongCells& cells_;
    const PitchTrack& pitch_;
    const std::vector<CombStrength>& strengths_;
    const FirstGuess& guess_;
    std::vector<std::uint8_t> bands_;
    std::vector<float> prior_;
};

} // namespace

void weighCues(const SongCells& cells, const PitchTrack& pitch,
               const std::vector<CombStrength>& strengths, const FirstGuess& guess,
               GrowingShare& share, const Progress& progress) {
    const Index frames = cells.magnitudes.rows;
    const Index length = BackgroundShare::kStripLength;
    const CueScale scale(cells, pitch, strengths, guess);
    const std::vector<Index> strips = stripOrder(frames, share.growth());
    parallelFor(std::ssize(strips), progress, [&](Index item) {
        const Index first = strips[item] * length;
        const auto made = std::make_shared<Array2D<std::uint16_t>>(std::min(length, frames - first),
                                                                   cells.magnitudes.columns);
        scale.weigh(first, *made, progress);
        share.put(strips[item], made);
    });
}

} // namespace refrain
