// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/staged_files.h"

#include "core/base/error.h"
#include "tests/support/child_process.h"
#include "tests/support/temporary_folder.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace refrain {

namespace {

namespace fs = std::filesystem;
using test::inChild;
using test::kNotPermitted;
using test::readBytes;
using test::writeText;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// RENAME_NOREPLACE and RENAME_EXCHANGE, by which the kernel does what C cannot.
constexpr std::uint32_t kNoReplace = 1;
constexpr std::uint32_t kExchange = 2;
constexpr int kFlags = 4; // the argument of renameat2 that holds them

void writeAll(int descriptor, std::string_view text) {
    ASSERT_EQ(::write(descriptor, text.data(), text.size()), std::ssize(text));
}

/// What an `Error` says; empty if there is none.
template <class Function>
std::string errorOf(Function&& function) {
    try {
        function();
    } catch (const Error& error) {
        return error.what();
    } catch (const Cancelled&) {
        return "cancelled";
    }
    return {};
}

/// One sentence that begins with the file and ends with what to do about it.
MATCHER_P2(CannotWrite, path, why, "says that the file cannot be written, why, and what to do") {
    const std::string text = arg;
    return testing::ExplainMatchResult(
        AllOf(StartsWith("Cannot write \"" + fs::path(path).string() + "\""), HasSubstr(why),
              HasSubstr("; "), EndsWith("."), Not(HasSubstr("\n"))),
        text, result_listener);
}

class StagedFilesTest : public testing::Test {
protected:
    test::TemporaryFolder folder;

    /// Writes one file the ordinary way.
    void write(const fs::path& target, std::string_view text, bool overwrite = false) {
        StagedFiles files(overwrite);
        writeAll(files.create(target), text);
        files.commit();
    }

