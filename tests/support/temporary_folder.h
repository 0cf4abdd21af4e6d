// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace refrain::test {

/// An empty folder of its own for a test, which goes when the test ends.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

    /// The names of all that is in it, hidden files included, sorted.
    std::vector<std::string> names() const;

private:
    std::filesystem::path path_;
};

void writeText(const std::filesystem::path& path, std::string_view text);
std::string readBytes(const std::filesystem::path& path);

} // namespace refrain::test
