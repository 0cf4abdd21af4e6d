// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/number_label.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(NumberLabelTest, HasATrueMinusSignAndNoNegativeZero) {
    EXPECT_EQ(numberLabel(-6.5, 2), QStringLiteral("\u22126.50"));
    EXPECT_EQ(numberLabel(6.4, 0), QStringLiteral("6"));
    EXPECT_EQ(numberLabel(-0.04, 1), QStringLiteral("0.0"));
    EXPECT_EQ(numberLabel(-0.05001, 1), QStringLiteral("\u22120.1"));
}

TEST(NumberLabelTest, IsAsShortAsItCanBe) {
    EXPECT_EQ(shortNumberLabel(100, 2), QStringLiteral("100"));
    EXPECT_EQ(shortNumberLabel(3.5, 2), QStringLiteral("3.5"));
    EXPECT_EQ(shortNumberLabel(-3.25, 2), QStringLiteral("\u22123.25"));
    EXPECT_EQ(shortNumberLabel(20, 0), QStringLiteral("20"));
    EXPECT_EQ(shortNumberLabel(-0.001, 2), QStringLiteral("0"));
}

} // namespace
} // namespace refrain
