// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/level_rows.h"
#include "core/picture/row_map.h"

#include <algorithm>
#include <span>
#include <vector>

namespace refrain {

/// Finds the loudest bin of each lane of a `RowMap`, for many moments.
///
/// Levels of 2, 4, 8… neighbours are joined row by row, which vectors are good at; a lane of, say,
/// 11 bins is then the louder of its lowest and its highest 8. That takes a fifth of the time of
/// looking at one lane after the other.
///
/// Threads: a value; it may be used from several at once.
class LaneMaxima {
public:
    /// For rows of levels that begin with bin `firstBin`, which no lane is below.
    LaneMaxima(std::span<const RowMap::Lane> lanes, Index firstBin);

    /// Calls `put(lane, level)` once for each lane, in any order. `row` reaches to the end of the
    /// highest lane at least; what is in it afterwards is of no use.
    template <class Put>
    void find(std::span<FineLevel> row, const Put& put) const {
        for (const Stage& stage : stages_) {
            if (stage.joined > 1) {
                const auto from = row.subspan(stage.firstBin);
                const auto half = static_cast<std::size_t>(stage.joined / 2);
                raiseToLevels(from.subspan(half), from.first(from.size() - half));
            }
            for (const Place& place : stage.places)
                put(place.lane, std::max(row[place.first], row[place.last]));
        }
    }

private:
    struct Place {
        Index lane;
        Index first; // where the joined bins at its lower end begin, and those at its upper end
        Index last;
    };
    /// What is to be done when as many neighbours as this are joined.
    struct Stage {
        Index joined = 1;
        Index firstBin = 0; // no lane of this stage or a later one has a bin below it
        std::vector<Place> places;
    };
    std::vector<Stage> stages_;
};

} // namespace refrain
