// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace refrain::test {

/// All numbers of a raw little-endian file.
std::vector<float> readFloats(const std::filesystem::path& path);
std::vector<std::int32_t> readIntegers(const std::filesystem::path& path);

void writeNumbers(const std::filesystem::path& path, const std::vector<float>& numbers);
void writeNumbers(const std::filesystem::path& path, const std::vector<std::int32_t>& numbers);

} // namespace refrain::test
