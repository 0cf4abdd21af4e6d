// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/level_pyramid.h"
#include "core/picture/level_range.h"
#include "core/picture/row_map.h"

#include <array>
#include <cstdint>
#include <span>

// Whole rows of levels, in the widest vectors that the processor has: what a picture is read with
// while a hand drags. The same bits on every processor. Threads: any.

namespace refrain {

/// A level that is reckoned with: in steps of a thirty-second of a decibel, from the floor up.
using FineLevel = std::int16_t;
constexpr float kFineLevelsPerDecibel = 32;
constexpr auto kFineFloor = static_cast<FineLevel>(kFloorDecibels * kFineLevelsPerDecibel);

/// What makes levels of cells.
struct CellScale {
    FineLevel lowest = 0; // of level byte 1; byte 0 is at the floor

    /// What the gains of background and foreground add, by share byte: at least -500 dB, so that
    /// the sum is still a 16-bit number, and at most 0.
    std::array<std::array<FineLevel, 2>, kCellShareSteps> gains{};

    /// The level of a cell in the song.
    FineLevel operator()(LevelCell cell) const {
        constexpr auto kStep = static_cast<int>(kLevelStepDecibels * kFineLevelsPerDecibel);
        const int level = lowest + (cell / int{kCellShareSteps} - 1) * kStep;
        return static_cast<FineLevel>(cell < kCellShareSteps ? kFineFloor : level);
    }
};

/// As long as the cells, for song, background and foreground.
using PanelRows = std::array<std::span<FineLevel>, 3>;

/// The levels of cells after the curve.
void levelsOfCells(std::span<const LevelCell> cells, const CellScale& scale, const PanelRows& rows);

/// Raises each level, which is at the floor or above, to that of its cell.
void raiseToCells(std::span<const LevelCell> cells, const CellScale& scale,
                  const PanelRows& loudest);

/// Raises the candidates of each lane, `[lane][band]`, to those of the bins that it holds, of which
/// `groups` has `[bin][band]`: `kShareBands` of each.
void raiseToGroups(std::span<const RowMap::Lane> lanes, std::span<const LevelCell> groups,
                   std::span<LevelCell> candidates);

/// Raises each level to the other one. The others may begin later in the same row.
void raiseToLevels(std::span<const FineLevel> others, std::span<FineLevel> loudest);

/// A moment between two frames becomes the edge of a column: `loudest` becomes the louder of the
/// edge that was and the new one, which is `weight / 32768` of the way from one frame to the other.
void moveEdge(std::span<const FineLevel> before, std::span<const FineLevel> after, FineLevel weight,
              std::span<FineLevel> edge, std::span<FineLevel> loudest);

/// The plain versions, which define what the others give.
void levelsOfCellsPlain(std::span<const LevelCell> cells, const CellScale& scale,
                        const PanelRows& rows);
void raiseToCellsPlain(std::span<const LevelCell> cells, const CellScale& scale,
                       const PanelRows& loudest);
void raiseToGroupsPlain(std::span<const RowMap::Lane> lanes, std::span<const LevelCell> groups,
                        std::span<LevelCell> candidates);
void moveEdgePlain(std::span<const FineLevel> before, std::span<const FineLevel> after,
                   FineLevel weight, std::span<FineLevel> edge, std::span<FineLevel> loudest);

} // namespace refrain
