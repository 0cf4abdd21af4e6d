// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// Files that appear whole, all together, or not at all.
///
/// Each is written under a hidden name beside its target and gets its own name in `commit`. Until
/// then the target is what it was before. While it is written the hidden file is locked; whoever
/// finds one without a lock knows that its writer was killed, and removes it.
///
/// Threads: one object belongs to one thread; `discardAll` may be called from any thread.
class StagedFiles {
public:
    /// With `overwrite` an existing target is replaced, otherwise it is an error, which tells the
    /// user how to allow it: `toAllow`. The files of `inputs` are never replaced, under whatever
    /// name they are reached.
    explicit StagedFiles(bool overwrite, std::vector<std::filesystem::path> inputs = {},
                         std::string_view toAllow = "allow overwriting");

    /// Removes what was not committed.
    ~StagedFiles();

    StagedFiles(const StagedFiles&) = delete;
    StagedFiles& operator=(const StagedFiles&) = delete;

    /// Throws `Error` if `target` may not be written: it is an input, it exists, or it was named
    /// already, or its name is too long. `create` does this too; asking first saves the user a
    /// wait.
    void require(const std::filesystem::path& target) const;

    /// A new empty file that `commit` will call `target`, open for reading and writing. The
    /// descriptor stays ours. The folder of `target` is made if need be. Throws `Error`, and
    /// `Cancelled` after `discardAll`.
    int create(const std::filesystem::path& target);

    /// Makes sure that all is on the disk, then gives every file its name. When one of them cannot
    /// have it, the others are put back as they were, as far as the file system lets us: on one
    /// that cannot swap two files, an old file that was already replaced stays so. Throws `Error`,
    /// and `Cancelled` after `discardAll`. When it is done, the object is empty again.
    void commit();

    /// Removes the uncommitted files of all objects, for a process that is about to end without
    /// unwinding. A commit that is giving names is waited for. Afterwards nothing can be created or
    /// committed.
    static void discardAll() noexcept;

private:
    struct File {
        std::filesystem::path target;
        std::filesystem::path staged;
        int descriptor = -1;
        int previous = -1; // the old file, locked while it is under the hidden name
        enum class State {
            staged,   // under its hidden name
            created,  // under its own name, where there was nothing
            swapped,  // under its own name, and the old file under the hidden one
            replaced, // under its own name, and the old file is gone
        } state = State::staged;
    };

    void requireReplaceable(const std::filesystem::path& target) const;
    Error alreadyThere(const std::filesystem::path& target) const;
    void giveName(File& file) const;
    static void takeBack(File& file) noexcept;
    static void closeDescriptors(File& file) noexcept;

    bool overwrite_;
    std::vector<std::filesystem::path> inputs_;
    std::string toAllow_;
    std::vector<File> files_;
};

} // namespace refrain
