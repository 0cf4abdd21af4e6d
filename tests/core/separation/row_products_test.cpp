// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/row_products.h"

#include "tests/support/instruction_sets.h"

#include <gmock/gmock.h>
#include <random>
#include <vector>

namespace refrain {

namespace {

std::vector<float> someNumbers(std::size_t count, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::exponential_distribution<float> number;
    std::vector<float> numbers(count);
    for (float& value : numbers)
        value = number(random);
    return numbers;
}

} // namespace

TEST(RowProductsTest, EveryInstructionSetMultipliesLikeThePlainVersion) {
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        for (const std::size_t count : {0, 1, 3, 16, 17, 63, 64, 200, 1025, 2049, 8193, 16385}) {
            const auto a = someNumbers(count, 1);
            const auto b = someNumbers(count, 2);
            std::vector<float> products(3);
            productsOfRows(a, std::vector<const float*>{b.data(), a.data(), b.data()}, products);
            const std::vector expected{productOfRowsPlain(a, b), productOfRowsPlain(a, a),
                                       productOfRowsPlain(b, a)};
            for (int i = 0; i < 3; ++i)
                EXPECT_NEAR(products[i], expected[i], 1e-6 * expected[i])
                    << hwy::TargetName(target) << ", " << count;
        }
    }
}

TEST(RowProductsTest, TheExactProductIsThePlainOne) {
    for (const std::size_t count : {0, 1, 7, 8, 9, 1025}) {
        const auto a = someNumbers(count, 1);
        const auto b = someNumbers(count, 2);
        EXPECT_FLOAT_EQ(static_cast<float>(exactProductOfRows(a, b)), productOfRowsPlain(a, b));
    }
}

TEST(RowProductsTest, EveryInstructionSetFindsTheSamePositions) {
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        for (const std::size_t count : {0, 1, 15, 16, 31, 100, 256})
            for (const float share : {0.0F, 0.1F, 1.0F, 100.0F}) {
                const auto leasts = someNumbers(count, 3);
                auto values = someNumbers(count, 4);
                for (std::size_t i = 0; i < count; ++i)
                    values[i] = i % 5 == 0 ? leasts[i] : share * values[i];
                std::vector<std::int32_t> found(count + 16);
                std::vector<std::int32_t> expected(count + 16);
                found.resize(findReaching(values, leasts, found));
                expected.resize(findReachingPlain(values, leasts, expected));
                EXPECT_EQ(found, expected) << hwy::TargetName(target) << ", " << count;
            }
    }
}

TEST(RowProductsTest, EveryInstructionSetFindsTheLargestLikeThePlainVersion) {
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        for (const std::size_t count : {1, 2, 16, 33, 630}) {
            auto values = someNumbers(count, 5);
            for (std::size_t i = 0; i < count; i += 3)
                values[i] = i % 2 == 0 ? -values[i] : values[i / 2]; // some negative, some twice
            for (std::size_t rank = 1; rank <= count; rank += 1 + count / 9)
                EXPECT_EQ(largestOf(values, rank), largestOfPlain(values, rank))
                    << hwy::TargetName(target) << ", " << rank << " of " << count;
        }
    }
}

TEST(RowProductsTest, ThePlainVersionsAreTheirDefinitions) {
    EXPECT_EQ(productOfRowsPlain(std::vector{1.0F, 2.0F}, std::vector{3.0F, 4.0F}), 11);
    EXPECT_EQ(largestOfPlain(std::vector{1.0F, 3.0F, 2.0F}, 2), 2);
    EXPECT_EQ(largestOfPlain(std::vector{-1.0F, 3.0F, -2.0F}, 2), 0);
    std::vector<std::int32_t> positions(19);
    positions.resize(
        findReachingPlain(std::vector{1.0F, 3.0F, 2.0F}, std::vector(3, 2.0F), positions));
    EXPECT_THAT(positions, testing::ElementsAre(1, 2));
}

} // namespace refrain
