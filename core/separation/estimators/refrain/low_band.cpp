// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/low_band.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>

namespace refrain {

SimilarFrames findSimilarInLowBand(const SongCells& cells, const Progress& progress) {
    constexpr double kHighestHertz = 200;
    constexpr double kApartSeconds = 0.25;
    constexpr Index kNeighbours = 40;

    const Index frames = cells.magnitudes.rows;
    const auto below = static_cast<Index>(std::ceil(kHighestHertz / cells.binHertz()));
    Array2D<float> low(frames, std::clamp<Index>(below, 1, cells.params.binCount()));
    const auto scale = static_cast<float>(1 / (0.5 * cells.level));
    parallelFor(frames, progress.part(0, 0.05), [&](Index frame) {
        for (Index bin = 0; bin < low.columns; ++bin)
            low.row(frame)[bin] = std::log1p(cells.magnitudes.row(frame)[bin] * scale);
    });

    const Index quarter = frames / 4;
    const auto apart = static_cast<Index>(std::nearbyint(kApartSeconds * cells.framesPerSecond()));
    if (quarter == 0)
        return {Array2D<std::int32_t>(frames, 0)};
    return findSimilarFrames(low,
                             {.width = std::clamp<Index>(apart, 1, quarter),
                              .count = std::min(kNeighbours, quarter),
                              .rule = SimilarFramesParams::Rule::mostSimilar},
                             progress.part(0.05, 1));
}

} // namespace refrain
