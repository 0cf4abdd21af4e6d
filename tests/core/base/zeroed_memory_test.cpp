// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/array2d.h"

#include <fstream>
#include <gmock/gmock.h>
#include <string>

namespace refrain {

namespace {

double residentMegabytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::stod(line.substr(6)) / 1024;
    return 0;
}

} // namespace

TEST(ZeroedMemoryTest, ANewTableIsZeroEvenWhereAnOldOneWas) {
    for (const Index rows : {3, 300, 3000})
        for (int i = 0; i < 3; ++i) {
            Array2D<float> table(rows, 1000);
            ASSERT_THAT(table.values, testing::Each(0.0F));
            std::ranges::fill(table.values, 1.0F);
        }
}

TEST(ZeroedMemoryTest, ATableWithAValueHasItEverywhere) {
    const Array2D<int> table(7, 5, -1);
    EXPECT_THAT(table.values, testing::Each(-1));
    EXPECT_EQ(table, Array2D<int>(table));
}

TEST(ZeroedMemoryTest, ALargeTableTakesNoMemoryUntilItIsWritten) {
#if defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "Left out: ThreadSanitizer keeps memory of its own for what is allocated.";
#endif
    const double before = residentMegabytes();
    const Array2D<float> table(1000, 250000); // a gigabyte
    EXPECT_LT(residentMegabytes() - before, 100);
    EXPECT_EQ(table.row(999)[249999], 0);
}

TEST(ZeroedMemoryTest, MoreThanThereIsThrows) {
    EXPECT_THROW(Array2D<double>(Index{1} << 31, Index{1} << 31), std::exception);
}

} // namespace refrain
