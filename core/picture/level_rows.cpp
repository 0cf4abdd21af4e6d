// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/level_rows.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

// This file is compiled once for each instruction set; Highway chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/picture/level_rows.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace refrain::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<FineLevel>;
using V = hn::Vec<D>;

/// The gains of cells, one after the other. Four cells are fetched at once, which takes a sixth of
/// the time off a redraw: otherwise each would cost a load of its own beside that of its gain.
void lookUp(std::span<const LevelCell> cells, const CellScale& scale,
            std::array<FineLevel, 2>* gains) {
    const auto byteOf = [](std::uint64_t four, int place) {
        const int cell = std::endian::native == std::endian::little ? place : 3 - place;
        return static_cast<std::size_t>(four >> (16 * cell)) % kCellShareSteps;
    };
    std::size_t i = 0;
    for (; i + 4 <= cells.size(); i += 4) {
        std::uint64_t four;
        std::memcpy(&four, cells.data() + i, sizeof four);
        gains[i] = scale.gains[byteOf(four, 0)];
        gains[i + 1] = scale.gains[byteOf(four, 1)];
        gains[i + 2] = scale.gains[byteOf(four, 2)];
        gains[i + 3] = scale.gains[byteOf(four, 3)];
    }
    for (; i < cells.size(); ++i)
        gains[i] = scale.gains[shareByteOf(cells[i])];
}

/// Calls `put(panel, first bin, levels)` with the levels of cells, a vector at a time, and returns
/// how many cells there were in whole vectors.
template <class Put>
std::size_t forLevelsOf(std::span<const LevelCell> cells, const CellScale& scale, const Put& put) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    const V lowest = hn::Set(d, scale.lowest);
    const V floor = hn::Set(d, kFineFloor);
    const V one = hn::Set(d, 1);
    constexpr int kStepBits = 4; // half a decibel has 16 steps
    static_assert(kLevelStepDecibels * kFineLevelsPerDecibel == 1 << kStepBits);
    // Looking up goes one by one, so it is done for a few vectors at a time, and reckoning after
    // it: the processor then does both at once.
    constexpr std::size_t kChunk = 128;
    std::array<FineLevel, 2> gains[kChunk];
    std::size_t first = 0;
    while (first + lanes <= cells.size()) {
        const std::size_t count = std::min(kChunk, (cells.size() - first) / lanes * lanes);
        lookUp(cells.subspan(first, count), scale, gains);
        for (std::size_t i = 0; i < count; i += lanes) {
            const hn::Rebind<LevelCell, D> du;
            const V bytes =
                hn::BitCast(d, hn::ShiftRight<8>(hn::LoadU(du, cells.data() + first + i)));
            const V above = hn::ShiftLeft<kStepBits>(hn::Sub(bytes, one));
            const V song =
                hn::IfThenElse(hn::Eq(bytes, hn::Zero(d)), floor, hn::Add(lowest, above));
            V background;
            V foreground;
            hn::LoadInterleaved2(d, gains[i].data(), background, foreground);
            put(0, first + i, song);
            put(1, first + i, hn::Max(floor, hn::Add(song, background)));
            put(2, first + i, hn::Max(floor, hn::Add(song, foreground)));
        }
        first += count;
    }
    return first;
}

PanelRows restOf(const PanelRows& rows, std::size_t first) {
    return {rows[0].subspan(first), rows[1].subspan(first), rows[2].subspan(first)};
}

void levelsOfCells(std::span<const LevelCell> cells, const CellScale& scale,
                   const PanelRows& rows) {
    const std::size_t done = forLevelsOf(cells, scale, [&](int panel, std::size_t bin, V levels) {
        hn::StoreU(levels, D(), rows[panel].data() + bin);
    });
    levelsOfCellsPlain(cells.subspan(done), scale, restOf(rows, done));
}

void raiseToCells(std::span<const LevelCell> cells, const CellScale& scale,
                  const PanelRows& loudest) {
    const std::size_t done = forLevelsOf(cells, scale, [&](int panel, std::size_t bin, V levels) {
        FineLevel* place = loudest[panel].data() + bin;
        hn::StoreU(hn::Max(levels, hn::LoadU(D(), place)), D(), place);
    });
    raiseToCellsPlain(cells.subspan(done), scale, restOf(loudest, done));
}

void raiseToGroups(std::span<const RowMap::Lane> lanes, std::span<const LevelCell> groups,
                   std::span<LevelCell> candidates) {
    const hn::CappedTag<LevelCell, kShareBands> d; // all bands, wherever there are vectors at all
    LevelCell* place = candidates.data();
    for (const RowMap::Lane& lane : lanes)
        for (Index band = 0; band < kShareBands; band += hn::Lanes(d)) {
            auto loudest = hn::LoadU(d, place);
            for (Index bin = lane.first; bin < lane.end; ++bin)
                loudest = hn::Max(loudest, hn::LoadU(d, groups.data() + bin * kShareBands + band));
            hn::StoreU(loudest, d, place);
            place += hn::Lanes(d);
        }
}

