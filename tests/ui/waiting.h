// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest/QTest>

namespace refrain::test {

/// Lets the window live until `condition` holds, for at most a minute, so that a slow machine only
/// takes longer. False if it never did.
template <class Condition>
bool waitUntil(const Condition& condition) {
    return QTest::qWaitFor(condition, 60000);
}

} // namespace refrain::test
