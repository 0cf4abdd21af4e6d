// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

namespace refrain::test {

std::filesystem::path sourceFolder() {
    return REFRAIN_SOURCE;
}
std::filesystem::path dataFolder() {
    return REFRAIN_TEST_DATA;
}
std::filesystem::path demoFolder() {
    return REFRAIN_DEMO;
}
std::filesystem::path sharedFolder() {
    return REFRAIN_SHARED;
}

} // namespace refrain::test
