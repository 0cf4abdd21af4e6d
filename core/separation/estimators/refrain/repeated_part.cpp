// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/repeated_part.h"

#include "core/base/parallel.h"
#include "core/separation/median.h"

#include <algorithm>
#include <cmath>

namespace refrain {

void repeatedPartOf(const SongCells& cells, const SimilarFrames& similar, Index frame,
                    std::span<float> row) {
    const auto neighbours = similar.of(frame);
    if (neighbours.empty()) {
        std::ranges::fill(row, 1.0F);
        return;
    }
    const float floor = cells.floor();
    medianOfRows(cells.magnitudes, neighbours, row);
    const auto cell = cells.magnitudes.row(frame);
    for (std::size_t bin = 0; bin < row.size(); ++bin)
        row[bin] = std::clamp((row[bin] + floor) / (cell[bin] + floor), kLeastRepetition, 1.0F);
}

Array2D<float> repeatedPart(const SongCells& cells, const SimilarFrames& similar,
                            const Progress& progress) {
    Array2D<float> repeated(cells.magnitudes.rows, cells.magnitudes.columns);
    parallelFor(repeated.rows, progress,
                [&](Index frame) { repeatedPartOf(cells, similar, frame, repeated.row(frame)); });
    return repeated;
}

Leftover::Leftover(const SongCells& cells) {
    for (Index bin = 0; bin < cells.params.binCount(); ++bin) {
        const double distance = std::log(std::max(cells.hertz(bin), 1.0) / 1000);
        weights_.push_back(static_cast<float>(std::exp(-0.5 * distance * distance)));
    }
}

void Leftover::of(std::span<const float> magnitudes, std::span<const float> repeated,
                  std::span<float> row) const {
    for (std::size_t bin = 0; bin < row.size(); ++bin)
        row[bin] = magnitudes[bin] * (1 - repeated[bin]) * weights_[bin];
}

} // namespace refrain
