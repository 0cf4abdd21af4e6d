// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/repetition.h"

#include "core/separation/median.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain {

void repeatingShare(const Array2D<float>& magnitudes, const SimilarFrames& similar, Index frame,
                    std::span<float> row) {
    const auto neighbours = similar.of(frame);
    if (neighbours.empty()) {
        std::ranges::fill(row, 0.0F);
        return;
    }
    medianOfRows(magnitudes, neighbours, row);
    const auto cells = magnitudes.row(frame);
    for (std::size_t bin = 0; bin < row.size(); ++bin)
        row[bin] = row[bin] >= cells[bin] ? 1.0F : row[bin] / cells[bin];
}

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

} // namespace refrain
