// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/doubt.h"

#include "core/base/parallel.h"
#include "core/separation/estimators/refrain/mirrored.h"
#include "core/separation/repetition.h"

#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

/// Below this plain repetition leaves everything to the background. The prior's edge at 130 Hz in
/// its place loses 0.17 dB on spoken words, whose pitch is often as low.
constexpr double kVoiceAboveHertz = 100;

/// 1 up to `hardlyPitched` of the leftover on the comb, 0 from `clearlyPitched` on.
float doubtAt(float share, float hardlyPitched, float clearlyPitched) {
    return std::clamp((clearlyPitched - share) / (clearlyPitched - hardlyPitched), 0.0F, 1.0F);
}

/// The mean share of the leftover on the comb, over the song, loud frames counting more.
float pitchedPart(const SongCells& cells, const std::vector<CombStrength>& strengths,
                  const Progress& progress) {
    std::vector<double> energies(strengths.size());
    parallelFor(std::ssize(energies), progress, [&](Index frame) {
        double energy = 0;
        for (const float cell : cells.magnitudes.row(frame))
            energy += double{cell} * cell;
        energies[frame] = energy;
    });
    double pitched = 0;
    double all = 1e-30; // silence is not pitched
    for (std::size_t frame = 0; frame < energies.size(); ++frame) {
        pitched += energies[frame] * std::max(0.0F, strengths[frame].share);
        all += energies[frame];
    }
    return static_cast<float>(pitched / all);
}

} // namespace

SimilarFrames findSimilarInCoarseBands(const SongCells& cells, const Progress& progress) {
    constexpr double kBandHertz = 172; // 16 bins of 10.8 Hz
    constexpr double kApartSeconds = 2;
    constexpr Index kNeighbours = 40;

    const Array2D<float>& magnitudes = cells.magnitudes;
    const Index binsOfBand = std::max<Index>(1, std::lround(kBandHertz / cells.binHertz()));
    Array2D<float> bands(magnitudes.rows, (magnitudes.columns + binsOfBand - 1) / binsOfBand);
    parallelFor(magnitudes.rows, progress.part(0, 0.1), [&](Index frame) {
        const auto row = bands.row(frame);
        for (Index bin = 0; bin < magnitudes.columns; ++bin)
            row[bin / binsOfBand] += magnitudes.row(frame)[bin] * magnitudes.row(frame)[bin];
        for (float& band : row)
            band = std::sqrt(band);
    });
    const auto apart = static_cast<Index>(kApartSeconds * cells.framesPerSecond());
    return findSimilarFrames(bands,
                             {.width = std::max<Index>(1, apart),
                              .count = std::min(kNeighbours, magnitudes.rows / 4),
                              .rule = SimilarFramesParams::Rule::mostSimilar},
                             progress.part(0.1, 1));
}

std::vector<float> doubts(const SongCells& cells, const std::vector<CombStrength>& strengths,
                          const Progress& progress) {
    constexpr Index kReach = 4; // frames on either side in the mean
    const Index frames = std::ssize(strengths);
    const float ofSong = doubtAt(pitchedPart(cells, strengths, progress), 0.4F, 0.7F);
    std::vector<float> result;
    for (Index frame = 0; frame < frames; ++frame) {
        float share = 0;
        for (Index i = frame - kReach; i <= frame + kReach; ++i)
            share += std::max(0.0F, strengths[mirrored(i, frames)].share) / (2 * kReach + 1);
        result.push_back(kLargestDoubt * ofSong * doubtAt(share, 0.5F, 0.9F));
    }
    return result;
}

void fallBackToRepetition(const SongCells& cells, const SimilarFrames& similar,
                          const std::vector<float>& doubt, GrowingShare& share,
                          const Progress& progress) {
    const std::vector<float> range = voiceRange(cells.params, cells.sampleRate, kVoiceAboveHertz);
    const BackgroundShare weighed = share.share();
    const auto blend = [&](Index frame, std::span<float> row) {
        const auto before = weighed.row(frame);
        const bool blended = doubt[frame] > 0 && !similar.of(frame).empty();
        if (blended)
            repeatingShare(cells.magnitudes, similar, frame, row);
        const float weight = blended ? doubt[frame] : 0.0F;
        for (std::size_t bin = 0; bin < row.size(); ++bin) {
            const float repeating = blended ? 1 - (1 - row[bin]) * range[bin] : 0.0F;
            const auto alone = static_cast<float>(shareOf(before[bin]));
            row[bin] = alone + weight * (repeating - alone);
        }
    };
    std::vector<Index> strips = stripOrder(weighed.frames, share.growth());
    std::erase_if(strips, [&](Index strip) {
        const auto first = doubt.begin() + strip * BackgroundShare::kStripLength;
        const auto last = std::min(first + BackgroundShare::kStripLength, doubt.end());
        return std::find_if(first, last, [](float own) { return own > 0; }) == last;
    });
    share.fill(strips, progress, blend);
}

} // namespace refrain
