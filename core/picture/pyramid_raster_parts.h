// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/pyramid_raster.h"

#include <algorithm>

// What both ways to read pixels from a pyramid share.

namespace refrain {

template <class Rows>
PanelRows spansOf(Rows& rows) {
    return {rows[0], rows[1], rows[2]};
}

/// Columns side by side, until there are enough for the processor's vectors.
class PyramidRaster::Block {
public:
    Block(const RowMap& rows, const LaneMaxima& maxima, PyramidPixels& pixels)
        : rows_(rows), maxima_(maxima), pixels_(pixels), levels_(rows.rowCount()) {
        for (auto& lanes : lanes_)
            lanes.resize(rows.lanes().size());
    }

    /// Fills column `slot` of a panel with the loudest of the bins of each lane. `bins` is worked
    /// in.
    void fillFromBins(std::size_t panel, Index slot, std::span<FineLevel> bins) {
        maxima_.find(bins, [&lanes = lanes_[panel], slot](Index lane, FineLevel level) {
            lanes[lane][slot] = decibelsOf(level);
        });
    }

    /// The same from the levels of the lanes.
    void fill(std::size_t panel, Index slot, std::span<const FineLevel> levels) {
        for (std::size_t lane = 0; lane < levels.size(); ++lane)
            lanes_[panel][lane][slot] = decibelsOf(levels[lane]);
    }

    /// Writes the first columns to the pixels of a stretch.
    void write(const Stretch& stretch) {
        for (std::size_t panel = stretch.songDone ? 1 : 0; panel < lanes_.size(); ++panel) {
            rows_.applyToLanes(lanes_[panel], levels_);
            for (Index row = 0; row < rows_.rowCount(); ++row)
                std::copy_n(levels_[row].begin(), stretch.count,
                            pixels_.levels[panel].row(row).begin() + stretch.begin);
        }
    }

    static constexpr float decibelsOf(FineLevel level) { return level / kFineLevelsPerDecibel; }
    static constexpr Index kWidth = RowMap::kMoments;

private:
    const RowMap& rows_;
    const LaneMaxima& maxima_;
    PyramidPixels& pixels_;
    std::array<std::vector<RowMap::Moments>, kViewPanels.size()> lanes_{};
    std::vector<RowMap::Moments> levels_;
};

} // namespace refrain
