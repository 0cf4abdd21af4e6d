// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/level_rows.h"

#include "tests/support/instruction_sets.h"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace refrain {

namespace {

using Row = std::vector<FineLevel>;
using Rows = std::array<Row, 3>;

constexpr FineLevel kLoudest = 200; // 6.25 dB

PanelRows spansOf(Rows& rows) {
    return {rows[0], rows[1], rows[2]};
}

class LevelRowsTest : public testing::Test {
protected:
    std::vector<LevelCell> cells(Index count) {
        std::vector<LevelCell> list(count);
        std::ranges::generate(list, [this] { return static_cast<LevelCell>(random() % 65536); });
        return list;
    }
    Row levels(Index count) {
        Row list(count);
        std::ranges::generate(list, [this] {
            return static_cast<FineLevel>(kFineFloor +
                                          static_cast<int>(random() % (kLoudest - kFineFloor + 1)));
        });
        return list;
    }
    /// From nothing at all to all of it, and out of order.
    CellScale scale() {
        CellScale some{.lowest = -3900, .gains = {}};
        for (auto& gains : some.gains)
            gains = {static_cast<FineLevel>(-(random() % 16001)),
                     static_cast<FineLevel>(-(random() % 16001))};
        some.gains[7] = {0, -16000};
        return some;
    }
    std::mt19937 random{1};
};

// None, fewer than a vector has, whole vectors, and some more.
const std::vector<Index> kLengths = {0, 1, 7, 8, 31, 32, 33, 128, 129, 1000, 2049};

} // namespace

TEST_F(LevelRowsTest, EveryInstructionSetGivesWhatThePlainVersionsGive) {
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        SCOPED_TRACE(hwy::TargetName(target));
        for (const Index length : kLengths) {
            const auto row = cells(length);
            const CellScale some = scale();
            Rows rows = {levels(length), levels(length), levels(length)};
            Rows expected = rows;
            raiseToCells(row, some, spansOf(rows));
            raiseToCellsPlain(row, some, spansOf(expected));
            EXPECT_EQ(rows, expected) << length;

            levelsOfCells(row, some, spansOf(rows));
            levelsOfCellsPlain(row, some, spansOf(expected));
            EXPECT_EQ(rows, expected) << length;

            const Row before = levels(length);
            const Row after = levels(length);
            for (const FineLevel weight : std::to_array<FineLevel>({0, 1, 12345, 32767})) {
                Row edge = levels(length);
                Row loudest(length);
                Row expectedEdge = edge;
                Row expectedLoudest(length);
                moveEdge(before, after, weight, edge, loudest);
                moveEdgePlain(before, after, weight, expectedEdge, expectedLoudest);
                EXPECT_EQ(edge, expectedEdge) << length << ", " << weight;
                EXPECT_EQ(loudest, expectedLoudest) << length << ", " << weight;
            }
        }
    }
}

TEST_F(LevelRowsTest, EveryInstructionSetPoolsAsThePlainVersionDoes) {
    const std::vector<RowMap::Lane> lanes = {{90, 100}, {85, 90}, {0, 1}, {1, 2}, {84, 85}};
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        SCOPED_TRACE(hwy::TargetName(target));
        auto candidates = cells(std::ssize(lanes) * kShareBands);
        std::ranges::transform(candidates, candidates.begin(),
                               [](LevelCell cell) { return static_cast<LevelCell>(cell / 2); });
        auto expected = candidates;
        const auto groups = cells(100 * kShareBands);
        raiseToGroups(lanes, groups, candidates);
        raiseToGroupsPlain(lanes, groups, expected);
        EXPECT_EQ(candidates, expected);
    }
}

TEST_F(LevelRowsTest, ARowMayBeRaisedToWhatIsFurtherOnInIt) {
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        SCOPED_TRACE(hwy::TargetName(target));
        for (const std::size_t step : {1, 2, 4, 16, 32, 64}) {
            Row row = levels(300);
            Row expected = row;
            for (std::size_t i = 0; i + step < row.size(); ++i)
                expected[i] = std::max(row[i], row[i + step]);
            raiseToLevels(std::span(row).subspan(step), std::span(row).first(row.size() - step));
            EXPECT_EQ(row, expected) << step;
        }
    }
}

TEST_F(LevelRowsTest, ACellIsItsLevelAndItsGainAndNeverBelowTheFloor) {
    CellScale scale{.lowest = -100 * 32, .gains = {}};
    scale.gains[3] = {-6 * 32, -500 * 32};
    const std::vector<LevelCell> row = {levelCell(0, 3), levelCell(1, 3), levelCell(21, 3),
                                        levelCell(21, 0)};
    Rows rows = {Row(4), Row(4), Row(4)};
    levelsOfCells(row, scale, spansOf(rows));
    EXPECT_EQ(rows[0], (Row{kFineFloor, -100 * 32, -90 * 32, -90 * 32}));
    EXPECT_EQ(rows[1], (Row{kFineFloor, -106 * 32, -96 * 32, -90 * 32}));
    EXPECT_EQ(rows[2], (Row{kFineFloor, kFineFloor, kFineFloor, -90 * 32}));
}

} // namespace refrain
