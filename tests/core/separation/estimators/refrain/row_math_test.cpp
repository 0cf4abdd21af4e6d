// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/row_math.h"

#include "core/base/array2d.h"
#include "tests/support/instruction_sets.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace refrain {

namespace {

/// `count` numbers from `first`, each `factor` times the one before.
std::vector<float> geometric(Index count, double first, double factor) {
    std::vector<float> values;
    for (Index i = 0; i < count; ++i, first *= factor)
        values.push_back(static_cast<float>(first));
    return values;
}

/// Expects a row to be what the function of the standard library makes of `from`, to a few units
/// in the last place or `error`.
void expectEach(const std::vector<float>& row, const std::vector<float>& from,
                const std::function<double(double)>& function, double error = 5e-7) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        const double exact = function(from[i]);
        EXPECT_NEAR(row[i], exact, error * std::abs(exact) + 1e-37) << from[i];
    }
}

} // namespace

TEST(RowMathTest, EveryInstructionSetGivesWhatTheStandardLibraryGives) {
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        SCOPED_TRACE(hwy::TargetName(target));
        for (const Index count : {0, 1, 3, 16, 77}) {
            const std::vector<float> positive = geometric(count, 1e-20, 3.0);
            std::vector<float> row = positive;
            powers(row, 0.6F);
            expectEach(
                row, positive, [](double x) { return std::pow(x, 0.6F); }, 4e-6);

            row = positive;
            logarithms(row);
            expectEach(row, positive, [](double x) { return std::log(x); });

            std::vector<float> any = geometric(count, -80.0, -0.9);
            row = any;
            exponentials(row);
            expectEach(row, any, [](double x) { return std::exp(x); });
            row = any;
            logistics(row);
            expectEach(row, any, [](double x) { return 1 / (1 + std::exp(-x)); });
        }
    }
}

TEST(RowMathTest, LogRatiosAreBoundedAndOfSilenceThereIsNone) {
    const std::vector<float> above = {0, 1, 2, 1e30F, 0, 0.5F};
    const std::vector<float> below = {0, 1, 1, 0, 1e30F, 1};
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        std::vector<float> row(above.size());
        logRatios(above, below, 1e-3F, row);
        EXPECT_EQ(row[0], 0);
        EXPECT_EQ(row[1], 0);
        EXPECT_NEAR(row[2], std::log(2.001 / 1.001), 1e-6);
        EXPECT_EQ(row[3], kLargestLogRatio);
        EXPECT_EQ(row[4], -kLargestLogRatio);
        EXPECT_NEAR(row[5], std::log(0.501 / 1.001), 1e-6);
    }
}

TEST(RowMathTest, NothingIsWrittenBeyondTheRow) {
    std::vector<float> values(40, 2.0F);
    logarithms(std::span(values).first(21));
    EXPECT_NEAR(values[20], std::log(2.0), 1e-6);
    EXPECT_EQ(std::ranges::count(values, 2.0F), 19);
}

TEST(RowMathTest, ExtremesStayFinite) {
    constexpr float kHuge = std::numeric_limits<float>::max();
    std::vector<float> row = {-kHuge, kHuge, 0};
    logistics(row);
    EXPECT_NEAR(row[0], 0, 1e-30);
    EXPECT_EQ(row[1], 1);
    EXPECT_EQ(row[2], 0.5F);
    row = {0, 1e-38F, kHuge};
    powers(row, 0.6F);
    EXPECT_EQ(row[0], 0);
    EXPECT_TRUE(std::isfinite(row[1]) && std::isfinite(row[2]));
}

} // namespace refrain