void raiseToLevels(std::span<const FineLevel> others, std::span<FineLevel> loudest) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + lanes <= loudest.size(); i += lanes)
        hn::StoreU(hn::Max(hn::LoadU(d, others.data() + i), hn::LoadU(d, loudest.data() + i)), d,
                   loudest.data() + i);
    for (; i < loudest.size(); ++i)
        loudest[i] = std::max(loudest[i], others[i]);
}

void moveEdge(std::span<const FineLevel> before, std::span<const FineLevel> after, FineLevel weight,
              std::span<FineLevel> edge, std::span<FineLevel> loudest) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    const V part = hn::Set(d, weight);
    std::size_t i = 0;
    for (; i + lanes <= edge.size(); i += lanes) {
        const V from = hn::LoadU(d, before.data() + i);
        const V way = hn::Sub(hn::LoadU(d, after.data() + i), from);
        const V level = hn::Add(from, hn::MulHigh(hn::Add(way, way), part));
        hn::StoreU(hn::Max(hn::LoadU(d, edge.data() + i), level), d, loudest.data() + i);
        hn::StoreU(level, d, edge.data() + i);
    }
    moveEdgePlain(before.subspan(i), after.subspan(i), weight, edge.subspan(i), loudest.subspan(i));
}

} // namespace refrain::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace refrain {

HWY_EXPORT(levelsOfCells);
HWY_EXPORT(raiseToCells);
HWY_EXPORT(raiseToGroups);
HWY_EXPORT(raiseToLevels);
HWY_EXPORT(moveEdge);

namespace {

[[maybe_unused]] bool areAsLong(std::span<const LevelCell> cells, const PanelRows& rows) {
    return std::ranges::all_of(rows,
                               [cells](const auto& row) { return row.size() == cells.size(); });
}

} // namespace

void levelsOfCells(std::span<const LevelCell> cells, const CellScale& scale,
                   const PanelRows& rows) {
    assert(areAsLong(cells, rows));
    HWY_DYNAMIC_DISPATCH(levelsOfCells)(cells, scale, rows);
}

void raiseToCells(std::span<const LevelCell> cells, const CellScale& scale,
                  const PanelRows& loudest) {
    assert(areAsLong(cells, loudest));
    HWY_DYNAMIC_DISPATCH(raiseToCells)(cells, scale, loudest);
}

void raiseToGroups(std::span<const RowMap::Lane> lanes, std::span<const LevelCell> groups,
                   std::span<LevelCell> candidates) {
    assert(candidates.size() == lanes.size() * kShareBands);
    HWY_DYNAMIC_DISPATCH(raiseToGroups)(lanes, groups, candidates);
}

void raiseToLevels(std::span<const FineLevel> others, std::span<FineLevel> loudest) {
    assert(others.size() == loudest.size());
    HWY_DYNAMIC_DISPATCH(raiseToLevels)(others, loudest);
}

void moveEdge(std::span<const FineLevel> before, std::span<const FineLevel> after, FineLevel weight,
              std::span<FineLevel> edge, std::span<FineLevel> loudest) {
    assert(before.size() == edge.size() && after.size() == edge.size() &&
           loudest.size() == edge.size());
    HWY_DYNAMIC_DISPATCH(moveEdge)(before, after, weight, edge, loudest);
}

void levelsOfCellsPlain(std::span<const LevelCell> cells, const CellScale& scale,
                        const PanelRows& rows) {
    for (const auto& row : rows)
        std::ranges::fill(row, kFineFloor);
    raiseToCellsPlain(cells, scale, rows);
}

void raiseToCellsPlain(std::span<const LevelCell> cells, const CellScale& scale,
                       const PanelRows& loudest) {
    for (std::size_t bin = 0; bin < cells.size(); ++bin) {
        const FineLevel song = scale(cells[bin]);
        const auto& gains = scale.gains[shareByteOf(cells[bin])];
        loudest[0][bin] = std::max(loudest[0][bin], song);
        loudest[1][bin] = std::max(loudest[1][bin], static_cast<FineLevel>(song + gains[0]));
        loudest[2][bin] = std::max(loudest[2][bin], static_cast<FineLevel>(song + gains[1]));
    }
}

void raiseToGroupsPlain(std::span<const RowMap::Lane> lanes, std::span<const LevelCell> groups,
                        std::span<LevelCell> candidates) {
    for (std::size_t lane = 0; lane < lanes.size(); ++lane)
        for (Index bin = lanes[lane].first; bin < lanes[lane].end; ++bin)
            for (Index band = 0; band < kShareBands; ++band) {
                LevelCell& loudest = candidates[lane * kShareBands + band];
                loudest = std::max(loudest, groups[bin * kShareBands + band]);
            }
}

void moveEdgePlain(std::span<const FineLevel> before, std::span<const FineLevel> after,
                   FineLevel weight, std::span<FineLevel> edge, std::span<FineLevel> loudest) {
    for (std::size_t bin = 0; bin < edge.size(); ++bin) {
        // A difference is at most 8000 steps; twice that is still a 16-bit number, and what is left
        // of the product is its upper half, for which processors have a vector.
        const auto twice = static_cast<FineLevel>(2 * (after[bin] - before[bin]));
        const auto level = static_cast<FineLevel>(before[bin] + ((twice * weight) >> 16));
        loudest[bin] = std::max(edge[bin], level);
        edge[bin] = level;
    }
}

} // namespace refrain

#endif // HWY_ONCE
