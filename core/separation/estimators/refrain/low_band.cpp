// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/low_band.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace refrain {

LowBandSearch::LowBandSearch(const SongCells& cells, const Progress& progress) {
    constexpr double kHighestHertz = 200;
    constexpr double kApartSeconds = 0.25;
    constexpr Index kNeighbours = 40;

    const Index frames = cells.magnitudes.rows;
    const Index quarter = frames / 4;
    if (quarter == 0) {
        none_.frames = Array2D<std::int32_t>(frames, 0);
        return;
    }
    const auto below = static_cast<Index>(std::ceil(kHighestHertz / cells.binHertz()));
    low_ = Array2D<float>(frames, std::clamp<Index>(below, 1, cells.params.binCount()));
    const auto scale = static_cast<float>(1 / (0.5 * cells.level));
    parallelFor(frames, progress, [&](Index frame) {
        for (Index bin = 0; bin < low_.columns; ++bin)
            low_.row(frame)[bin] = std::log1p(cells.magnitudes.row(frame)[bin] * scale);
    });
    const auto apart = static_cast<Index>(std::nearbyint(kApartSeconds * cells.framesPerSecond()));
    search_.emplace(low_, SimilarFramesParams{.width = std::clamp<Index>(apart, 1, quarter),
                                              .count = std::min(kNeighbours, quarter),
                                              .rule = SimilarFramesParams::Rule::mostSimilar});
}

void LowBandSearch::find(std::span<const Index> blocks, const Progress& progress) {
    if (search_ && !blocks.empty())
        search_->find(blocks, progress);
}

SimilarFrames findSimilarInLowBand(const SongCells& cells, const Progress& progress) {
    LowBandSearch search(cells, progress.part(0, 0.05));
    std::vector<Index> all(search.blockCount());
    std::iota(all.begin(), all.end(), Index{0});
    search.find(all, progress.part(0.05, 1));
    return search.take();
}

} // namespace refrain
