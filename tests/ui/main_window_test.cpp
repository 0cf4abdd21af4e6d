// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QtTest/QTest>
#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(MainWindowTest, Opens) {
    MainWindow window;
    window.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&window));
}

} // namespace
} // namespace refrain
