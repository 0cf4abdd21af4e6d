// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/repetition.h"

#include "core/separation/median.h"

#include <algorithm>

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

} // namespace refrain
