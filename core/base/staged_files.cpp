// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/staged_files.h"

#include "core/base/text.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <set>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace refrain {

namespace fs = std::filesystem;

namespace {

// The hidden name does not contain the target's, which may be as long as a name can be.
constexpr const char* kStagedPrefix = ".refrain-";
constexpr const char* kStagedSuffix = ".part";

// The staged files of the whole process, for `discardAll`. The mutex is held while names are given.
std::mutex stagedMutex;
std::set<fs::path> stagedPaths;
bool discarded = false;

/// A hidden name that this process never had before: as one that is used again, it would be
/// forgotten with the file that had it first.
fs::path newStagedName() {
    static std::atomic<unsigned long> count = 0;
    return kStagedPrefix + std::to_string(::getpid()) + "-" + std::to_string(count++) +
           kStagedSuffix;
}

/// Makes a file that did not exist and that `discardAll` knows of; -1 and `errno` if that fails.
int createStaged(const fs::path& staged) {
    const std::lock_guard lock(stagedMutex);
    if (discarded)
        throw Cancelled{};
    const int descriptor = ::open(staged.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0)
        stagedPaths.insert(staged);
    return descriptor;
}

/// Locks the file, or waits while somebody who takes it for a stray has it locked. Where locks are
/// not supported, nobody else will obtain one either.
void lockStaged(int descriptor) {
    while (::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) {
    }
}

void forget(const fs::path& staged) {
    const std::lock_guard lock(stagedMutex);
    stagedPaths.erase(staged);
}

/// Whether `path` is a name of the open file.
bool isNameOf(const fs::path& path, int descriptor) {
    struct stat named;
    struct stat opened;
    return ::lstat(path.c_str(), &named) == 0 && ::fstat(descriptor, &opened) == 0 &&
           named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

/// Removes hidden files whose writer is no more.
void removeStrays(const fs::path& folder) {
    std::error_code ignored;
    for (fs::directory_iterator i(folder, ignored), end; !ignored && i != end;
         i.increment(ignored)) {
        const std::string name = i->path().filename().string();
        if (!name.starts_with(kStagedPrefix) || !name.ends_with(kStagedSuffix))
            continue;
        const int descriptor =
            ::open(i->path().c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        if (descriptor < 0)
            continue;
        // Before it was locked, somebody else may have removed it and given the name to a new file.
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && isNameOf(i->path(), descriptor))
            ::unlink(i->path().c_str());
        ::close(descriptor);
    }
}

/// `rename`, but never over an existing file. File systems that do not know how to promise that
/// (some of USB sticks and of the network) are asked first, which is the best that can be had
/// there.
int renameWithoutReplacing(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    struct stat status;
    if (::lstat(to.c_str(), &status) == 0) {
        errno = EEXIST;
        return -1;
    }
    return ::rename(from.c_str(), to.c_str());
}

Error cannotWrite(const fs::path& target, int error) {
    std::string hint = "choose another folder";
    if (error == ENOSPC || error == EDQUOT)
        hint = "make room on the disk or choose another folder";
    else if (error == EACCES || error == EPERM || error == EROFS)
        hint = "choose a folder that you may write to";
    else if (error == ENAMETOOLONG)
        hint = "choose a shorter name";
    return Error("Cannot write " + quoted(target) + ": " + systemMessage(error) + "; " + hint +
                 ".");
}

/// Whether two absolute paths are one, also if their folder is spelt in two ways.
bool isSameName(const fs::path& a, const fs::path& b) {
    std::error_code ignored;
    return a == b || (a.filename() == b.filename() &&
                      fs::equivalent(a.parent_path(), b.parent_path(), ignored));
}

} // namespace

StagedFiles::StagedFiles(bool overwrite, std::vector<fs::path> inputs, std::string_view toAllow)
    : overwrite_(overwrite), inputs_(std::move(inputs)), toAllow_(toAllow) {}

StagedFiles::~StagedFiles() {
    for (File& file : files_) {
        if (file.state == File::State::staged)
            ::unlink(file.staged.c_str());
        closeDescriptors(file);
        forget(file.staged);
    }
}

void StagedFiles::requireReplaceable(const fs::path& target) const {
    std::error_code ignored;
    for (const fs::path& input : inputs_)
        if (fs::equivalent(target, input, ignored))
            throw Error("Cannot write " + quoted(target) +
                        ": it is the song itself, which is never overwritten; choose another "
                        "folder or name.");
    if (fs::is_directory(target, ignored))
        throw Error("Cannot write " + quoted(target) +
                    ": there is a folder of this name; choose another name.");
}

Error StagedFiles::alreadyThere(const fs::path& target) const {
    return Error("Cannot write " + quoted(target) +
                 ": it exists already; choose another folder or name, or " + toAllow_ + ".");
}

void StagedFiles::require(const fs::path& target) const {
    requireReplaceable(target);
    for (const File& file : files_)
        if (isSameName(file.target, fs::absolute(target)))
            throw Error("Cannot write " + quoted(target) +
                        " twice: two of the files would have this name; put {part} into the "
                        "naming pattern.");
    std::error_code failure;
    const fs::file_status status = fs::symlink_status(target, failure);
    if (status.type() == fs::file_type::none)
        throw cannotWrite(target, failure.value());
    if (!overwrite_ && fs::exists(status))
        throw alreadyThere(target);
}

int StagedFiles::create(const fs::path& wanted) {
    const fs::path target = fs::absolute(wanted);
    require(target);

    std::error_code failure;
    fs::create_directories(target.parent_path(), failure);
    if (failure)
        throw cannotWrite(target, failure.value());
    removeStrays(target.parent_path());

    for (int attempt = 0;; ++attempt) {
        File file{.target = target, .staged = target.parent_path() / newStagedName()};
        file.descriptor = createStaged(file.staged);
        if (file.descriptor < 0 && errno == EEXIST && attempt < 1000)
            continue;
        if (file.descriptor < 0)
            throw cannotWrite(target, errno);
        files_.push_back(file);

        lockStaged(file.descriptor);
        struct stat status;
        if (::fstat(file.descriptor, &status) == 0 && status.st_nlink > 0)
            return file.descriptor;
        // Another process took it for a stray in the moment before it was locked.
        closeDescriptors(file);
        forget(file.staged);
        files_.pop_back();
    }
}

void StagedFiles::commit() {
    for (const File& file : files_)
        if (::fsync(file.descriptor) != 0 && errno != EINVAL && errno != EROFS)
            throw cannotWrite(file.target, errno);

    const std::lock_guard lock(stagedMutex);
    if (discarded)
        throw Cancelled{};
    try {
        for (File& file : files_)
            giveName(file);
    } catch (...) {
        for (File& file : files_)
            takeBack(file);
        throw;
    }
    for (File& file : files_) {
        if (file.state == File::State::swapped)
            ::unlink(file.staged.c_str());
        closeDescriptors(file);
        stagedPaths.erase(file.staged);
    }
    files_.clear();
}

void StagedFiles::giveName(File& file) const {
    const char* staged = file.staged.c_str();
    const char* target = file.target.c_str();
    if (renameWithoutReplacing(staged, target) == 0) {
        file.state = File::State::created;
        return;
    }
    if (errno != EEXIST)
        throw cannotWrite(file.target, errno);
    if (!overwrite_)
        throw alreadyThere(file.target);
    requireReplaceable(file.target); // it may have come there while we were writing

    // Under the hidden name it must not be taken for a stray, as long as there is a way back.
    file.previous = ::open(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file.previous >= 0)
        ::flock(file.previous, LOCK_SH | LOCK_NB);
    if (::renameat2(AT_FDCWD, staged, AT_FDCWD, target, RENAME_EXCHANGE) == 0) {
        // At every moment the target is either the old file or the new one, and there is a way
        // back.
        file.state = File::State::swapped;
    } else if (::rename(staged, target) == 0) {
        // A file system that cannot swap: still old or new at every moment, but without a way back.
        file.state = File::State::replaced;
    } else {
        throw cannotWrite(file.target, errno);
    }
}

void StagedFiles::takeBack(File& file) noexcept {
    const char* staged = file.staged.c_str();
    const char* target = file.target.c_str();
    if (file.state == File::State::created && ::rename(target, staged) == 0)
        file.state = File::State::staged;
    else if (file.state == File::State::swapped &&
             ::renameat2(AT_FDCWD, staged, AT_FDCWD, target, RENAME_EXCHANGE) == 0)
        file.state = File::State::staged;
}

void StagedFiles::closeDescriptors(File& file) noexcept {
    for (int* descriptor : {&file.descriptor, &file.previous})
        if (*descriptor >= 0)
            ::close(std::exchange(*descriptor, -1));
}

void StagedFiles::discardAll() noexcept {
    const std::lock_guard lock(stagedMutex);
    discarded = true;
    for (const fs::path& staged : stagedPaths)
        ::unlink(staged.c_str());
}

} // namespace refrain
