// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/median_network.h"

#include "tests/support/instruction_sets.h"

#include <gtest/gtest.h>
#include <random>

namespace refrain {

TEST(MedianNetworkTest, EveryInstructionSetGivesTheMiddleValuesOfSorting) {
    std::mt19937 random(3);
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        for (const Index count : {1, 2, 3, 4, 5, 9, 19, 24, 25, 40, 145}) {
            constexpr Index kColumns = 77; // not a multiple of any vector
            Array2D<float> table(count, kColumns);
            for (float& value : table.values)
                value = static_cast<float>(random() % 50);
            std::vector<const float*> rows;
            for (Index row = 0; row < count; ++row)
                rows.push_back(table.row(row).data());

            std::vector<float> lower(kColumns);
            std::vector<float> upper(kColumns);
            std::vector<float> expectedLower(kColumns);
            std::vector<float> expectedUpper(kColumns);
            MedianNetwork(count).middlesOfRows(rows, lower, upper);
            middlesOfRowsPlain(rows, expectedLower, expectedUpper);
            ASSERT_EQ(lower, expectedLower) << hwy::TargetName(target) << ", " << count;
            ASSERT_EQ(upper, expectedUpper) << hwy::TargetName(target) << ", " << count;
        }
    }
}

TEST(MedianNetworkTest, FindsTheMiddleOfEveryArrangementOfZerosAndOnes) {
    // A network that is right for all zeros and ones is right for all numbers (Knuth, 5.3.4 Z).
    for (const Index count : {1, 2, 3, 4, 7, 8, 9, 12}) {
        const Index columns = Index{1} << count;
        Array2D<float> table(count, columns);
        std::vector<const float*> rows;
        for (Index row = 0; row < count; ++row) {
            for (Index column = 0; column < columns; ++column)
                table.row(row)[column] = static_cast<float>(column >> row & 1);
            rows.push_back(table.row(row).data());
        }
        std::vector<float> lower(columns);
        std::vector<float> upper(columns);
        std::vector<float> expectedLower(columns);
        std::vector<float> expectedUpper(columns);
        MedianNetwork(count).middlesOfRows(rows, lower, upper);
        middlesOfRowsPlain(rows, expectedLower, expectedUpper);
        EXPECT_EQ(lower, expectedLower) << count;
        EXPECT_EQ(upper, expectedUpper) << count;
    }
}

TEST(MedianNetworkTest, ComparesNoMoreThanTheMiddleNeeds) {
    EXPECT_EQ(MedianNetwork(1).comparisons().size(), 0U);
    EXPECT_EQ(MedianNetwork(3).comparisons().size(), 3U);
    EXPECT_LE(MedianNetwork(9).comparisons().size(), 22U);
    EXPECT_LE(MedianNetwork(24).comparisons().size(), 105U);
}

} // namespace refrain