    /// The folder for a process that has lost its rights.
    void openToAll() { fs::permissions(folder.path(), fs::perms::all); }
};

TEST_F(StagedFilesTest, FilesAppearTogetherInCommit) {
    StagedFiles files(false);
    writeAll(files.create(folder / "a.wav"), "first");
    writeAll(files.create(folder / "b.wav"), "second");
    EXPECT_FALSE(fs::exists(folder / "a.wav"));
    EXPECT_FALSE(fs::exists(folder / "b.wav"));
    files.commit();
    EXPECT_THAT(folder.names(), ElementsAre("a.wav", "b.wav"));
    EXPECT_EQ(readBytes(folder / "a.wav"), "first");
    EXPECT_EQ(readBytes(folder / "b.wav"), "second");
}

TEST_F(StagedFilesTest, WithoutCommitNothingIsLeft) {
    {
        StagedFiles files(false);
        writeAll(files.create(folder / "a.wav"), "first");
        files.create(folder / "b.wav");
        EXPECT_EQ(std::ssize(folder.names()), 2);
    }
    EXPECT_THAT(folder.names(), IsEmpty());
}

TEST_F(StagedFilesTest, WhatIsBeingWrittenIsHidden) {
    StagedFiles files(false);
    files.create(folder / "a.wav");
    EXPECT_THAT(folder.names(), ElementsAre(StartsWith(".refrain-")));
}

TEST_F(StagedFilesTest, WhatIsBeingWrittenCanBeRead) {
    StagedFiles files(false);
    const int descriptor = files.create(folder / "a.wav");
    writeAll(descriptor, "first");
    char text[6] = {};
    EXPECT_EQ(::pread(descriptor, text, 5, 0), 5);
    EXPECT_STREQ(text, "first");
}

TEST_F(StagedFilesTest, TheFolderOfATargetIsMade) {
    write(folder / "new/deeper/a.wav", "first");
    EXPECT_EQ(readBytes(folder / "new/deeper/a.wav"), "first");
}

TEST_F(StagedFilesTest, NoFilesAreNoProblem) {
    StagedFiles(false).commit();
}

TEST_F(StagedFilesTest, AfterACommitTheNextFilesCanBeMade) {
    StagedFiles files(false);
    writeAll(files.create(folder / "a.wav"), "first");
    files.commit();
    writeAll(files.create(folder / "b.wav"), "second");
    files.commit();
    EXPECT_THAT(folder.names(), ElementsAre("a.wav", "b.wav"));
}

TEST_F(StagedFilesTest, AfterACommitNoDescriptorIsLeftOpen) {
    const int next = ::dup(0);
    ::close(next);
    StagedFiles files(true);
    writeText(folder / "b.wav", "old");
    files.create(folder / "a.wav");
    files.create(folder / "b.wav");
    files.commit();
    const int after = ::dup(0);
    ::close(after);
    EXPECT_EQ(after, next);
}

TEST_F(StagedFilesTest, PermissionsFollowTheMask) {
    for (const mode_t mask : {022, 077, 002}) {
        const mode_t before = ::umask(mask);
        write(folder / "a.wav", "text", true);
        ::umask(before);
        struct stat status = {};
        ASSERT_EQ(::stat((folder / "a.wav").c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, 0666 & ~mask);
    }
}

// What is there already

TEST_F(StagedFilesTest, AnExistingFileIsNeverReplacedUnasked) {
    writeText(folder / "a.wav", "old");
    StagedFiles files(false);
    const std::string message = errorOf([&] { files.create(folder / "a.wav"); });
    EXPECT_THAT(message, CannotWrite(folder / "a.wav", "it exists already"));
    EXPECT_EQ(errorOf([&] { files.require(folder / "a.wav"); }), message);
    EXPECT_THAT(folder.names(), ElementsAre("a.wav"));
    EXPECT_EQ(readBytes(folder / "a.wav"), "old");
}

TEST_F(StagedFilesTest, AFileThatCameMeanwhileIsNotReplacedUnasked) {
    {
        StagedFiles files(false);
        writeAll(files.create(folder / "a.wav"), "mine");
        writeAll(files.create(folder / "b.wav"), "mine");
        writeText(folder / "b.wav", "other");
        EXPECT_THAT(errorOf([&] { files.commit(); }),
                    CannotWrite(folder / "b.wav", "it exists already"));
        EXPECT_FALSE(fs::exists(folder / "a.wav")) << "all or none";
    }
    EXPECT_THAT(folder.names(), ElementsAre("b.wav"));
    EXPECT_EQ(readBytes(folder / "b.wav"), "other");
}

TEST_F(StagedFilesTest, ALinkThatLeadsNowhereIsAnExistingFile) {
    fs::create_symlink("nowhere", folder / "a.wav");
    EXPECT_THAT(errorOf([&] { StagedFiles(false).require(folder / "a.wav"); }),
                CannotWrite(folder / "a.wav", "it exists already"));
}

TEST_F(StagedFilesTest, AnExistingFileIsReplacedOnDemand) {
    writeText(folder / "a.wav", "old");
    write(folder / "a.wav", "new", true);
    EXPECT_THAT(folder.names(), ElementsAre("a.wav"));
    EXPECT_EQ(readBytes(folder / "a.wav"), "new");
}

TEST_F(StagedFilesTest, ALinkIsReplacedAndNotWhatItLeadsTo) {
    writeText(folder / "precious", "precious");
    fs::create_symlink("precious", folder / "a.wav");
    write(folder / "a.wav", "new", true);
    EXPECT_FALSE(fs::is_symlink(folder / "a.wav"));
    EXPECT_EQ(readBytes(folder / "a.wav"), "new");
    EXPECT_EQ(readBytes(folder / "precious"), "precious");
}

TEST_F(StagedFilesTest, WhoLooksSeesTheOldFileOrTheNewOne) {
    const std::string old(5000, 'o');
    const std::string fresh(7000, 'n');
    writeText(folder / "a.wav", old);
    std::atomic<bool> done = false;
    std::atomic<int> looks = 0;
    std::string seen;
    std::jthread onlooker([&] {
        while (!done || looks == 0) {
            const std::string text = readBytes(folder / "a.wav");
            if (text != old && text != fresh)
                seen = text.empty() ? "nothing" : text;
            ++looks;
        }
    });
    for (int round = 0; round < 50; ++round)
        write(folder / "a.wav", round % 2 ? old : fresh, true);
    done = true;
    onlooker.join();
    EXPECT_THAT(seen, IsEmpty());
}

TEST_F(StagedFilesTest, IfOneFileCannotHaveItsNameTheOthersArePutBack) {
    writeText(folder / "a.wav", "old a");
    struct stat before = {};
    ::stat((folder / "a.wav").c_str(), &before);
    {
        StagedFiles files(true);
        writeAll(files.create(folder / "a.wav"), "new a");
        writeAll(files.create(folder / "b.wav"), "new b");
        writeAll(files.create(folder / "c.wav"), "new c");
        fs::create_directory(folder / "c.wav");
        EXPECT_THAT(errorOf([&] { files.commit(); }),
                    CannotWrite(folder / "c.wav", "there is a folder of this name"));
        EXPECT_FALSE(fs::exists(folder / "b.wav"));
    }
    EXPECT_THAT(folder.names(), ElementsAre("a.wav", "c.wav"));
    EXPECT_EQ(readBytes(folder / "a.wav"), "old a");
    struct stat after = {};
    ::stat((folder / "a.wav").c_str(), &after);
    EXPECT_EQ(after.st_ino, before.st_ino) << "the same file, not a copy";
    EXPECT_TRUE(fs::is_directory(folder / "c.wav"));
}

TEST_F(StagedFilesTest, WhatWasPutBackCanBeCommittedAgain) {
    writeText(folder / "a.wav", "old a");
    StagedFiles files(true);
    writeAll(files.create(folder / "a.wav"), "new a");
    writeAll(files.create(folder / "b.wav"), "new b");
    fs::create_directory(folder / "b.wav");
    EXPECT_NE(errorOf([&] { files.commit(); }), "");
    fs::remove(folder / "b.wav");
    files.commit();
    EXPECT_THAT(folder.names(), ElementsAre("a.wav", "b.wav"));
    EXPECT_EQ(readBytes(folder / "a.wav"), "new a");
}

TEST_F(StagedFilesTest, AFolderIsNeverReplaced) {
    fs::create_directory(folder / "a.wav");
    EXPECT_THAT(errorOf([&] { StagedFiles(true).create(folder / "a.wav"); }),
                CannotWrite(folder / "a.wav", "there is a folder of this name"));
}

TEST_F(StagedFilesTest, TwoFilesCannotHaveOneName) {
    fs::create_directory_symlink(".", folder / "link");
    for (const bool overwrite : {false, true})
        for (const char* spelling : {"a.wav", "./a.wav", "link/a.wav", "link/../a.wav"}) {
            StagedFiles files(overwrite);
            files.create(folder / "a.wav");
            if (std::string(spelling) == "link/../a.wav")
                continue; // which leads into the folder above
            EXPECT_THAT(errorOf([&] { files.create(folder / spelling); }),
                        HasSubstr("two of the files would have this name"))
                << spelling;
            EXPECT_THAT(errorOf([&] { files.require(folder / spelling); }),
                        HasSubstr("two of the files would have this name"))
                << spelling;
        }
}

TEST_F(StagedFilesTest, DotsAndLinksLeadWhereTheSystemSays) {
    fs::create_directories(folder / "elsewhere/deep");
    fs::create_directory_symlink("elsewhere/deep", folder / "link");
    write(folder / "link/../a.wav", "text");
    EXPECT_TRUE(fs::exists(folder / "elsewhere/a.wav"));
    EXPECT_FALSE(fs::exists(folder / "a.wav"));
}

// The song itself

class StagedFilesInputTest : public StagedFilesTest {
protected:
    fs::path song = folder / "song.wav";
    StagedFilesInputTest() { writeText(song, "the song"); }

    void expectRefused(const fs::path& target) {
        {
            StagedFiles files(true, {song});
            EXPECT_THAT(errorOf([&] { files.require(target); }),
                        CannotWrite(target, "it is the song itself"));
            EXPECT_THAT(errorOf([&] { files.create(target); }), HasSubstr("it is the song itself"));
        }
        EXPECT_EQ(readBytes(song), "the song");
    }
};

TEST_F(StagedFilesInputTest, IsNeverOverwritten) {
    expectRefused(song);
}

TEST_F(StagedFilesInputTest, IsNeverOverwrittenThroughASymbolicLink) {
    fs::create_symlink("song.wav", folder / "other.wav");
    expectRefused(folder / "other.wav");
}

TEST_F(StagedFilesInputTest, IsNeverOverwrittenThroughAHardLink) {
    fs::create_hard_link(song, folder / "other.wav");
    expectRefused(folder / "other.wav");
}

TEST_F(StagedFilesInputTest, IsNeverOverwrittenUnderAnotherSpelling) {
    fs::create_directory(folder / "sub");
    fs::create_directory_symlink(folder.path(), folder / "link");
    expectRefused(folder / "./song.wav");
    expectRefused(folder / "sub/../song.wav");
    expectRefused(folder / "link/song.wav");
    expectRefused(fs::relative(song));
}

TEST_F(StagedFilesInputTest, IsNotOverwrittenIfItWasMovedToTheTarget) {
    {
        StagedFiles files(true, {song});
        writeAll(files.create(folder / "other.wav"), "stem");
        fs::create_hard_link(song, folder / "other.wav");
        EXPECT_THAT(errorOf([&] { files.commit(); }),
                    CannotWrite(folder / "other.wav", "it is the song itself"));
    }
    EXPECT_THAT(folder.names(), ElementsAre("other.wav", "song.wav"));
    EXPECT_EQ(readBytes(folder / "other.wav"), "the song");
}

TEST_F(StagedFilesInputTest, OtherFilesOfItsFolderCanBeWritten) {
    writeText(folder / "old.wav", "old");
    StagedFiles files(true, {song, folder / "missing.wav"});
    writeAll(files.create(folder / "old.wav"), "new");
    files.commit();
    EXPECT_EQ(readBytes(folder / "old.wav"), "new");
}

// Names and places

TEST_F(StagedFilesTest, TheLongestNameOfAFileSystemCanBeWritten) {
    const std::string name(255, 'x');
    write(folder / name, "text");
    EXPECT_THAT(folder.names(), ElementsAre(name));
    write(folder / name, "new", true);
    EXPECT_EQ(readBytes(folder / name), "new");
}

TEST_F(StagedFilesTest, ANameThatIsTooLongIsRefusedAtOnce) {
    const std::string name(256, 'x');
    for (const bool overwrite : {false, true}) {
        StagedFiles files(overwrite);
        EXPECT_THAT(errorOf([&] { files.require(folder / name); }),
                    CannotWrite(folder / name, "choose a shorter name"));
        EXPECT_THAT(errorOf([&] { files.create(folder / name); }),
                    CannotWrite(folder / name, "choose a shorter name"));
    }
    EXPECT_THAT(folder.names(), IsEmpty());
}

TEST_F(StagedFilesTest, NamesOfAnyBytesCanBeWritten) {
    for (const char* name : {"a\nb", "\xff\xfe", "Дм 🎵", "-o", " ", ".hidden"})
        write(folder / name, name);
    EXPECT_EQ(std::ssize(folder.names()), 6);
    EXPECT_EQ(readBytes(folder / "a\nb"), "a\nb");
}

TEST_F(StagedFilesTest, ARelativeNameIsMeantFromTheWorkingFolder) {
    EXPECT_EQ(inChild([&] {
                  fs::current_path(folder.path());
                  write("a.wav", "text");
                  return std::string();
              }),
              "");
    EXPECT_THAT(folder.names(), ElementsAre("a.wav"));
}

TEST_F(StagedFilesTest, AFileInPlaceOfTheFolderIsSaid) {
    writeText(folder / "file", "text");
    EXPECT_THAT(errorOf([&] { StagedFiles(false).create(folder / "file/a.wav"); }),
                CannotWrite(folder / "file/a.wav", "not a directory"));
    EXPECT_EQ(readBytes(folder / "file"), "text");
}

TEST_F(StagedFilesTest, AFolderWithoutRightsIsSaid) {
    const std::string message = inChild([&]() -> std::string {
        fs::permissions(folder.path(),
                        fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
        if (!test::becomeNobody())
            return kNotPermitted;
        return errorOf([&] { StagedFiles(false).create(folder / "a.wav"); });
    });
    if (message == kNotPermitted)
        GTEST_SKIP() << "Left out: only root can give up its rights";
    EXPECT_THAT(message, CannotWrite(folder / "a.wav",
                                     "permission denied; choose a folder that you may write to"));
    EXPECT_THAT(folder.names(), IsEmpty());
}

TEST_F(StagedFilesTest, AFolderThatMayNotBeEnteredIsSaid) {
    fs::create_directory(folder / "locked");
    fs::permissions(folder / "locked", fs::perms::owner_all);
    openToAll();
    const std::string message = inChild([&]() -> std::string {
        if (!test::becomeNobody())
            return kNotPermitted;
        return errorOf([&] { StagedFiles(false).require(folder / "locked/a.wav"); });
    });
    if (message == kNotPermitted)
        GTEST_SKIP() << "Left out: only root can give up its rights";
    EXPECT_THAT(message, CannotWrite(folder / "locked/a.wav",
                                     "permission denied; choose a folder that you may write to"));
}

TEST_F(StagedFilesTest, AReadOnlyDiskIsSaid) {
    const std::string message = inChild([&]() -> std::string {
        if (!test::mountReadOnly(folder.path()))
            return kNotPermitted;
        return errorOf([&] { StagedFiles(false).create(folder / "a.wav"); }) + "\n" +
               errorOf([&] { StagedFiles(false).create(folder / "new/a.wav"); });
    });
    if (message == kNotPermitted)
        GTEST_SKIP() << "Left out: this process may not mount";
    const auto lines = message.find('\n');
    EXPECT_THAT(message.substr(0, lines),
                CannotWrite(folder / "a.wav",
                            "read-only file system; choose a folder that you may write to"));
    EXPECT_THAT(message.substr(lines + 1),
                CannotWrite(folder / "new/a.wav", "read-only file system"));
}

TEST_F(StagedFilesTest, AFolderThatBecomesReadOnlyIsSaidInCommit) {
    openToAll();
    const std::string message = inChild([&]() -> std::string {
        if (!test::becomeNobody())
            return kNotPermitted;
        fs::create_directory(folder / "mine");
        StagedFiles files(false);
        writeAll(files.create(folder / "mine/a.wav"), "text");
        fs::permissions(folder / "mine", fs::perms::owner_read | fs::perms::owner_exec);
        const std::string result = errorOf([&] { files.commit(); });
        fs::permissions(folder / "mine", fs::perms::owner_all); // or nothing can be removed
        return result;
    });
    if (message == kNotPermitted)
        GTEST_SKIP() << "Left out: only root can give up its rights";
    EXPECT_THAT(message, CannotWrite(folder / "mine/a.wav", "permission denied"));
    EXPECT_TRUE(fs::is_empty(folder / "mine"));
}

TEST_F(StagedFilesTest, ADiskWithoutRoomForANameIsSaid) {
    // A disk of one page: tmpfs gives it away with its first file.
    const std::string message = inChild([&]() -> std::string {
        if (!test::refuse({.call = SYS_openat, .error = ENOSPC, .argument = 2, .bits = O_CREAT}))
            return kNotPermitted;
        return errorOf([&] { StagedFiles(false).create(folder / "a.wav"); });
    });
    if (message == kNotPermitted)
        GTEST_SKIP() << "Left out: system calls cannot be refused here";
    EXPECT_THAT(message,
                CannotWrite(folder / "a.wav", "no space left on device; make room on the disk"));
}

TEST_F(StagedFilesTest, ADiskThatTurnsOutFullInCommitIsSaidAndNothingIsLeft) {
    writeText(folder / "a.wav", "old");
    for (const int error : {ENOSPC, EDQUOT, EIO}) {
        const std::string message = inChild([&]() -> std::string {
            StagedFiles files(true);
            writeAll(files.create(folder / "a.wav"), "new");
            writeAll(files.create(folder / "b.wav"), "new");
            if (!test::refuse({.call = SYS_fsync, .error = error}))
                return kNotPermitted;
            return errorOf([&] { files.commit(); });
        });
        if (message == kNotPermitted)
            GTEST_SKIP() << "Left out: system calls cannot be refused here";
        EXPECT_THAT(message, CannotWrite(folder / "a.wav", error == EIO ? "choose another folder"
                                                                        : "make room on the disk"));
        EXPECT_THAT(folder.names(), ElementsAre("a.wav"));
        EXPECT_EQ(readBytes(folder / "a.wav"), "old");
    }
}

// File systems that know less

class OldFileSystemTest : public StagedFilesTest {
protected:
    /// Runs `body` on a file system that knows no flags of renameat2 but those not in `unknown`.
    static std::string without(std::uint32_t unknown, const std::function<std::string()>& body) {
        return inChild([&]() -> std::string {
            if (!test::refuse(
                    {.call = SYS_renameat2, .error = EINVAL, .argument = kFlags, .bits = unknown}))
                return kNotPermitted;
            return body();
        });
    }
};

TEST_F(OldFileSystemTest, FilesAreWrittenAllTheSame) {
    writeText(folder / "b.wav", "old");
    for (const std::uint32_t unknown : {kExchange, kNoReplace, kExchange | kNoReplace}) {
        fs::remove(folder / "a.wav");
        const std::string result = without(unknown, [&] {
            StagedFiles files(true);
            writeAll(files.create(folder / "a.wav"), "new a");
            writeAll(files.create(folder / "b.wav"), "new b");
            return errorOf([&] { files.commit(); });
        });
        if (result == kNotPermitted)
            GTEST_SKIP() << "Left out: system calls cannot be refused here";
        EXPECT_EQ(result, "");
        EXPECT_THAT(folder.names(), ElementsAre("a.wav", "b.wav"));
        EXPECT_EQ(readBytes(folder / "a.wav"), "new a");
        EXPECT_EQ(readBytes(folder / "b.wav"), "new b");
    }
}

TEST_F(OldFileSystemTest, AnExistingFileIsNeverReplacedUnasked) {
    const std::string result = without(kExchange | kNoReplace, [&] {
        StagedFiles files(false);
        writeAll(files.create(folder / "a.wav"), "mine");
        writeText(folder / "a.wav", "other");
        return errorOf([&] { files.commit(); });
    });
    if (result == kNotPermitted)
        GTEST_SKIP() << "Left out: system calls cannot be refused here";
    EXPECT_THAT(result, CannotWrite(folder / "a.wav", "it exists already"));
    EXPECT_THAT(folder.names(), ElementsAre("a.wav"));
    EXPECT_EQ(readBytes(folder / "a.wav"), "other");
}

TEST_F(OldFileSystemTest, NewFilesAreTakenBackIfAnotherOneFails) {
    const std::string result = without(kExchange, [&] {
        StagedFiles files(true);
        writeAll(files.create(folder / "a.wav"), "mine");
        writeAll(files.create(folder / "b.wav"), "mine");
        fs::create_directory(folder / "b.wav");
        return errorOf([&] { files.commit(); });
    });
    if (result == kNotPermitted)
        GTEST_SKIP() << "Left out: system calls cannot be refused here";
    EXPECT_THAT(result, CannotWrite(folder / "b.wav", "there is a folder of this name"));
    EXPECT_THAT(folder.names(), ElementsAre("b.wav"));
}

TEST_F(OldFileSystemTest, LocksNeedNotBeKnown) {
    const std::string result = inChild([&]() -> std::string {
        if (!test::refuse({.call = SYS_flock, .error = ENOLCK}))
            return kNotPermitted;
        StagedFiles first(false);
        writeAll(first.create(folder / "a.wav"), "a");
        StagedFiles second(false);
        writeAll(second.create(folder / "b.wav"), "b");
        second.commit();
        return errorOf([&] { first.commit(); });
    });
    if (result == kNotPermitted)
        GTEST_SKIP() << "Left out: system calls cannot be refused here";
    EXPECT_EQ(result, "");
    EXPECT_THAT(folder.names(), ElementsAre("a.wav", "b.wav"));
}

// Other writers

TEST_F(StagedFilesTest, WhatAKilledWriterLeftIsRemovedByTheNext) {
    EXPECT_EQ(inChild([&]() -> std::string {
                  StagedFiles files(false);
                  writeAll(files.create(folder / "a.wav"), "half");
                  files.create(folder / "b.wav");
                  std::raise(SIGKILL);
                  return "alive";
              }),
              "signal 9");
    EXPECT_EQ(std::ssize(folder.names()), 2) << "the kernel gives a killed process no time";
    write(folder / "c.wav", "text");
    EXPECT_THAT(folder.names(), ElementsAre("c.wav"));
}

TEST_F(StagedFilesTest, WhatALivingWriterWritesIsNotRemoved) {
    StagedFiles first(false);
    writeAll(first.create(folder / "a.wav"), "first");
    EXPECT_EQ(inChild([&] {
                  write(folder / "b.wav", "second");
                  return std::string();
              }),
              "");
    write(folder / "c.wav", "third");
    first.commit();
    EXPECT_THAT(folder.names(), ElementsAre("a.wav", "b.wav", "c.wav"));
    EXPECT_EQ(readBytes(folder / "a.wav"), "first");
}

TEST_F(StagedFilesTest, WhatALivingProcessWritesIsNotRemoved) {
    int ready[2];
    int go[2];
    ASSERT_EQ(::pipe(ready), 0);
    ASSERT_EQ(::pipe(go), 0);
    const pid_t other = ::fork();
    if (other == 0) {
        char byte = 0;
        ::alarm(20);
        bool good = false;
        {
            StagedFiles files(false);
            const int descriptor = files.create(folder / "a.wav");
            good = ::write(descriptor, "other", 5) == 5 && ::write(ready[1], "", 1) == 1 &&
                   ::read(go[0], &byte, 1) == 1;
            files.commit();
        }
        ::_exit(good ? 0 : 1);
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    write(folder / "b.wav", "mine");
    ASSERT_EQ(::write(go[1], "", 1), 1);
    int status = 0;
    ::waitpid(other, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_THAT(folder.names(), ElementsAre("a.wav", "b.wav"));
    EXPECT_EQ(readBytes(folder / "a.wav"), "other");
    for (const int descriptor : {ready[0], ready[1], go[0], go[1]})
        ::close(descriptor);
}

TEST_F(StagedFilesTest, HiddenThingsOfOthersAreLeftAlone) {
    writeText(folder / ".refrain-settings", "text");
    writeText(folder / ".other.part", "text");
    fs::create_directory(folder / ".refrain-folder.part");
    fs::create_symlink("nowhere", folder / ".refrain-link.part");
    write(folder / "a.wav", "text");
    EXPECT_THAT(folder.names(), ElementsAre(".other.part", ".refrain-folder.part",
                                            ".refrain-link.part", ".refrain-settings", "a.wav"));
}

TEST_F(StagedFilesTest, APipeAmongTheHiddenFilesStopsNobody) {
    ASSERT_EQ(::mkfifo((folder / ".refrain-1-0.part").c_str(), 0600), 0);
    EXPECT_EQ(inChild([&] {
                  write(folder / "a.wav", "text");
                  return std::string();
              }),
              "");
    EXPECT_TRUE(fs::exists(folder / "a.wav"));
}

TEST_F(StagedFilesTest, ManyThreadsCanWriteInOneFolder) {
    constexpr int kThreads = 4;
    constexpr int kFiles = 60;
    std::vector<std::string> errors(kThreads);
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < kFiles; ++i)
                    errors[t] += errorOf([&] {
                        write(folder / (std::to_string(t) + "-" + std::to_string(i)), "text");
                    });
            });
    }
    EXPECT_THAT(errors, testing::Each(""));
    const auto names = folder.names();
    EXPECT_EQ(std::ssize(names), kThreads * kFiles);
    EXPECT_THAT(names, Not(testing::Contains(StartsWith("."))));
}

TEST_F(StagedFilesTest, ManyProcessesCanWriteInOneFolder) {
    constexpr int kProcesses = 3;
    constexpr int kFiles = 60;
    std::vector<pid_t> others;
    for (int p = 0; p < kProcesses; ++p) {
        others.push_back(::fork());
        if (others.back() != 0)
            continue;
        ::alarm(20);
        std::string errors;
        for (int i = 0; i < kFiles; ++i)
            errors += errorOf(
                [&] { write(folder / (std::to_string(p) + "-" + std::to_string(i)), "text"); });
        ::_exit(errors.empty() ? 0 : 1);
    }
    for (const pid_t other : others) {
        int status = 0;
        ::waitpid(other, &status, 0);
        EXPECT_EQ(status, 0);
    }
    EXPECT_EQ(std::ssize(folder.names()), kProcesses * kFiles);
}

TEST_F(StagedFilesTest, WhatWillBePutBackIsNoStrayForOthers) {
    writeText(folder / "a.wav", "old");
    std::atomic<bool> done = false;
    std::string lost;
    {
        std::jthread other([&] {
            while (!done) {
                StagedFiles files(true);
                files.create(folder / "other.wav"); // looks for strays
            }
        });
        for (int round = 0; round < 300 && lost.empty(); ++round) {
            {
                StagedFiles files(true);
                files.create(folder / "a.wav");
                files.create(folder / "b.wav");
                fs::create_directory(folder / "b.wav");
                if (errorOf([&] { files.commit(); }).empty())
                    lost = "nothing went wrong";
            }
            fs::remove(folder / "b.wav");
            if (readBytes(folder / "a.wav") != "old")
                lost = "in round " + std::to_string(round);
        }
        done = true;
    }
    EXPECT_EQ(lost, "");
    EXPECT_THAT(folder.names(), ElementsAre("a.wav"));
}

// The end of the process

TEST_F(StagedFilesTest, BeforeTheEndOfTheProcessAllUncommittedFilesCanBeDiscarded) {
    const std::string result = inChild([&]() -> std::string {
        StagedFiles committed(false);
        writeAll(committed.create(folder / "committed.wav"), "text");
        committed.commit();
        StagedFiles first(false);
        first.create(folder / "a.wav");
        first.create(folder / "b.wav");
        auto second = std::make_unique<StagedFiles>(false);
        second->create(folder / "new/c.wav");
        std::jthread(&StagedFiles::discardAll).join();
        const std::string commit = errorOf([&] { first.commit(); });
        const std::string create = errorOf([&] { second->create(folder / "d.wav"); });
        ::kill(::getpid(), commit == "cancelled" && create == "cancelled" ? SIGKILL : SIGTERM);
        return "alive";
    });
    EXPECT_EQ(result, "signal 9") << "nothing can be committed or made afterwards";
    EXPECT_THAT(folder.names(), ElementsAre("committed.wav", "new"));
    EXPECT_TRUE(fs::is_empty(folder / "new"));
}

TEST_F(StagedFilesTest, DiscardingAmidManyWritersLeavesNothingHidden) {
    const std::string result = inChild([&]() -> std::string {
        std::atomic<int> written = 0;
        std::vector<std::jthread> threads;
        for (int t = 0; t < 3; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0;; ++i)
                    if (!errorOf([&] {
                             write(folder / (std::to_string(t) + "-" + std::to_string(i)), "text");
                         }).empty())
                        return;
                    else
                        ++written;
            });
        while (written < 20)
            std::this_thread::yield();
        StagedFiles::discardAll();
        ::kill(::getpid(), SIGKILL); // an interrupted program does not wait for its threads either
        return "alive";
    });
    EXPECT_EQ(result, "signal 9");
    EXPECT_THAT(folder.names(), Not(testing::Contains(StartsWith("."))));
    for (const std::string& name : folder.names())
        EXPECT_EQ(readBytes(folder / name), "text");
}

} // namespace

} // namespace refrain
