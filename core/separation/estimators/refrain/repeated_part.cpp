// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/repeated_part.h"

#include "core/base/parallel.h"
#include "core/separation/median.h"

#include <algorithm>
#include <cmath>

namespace refrain {

Array2D<float> repeatedPart(const SongCells& cells, const SimilarFrames& similar,
                            const Progress& progress) {
    const Array2D<float>& magnitudes = cells.magnitudes;
    const float floor = cells.floor();
    Array2D<float> repeated(magnitudes.rows, magnitudes.columns, 1.0F);
    parallelFor(magnitudes.rows, progress, [&](Index frame) {
        const auto neighbours = similar.of(frame);
        if (neighbours.empty())
            return;
        const std::span<float> row = repeated.row(frame);
        medianOfRows(magnitudes, neighbours, row);
        const auto cell = magnitudes.row(frame);
        for (std::size_t bin = 0; bin < row.size(); ++bin)
            row[bin] = std::clamp((row[bin] + floor) / (cell[bin] + floor), kLeastRepetition, 1.0F);
    });
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
