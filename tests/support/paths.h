// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace refrain::test {

/// The project's own sources.
std::filesystem::path sourceFolder();

/// The data that belong to the tests, `tests/data`.
std::filesystem::path dataFolder();

/// The song `demo_song.wav` and its true stems, which the build makes.
std::filesystem::path demoFolder();

/// Real songs and stems, which are no part of the project and may not be there.
std::filesystem::path sharedFolder();

/// For tests of real music: says that they are left out where there is none.
#define REFRAIN_NEEDS_SHARED()                                                                     \
    if (!std::filesystem::exists(refrain::test::sharedFolder()))                                   \
    GTEST_SKIP() << "Left out: the real songs are not at " << refrain::test::sharedFolder()

} // namespace refrain::test
