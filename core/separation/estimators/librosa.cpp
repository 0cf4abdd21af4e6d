// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/librosa.h"

#include "core/separation/repetition.h"

namespace refrain {

BackgroundShare estimateLibrosa(const Array2D<float>& magnitudes, const SimilarFrames& similar,
                                const Progress& progress) {
    return makeShare(magnitudes.rows, magnitudes.columns, progress,
                     [&](Index frame, std::span<float> row) {
                         repeatingShare(magnitudes, similar, frame, row);
                     });
}

} // namespace refrain
