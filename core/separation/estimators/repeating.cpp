// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/repeating.h"

#include "core/separation/repetition.h"

#include <vector>

namespace refrain {

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
