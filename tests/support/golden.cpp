// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/golden.h"

#include <bit>
#include <fstream>
#include <stdexcept>

namespace refrain::test {

static_assert(std::endian::native == std::endian::little, "the golden files are little-endian");

namespace {

template <class Number>
std::vector<Number> readNumbers(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error("cannot read " + path.string());
    std::vector<Number> numbers(std::filesystem::file_size(path) / sizeof(Number));
    file.read(reinterpret_cast<char*>(numbers.data()),
              static_cast<std::streamsize>(numbers.size() * sizeof(Number)));
    return numbers;
}

template <class Number>
void write(const std::filesystem::path& path, const std::vector<Number>& numbers) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(numbers.data()),
               static_cast<std::streamsize>(numbers.size() * sizeof(Number)));
}

} // namespace

std::vector<float> readFloats(const std::filesystem::path& path) {
    return readNumbers<float>(path);
}
std::vector<std::int32_t> readIntegers(const std::filesystem::path& path) {
    return readNumbers<std::int32_t>(path);
}
void writeNumbers(const std::filesystem::path& path, const std::vector<float>& numbers) {
    write(path, numbers);
}
void writeNumbers(const std::filesystem::path& path, const std::vector<std::int32_t>& numbers) {
    write(path, numbers);
}

} // namespace refrain::test
