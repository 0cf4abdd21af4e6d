// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/repeating.h"

#include "core/separation/repetition.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace refrain {

namespace {

/// For each bin, how far a voice may be there: 0 below the edge, 1 above it, half a cosine between.
std::vector<float> voiceRange(const StftParams& params, int sampleRate, double voiceAboveHertz) {
    constexpr double kEdgeOctaves = 1.0 / 3;
    std::vector<float> range(params.binCount(), 1.0F);
    if (voiceAboveHertz <= 0)
        return range;
    range[0] = 0;
    for (Index bin = 1; bin < params.binCount(); ++bin) {
        const double octaves =
            std::log2(params.hertz(static_cast<double>(bin), sampleRate) / voiceAboveHertz);
        const double place = std::clamp(octaves / kEdgeOctaves + 0.5, 0.0, 1.0);
        range[bin] = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * place));
    }
    return range;
}

} // namespace

RowEstimate repeatingRows(const Array2D<float>& magnitudes, const SimilarFrames& similar,
                          const StftParams& params, int sampleRate, double voiceAboveHertz) {
    const bool nothingRepeats = similar.frames.columns == 0;
    return [&magnitudes, &similar,
            range = voiceRange(params, sampleRate, nothingRepeats ? 0 : voiceAboveHertz)](
               Index frame, std::span<float> row) {
        repeatingShare(magnitudes, similar, frame, row);
        for (std::size_t bin = 0; bin < row.size(); ++bin)
            row[bin] = 1 - (1 - row[bin]) * range[bin];
    };
}

BackgroundShare estimateRepeating(const Array2D<float>& magnitudes, const SimilarFrames& similar,
                                  const StftParams& params, int sampleRate, double voiceAboveHertz,
                                  const Progress& progress) {
    return makeShare(magnitudes.rows, magnitudes.columns, progress,
                     repeatingRows(magnitudes, similar, params, sampleRate, voiceAboveHertz));
}

} // namespace refrain
