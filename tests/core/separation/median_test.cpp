// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/median.h"

#include "tests/support/instruction_sets.h"

#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace refrain {

namespace {

using Fill = std::function<float(std::mt19937&)>;

/// What magnitudes can look like, ordinary and not.
const std::pair<const char*, Fill> kFills[] = {
    {"uniform", [](std::mt19937& r) { return std::generate_canonical<float, 24>(r); }},
    {"over 20 decades",
     [](std::mt19937& r) {
         return std::pow(10.0F, 20 * std::generate_canonical<float, 24>(r) - 10);
     }},
    {"few different", [](std::mt19937& r) { return static_cast<float>(r() % 3); }},
    {"mostly silent", [](std::mt19937& r) { return r() % 4 ? 0.0F : static_cast<float>(r() % 7); }},
    {"denormal",
     [](std::mt19937& r) { return std::bit_cast<float>(static_cast<std::uint32_t>(r() % 1000)); }},
    {"huge", [](std::mt19937& r) { return 1e37F * static_cast<float>(r() % 10); }},
    {"nearly the same", // but in the last bits
     [](std::mt19937& r) {
         return std::bit_cast<float>(static_cast<std::uint32_t>(0x40000000 + r() % 0x8000));
     }},
    {"all the same", [](std::mt19937&) { return 0.25F; }},
};

} // namespace

TEST(MedianTest, EveryInstructionSetGivesThePlainMedianToTheBit) {
    ASSERT_FALSE(test::instructionSets().empty());
    std::mt19937 random(7);
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        for (const auto& [name, fill] : kFills)
            for (const Index count : {1, 2, 3, 4, 5, 8, 39, 40, 101, 202}) {
                Array2D<float> table(count + 3, 77); // not a multiple of any vector
                for (float& value : table.values)
                    value = fill(random);
                std::vector<std::int32_t> chosen(count);
                for (auto& row : chosen)
                    row = static_cast<std::int32_t>(random() % table.rows);
                std::vector<float> medians(table.columns);
                std::vector<float> expected(table.columns);
                medianOfRows(table, chosen, medians);
                medianOfRowsPlain(table, chosen, expected);
                ASSERT_EQ(medians, expected)
                    << hwy::TargetName(target) << ", " << name << ", " << count;
            }
    }
}

TEST(MedianTest, ThePlainMedianIsTheMiddleValueOrTheMeanOfTheMiddleTwo) {
    Array2D<float> table(5, 1);
    table.values = {5, 1, 4, 2, 3};
    std::vector<float> median(1);
    medianOfRowsPlain(table, std::vector<std::int32_t>{0, 1, 2, 3, 4}, median);
    EXPECT_EQ(median[0], 3);
    medianOfRowsPlain(table, std::vector<std::int32_t>{0, 1, 2, 3}, median);
    EXPECT_EQ(median[0], 3);
    medianOfRowsPlain(table, std::vector<std::int32_t>{0, 3}, median);
    EXPECT_EQ(median[0], 3.5F);
}

TEST(MedianTest, OfNothingItIsZero) {
    const Array2D<float> table(5, 3, 1.0F);
    std::vector<float> medians(3, 9.0F);
    medianOfRows(table, {}, medians);
    EXPECT_EQ(medians, (std::vector<float>{0, 0, 0}));
}

} // namespace refrain
