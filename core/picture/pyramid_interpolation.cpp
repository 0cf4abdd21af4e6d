// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/pyramid_raster_parts.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>

// How columns are read that hold fewer than a few frames.

namespace refrain {

/// The levels of one frame after the curve.
struct PyramidRaster::Frame {
    Index number = -1;
    bool known = true;
    Panels panels;
};

void PyramidRaster::decode(Index frame, Frame& levels) const {
    if (levels.number == frame)
        return;
    levels.number = frame;
    levels.known = pyramid_->shareKnown(frame);
    for (std::vector<FineLevel>& row : levels.panels)
        row.resize(bins_.end - bins_.first);
    levelsOfCells(cellsOf(frame), scaleOf(frame), spansOf(levels.panels));
}

/// Reads stretches one after the other that are shorter than a few frames.
class PyramidRaster::Interpolation {
public:
    /// Begins with a stretch from the moment `begin` on, counted in frames.
    Interpolation(const PyramidRaster& raster, double begin)
        : raster_(raster), lastFrame_(raster.pyramid_->frames - 1), from_(begin) {
        for (Panels* panels : {&edge_, &loudest_})
            for (std::vector<FineLevel>& row : *panels)
                row.resize(raster.bins_.end - raster.bins_.first);
        edgeKnown_ = moveTo(begin);
    }

    /// The loudest levels up to `to`, from where the last stretch ended; to work in until the next
    /// call.
    Panels& read(double to) {
        known_ = edgeKnown_;
        const Index first = std::max<Index>(0, static_cast<Index>(std::floor(from_)) + 1);
        const Index last = std::min(lastFrame_, static_cast<Index>(std::ceil(to)) - 1);
        for (Index number = first; number <= last; ++number) {
            const Frame& inside = frame(number);
            for (std::size_t panel = 0; panel < edge_.size(); ++panel)
                raiseToLevels(inside.panels[panel], edge_[panel]);
            known_ = known_ && inside.known;
        }
        edgeKnown_ = moveTo(to);
        known_ = known_ && edgeKnown_;
        from_ = to;
        return loudest_;
    }

    /// Whether the shares of all of the last stretch are known.
    bool known() const { return known_; }

private:
    const Frame& frame(Index number) {
        raster_.decode(number, frames_[number % 2]);
        return frames_[number % 2];
    }

    /// Makes the levels at a moment between two frames the edge, and the louder of the edge and the
    /// one before the loudest; true if both frames are known.
    bool moveTo(double moment) {
        const double place = std::clamp(moment, 0.0, static_cast<double>(lastFrame_));
        const auto number = static_cast<Index>(place);
        const Frame& before = frame(number);
        const Frame& after = frame(std::min(number + 1, lastFrame_));
        const double part = place - static_cast<double>(number);
        const auto weight = static_cast<FineLevel>(part * 32767);
        for (std::size_t panel = 0; panel < edge_.size(); ++panel)
            moveEdge(before.panels[panel], after.panels[panel], weight, edge_[panel],
                     loudest_[panel]);
        return before.known && (after.known || weight == 0);
    }

    const PyramidRaster& raster_;
    Index lastFrame_;
    double from_;
    std::array<Frame, 2> frames_;
    Panels edge_; // at from_
    bool edgeKnown_ = true;
    Panels loudest_;
    bool known_ = true;
};

void PyramidRaster::readInterpolated(double first, double perColumn) {
    constexpr Index kBlocks = 4; // so many that reading two frames twice does not count
    constexpr Index kPerTurn = kBlocks * Block::kWidth;
    const auto momentOf = [&](Index column) {
        return first + static_cast<double>(column) * perColumn;
    };
    pixelsCurrent_ = false;
    songChanged_ = true;
    std::ranges::fill(states_, State::exact);
    parallelFor((view_.columns + kPerTurn - 1) / kPerTurn, {}, [&](Index turn) {
        const Index end = std::min(view_.columns, (turn + 1) * kPerTurn);
        Interpolation reader(*this, momentOf(turn * kPerTurn));
        Block block(*rows_, *maxima_, pixels_);
        for (Index column = turn * kPerTurn; column < end; ++column) {
            const Index slot = column % Block::kWidth;
            Panels& loudest = reader.read(momentOf(column + 1));
            for (std::size_t panel = 0; panel < loudest.size(); ++panel)
                block.fillFromBins(panel, slot, loudest[panel]);
            pixels_.known[column] = reader.known();
            if (slot + 1 == Block::kWidth || column + 1 == end)
                block.write({column - slot, slot + 1, false});
        }
    });
}

} // namespace refrain
