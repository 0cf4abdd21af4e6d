// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

// Tests of what the world does to a process: lost rights, full disks, sudden death. Each happens to
// a child of the test only.

namespace refrain::test {

/// Runs `body` in a child process and returns what it returns; "exception: ..." if it throws, and
/// "signal N" if that ended it, as an alarm does with one that takes longer than 20 seconds.
std::string inChild(const std::function<std::string()>& body);

/// What `inChild` returns if this machine does not let the test have what it needs.
inline const std::string kNotPermitted = "not permitted here";

// The rest is for the child only. Each is false where it is not permitted.

/// Gives up the rights of root, for good.
bool becomeNobody();

/// Puts an empty disk of `bytes` bytes over the folder.
bool mountSmallDisk(const std::filesystem::path& folder, std::size_t bytes);

/// Makes the folder and all in it read-only, for root too.
bool mountReadOnly(const std::filesystem::path& folder);

/// A system call that the kernel is to refuse from now on.
struct Refusal {
    long call;               // SYS_...
    int error;               // E...
    int argument = -1;       // the argument that decides; -1 if all such calls are refused
    std::uint32_t bits = 0;  // refused if any of these is set in it
    std::uint32_t value = 0; // refused if it is this, where `bits` is 0
};
bool refuse(const Refusal& refusal);

} // namespace refrain::test
