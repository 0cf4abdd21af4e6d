// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <filesystem>

namespace refrain {

/// The file of the demo song: beside the program, where it was built or installed, or else in
/// `cacheFolder`, where it is made first if need be, which takes a few seconds. Throws `Error`,
/// `Cancelled`. Threads: any.
std::filesystem::path demoSongFile(const std::filesystem::path& programFolder,
                                   const std::filesystem::path& cacheFolder,
                                   const Progress& progress = {});

} // namespace refrain
