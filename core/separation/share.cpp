// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/share.h"

#include "core/base/parallel.h"

#include <algorithm>

namespace refrain {

BackgroundShare makeShare(Index frames, Index bins, const Progress& progress,
                          const std::function<void(Index frame, std::span<float> row)>& estimate) {
    BackgroundShare share{.frames = frames, .bins = bins, .strips = {}};
    const Index strip = BackgroundShare::kStripLength;
    std::vector<std::shared_ptr<Array2D<std::uint16_t>>> made;
    for (Index first = 0; first < frames; first += strip)
        made.push_back(
            std::make_shared<Array2D<std::uint16_t>>(std::min(strip, frames - first), bins));

    parallelFor(frames, progress, [&](Index frame) {
        thread_local std::vector<float> row;
        row.resize(bins);
        estimate(frame, row);
        std::ranges::transform(row, made[frame / strip]->row(frame % strip).begin(), storedShare);
    });
    share.strips.assign(made.begin(), made.end());
    return share;
}

} // namespace refrain
