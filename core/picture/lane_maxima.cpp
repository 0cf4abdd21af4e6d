// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/lane_maxima.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace refrain {

LaneMaxima::LaneMaxima(std::span<const RowMap::Lane> lanes, Index firstBin) {
    Index longest = 1;
    for (const RowMap::Lane& lane : lanes)
        longest = std::max(longest, lane.end - lane.first);
    for (Index joined = 1; joined <= longest; joined *= 2) {
        Stage stage{.joined = joined, .firstBin = std::numeric_limits<Index>::max(), .places = {}};
        for (Index i = 0; i < std::ssize(lanes); ++i) {
            const Index bins = lanes[i].end - lanes[i].first;
            if (bins < joined)
                continue;
            const Index first = lanes[i].first - firstBin;
            stage.firstBin = std::min(stage.firstBin, first);
            if (bins < 2 * joined)
                stage.places.push_back({i, first, first + bins - joined});
        }
        stages_.push_back(std::move(stage));
    }
}

} // namespace refrain
