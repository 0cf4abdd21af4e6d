// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where `separate` writes, and what it leaves alone.

#include "tests/cli/cli_test.h"

#include <sys/stat.h>
#include <unistd.h>

namespace refrain::test {

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class SeparateFilesTest : public CliTest {
protected:
    /// Runs a script in a file system of its own: `$1` is an empty folder, `$2` the song. Skips the
    /// test where that is not permitted.
    Outcome runApart(const std::string& script) {
        fs::create_directory(at("apart"));
        const std::string unshare = ::getuid() == 0 ? "unshare -m" : "unshare -rm";
        if (runShell(unshare + " mount -t tmpfs none \"$1\"", {at("apart")}).exitCode != 0) {
            skipped_ = true;
            return {};
        }
        return runShell("exec " + unshare + " /bin/sh -c '" + script + "' \"$0\" \"$@\"",
                        {at("apart"), path_});
    }

    std::string path_ = song("song.wav", smallSong(44100, 1, 400000));
    bool skipped_ = false;
};

constexpr const char* kNotPermitted = "Left out: no file system of its own is permitted here";

TEST_F(SeparateFilesTest, AnExistingFileIsNotReplaced) {
    writeText(at("song (foreground).wav"), "precious");
    EXPECT_THAT(runCli({"separate", path_}),
                FailsWith("song (foreground).wav\": it exists already; choose another folder or "
                          "name, or add --overwrite."));
    EXPECT_EQ(readBytes(at("song (foreground).wav")), "precious");
    EXPECT_THAT(names(), ElementsAre("song (foreground).wav", "song.wav"));
}

TEST_F(SeparateFilesTest, AnExistingFileIsReplacedWhenThatIsWanted) {
    writeText(at("song (foreground).wav"), "worthless");
    EXPECT_THAT(runCli({"separate", path_, "--overwrite"}), EndsWith(0));
    EXPECT_THAT(names(), ElementsAre("song (background).wav", "song (foreground).wav", "song.wav"));
    EXPECT_EQ(clipOf(at("song (foreground).wav")).length(), 400000);
}

TEST_F(SeparateFilesTest, TheSongIsNeverReplaced) {
    const std::string before = readBytes(path_);
    fs::create_directory(at("folder"));
    fs::create_symlink(path_, at("folder/link (background).wav"));
    fs::create_hard_link(path_, at("folder/hard (background).wav"));
    song("link.wav");
    const std::vector<std::vector<std::string>> ways = {
        {path_, "--name", "song", "--parts", "background"},
        {path_, "--name", "{title}", "--parts", "background"},
        {path_, "-o", at("folder/.."), "--name", "song", "--parts", "background"},
        {at("folder/../song.wav"), "--name", "folder/../song", "--parts", "background"},
        {path_, "-o", at("folder"), "--name", "link ({part})"},
        {path_, "-o", at("folder"), "--name", "hard ({part})"},
        {at("folder/link (background).wav"), "--name", "link ({part})"},
        {at("folder/link (background).wav"), "-o", folder_.path().string(), "--name", "song",
         "--parts", "background"},
    };
    for (const auto& way : ways) {
        std::vector<std::string> words = {"separate", "--overwrite"};
        words.insert(words.end(), way.begin(), way.end());
        EXPECT_THAT(runCli(words), FailsWith("it is the song itself"))
            << testing::PrintToString(way);
        EXPECT_EQ(readBytes(path_), before);
    }
    EXPECT_TRUE(fs::is_symlink(at("folder/link (background).wav")));
}

TEST_F(SeparateFilesTest, ASongOfTheSameRunIsNotReplacedByThePartOfAnother) {
    const std::string other = song("song (background).wav");
    const std::string before = readBytes(other);
    const Outcome outcome = runCli({"separate", path_, other, "--overwrite"});
    EXPECT_THAT(outcome, EndsWith(1));
    EXPECT_EQ(readBytes(other), before);
    EXPECT_THAT(names(), ElementsAre("song (background) (background).wav",
                                     "song (background) (foreground).wav", "song (background).wav",
                                     "song.wav"));
}

TEST_F(SeparateFilesTest, TwoSongsOfOneNameDoNotReplaceEachOther) {
    fs::create_directory(at("other"));
    const std::string other = song("other/song.wav", smallSong(8000, 1, 30000));
    for (const char* option : {"--quiet", "--overwrite"}) {
        fs::remove_all(at("out"));
        const Outcome outcome = runCli({"separate", path_, other, "-o", at("out"), option});
        EXPECT_THAT(outcome, EndsWith(1)) << option;
        EXPECT_THAT(outcome.errors, HasSubstr("song (background).wav")) << option;
        EXPECT_EQ(clipOf(at("out/song (background).wav")).length(), 400000) << option;
    }
}

TEST_F(SeparateFilesTest, ADirectoryInTheWayIsNamed) {
    fs::create_directory(at("song (background).wav"));
    EXPECT_THAT(runCli({"separate", path_, "--overwrite"}),
                FailsWith("there is a folder of this name"));
}

TEST_F(SeparateFilesTest, AFileInPlaceOfTheFolderIsNamed) {
    writeText(at("out"), "");
    EXPECT_THAT(runCli({"separate", path_, "-o", at("out")}),
                FailsWith("out/song (background).wav"));
}

TEST_F(SeparateFilesTest, NamesMayHaveFoldersInThem) {
    EXPECT_THAT(runCli({"separate", path_, "-o", at("out"), "--name", "{title}/{part} of {title}"}),
                EndsWith(0));
    EXPECT_TRUE(fs::exists(at("out/song/background of song.wav")));
    EXPECT_TRUE(fs::exists(at("out/song/foreground of song.wav")));
}

TEST_F(SeparateFilesTest, ARangeDoesNotReplaceTheWholeSong) {
    for (const std::vector<std::string>& range :
         {std::vector<std::string>{}, {"--from", "2", "--to", "0:05.5"}, {"--to", "99"}}) {
        std::vector<std::string> words = {"separate", path_, "--parts", "background",
                                          "--overwrite"};
        words.insert(words.end(), range.begin(), range.end());
        EXPECT_THAT(runCli(words), EndsWith(0));
    }
    EXPECT_THAT(names(), ElementsAre("song (background).wav", "song 0m02.0-0m05.5 (background).wav",
                                     "song.wav"));
    EXPECT_EQ(clipOf(at("song (background).wav")).length(), 400000) << "99 s are all of it";
}

TEST_F(SeparateFilesTest, TitlesThatAreNoFileNamesBecomeSome) {
    const std::vector<std::pair<std::string, std::string>> titles = {
        {"AC/DC\nlive", "AC_DC_live (background).flac"},
        {"../../up", "_.._.._up (background).flac"},
        {".hidden", "_.hidden (background).flac"},
        {"...", "_... (background).flac"},
        {std::string(300, 'x'), std::string(180, 'x') + " (background).flac"},
        // 200 characters of two bytes; not cut in the middle of one.
        {[] {
             std::string text = "x";
             for (int i = 0; i < 200; ++i)
                 text += "ä";
             return text;
         }(),
         [] {
             std::string text = "x";
             for (int i = 0; i < 89; ++i)
                 text += "ä";
             return text + " (background).flac";
         }()},
    };
    for (const auto& [title, name] : titles) {
        fs::remove_all(at("out"));
        const std::string path = song("song.flac", smallSong(8000, 1, 20000), {{"title", title}},
                                      {.container = Container::flac});
        const Outcome outcome = runCli({"separate", path, "-o", at("out"), "--format", "flac",
                                        "--parts", "background", "--json"});
        EXPECT_THAT(outcome, EndsWith(0));
        EXPECT_TRUE(fs::exists(at("out/" + name))) << title << ": " << outcome.errors;
        const auto objects = objectsIn(outcome.output);
        EXPECT_EQ(objects.at(0)["title"], title);
        EXPECT_EQ(readAudioFile(at("out/" + name)).title, title);
    }
}

TEST_F(SeparateFilesTest, ASongWithoutATitleHasItsFilesName) {
    const std::string path =
        song("no title.flac", smallSong(), {{"artist", "x"}}, {.container = Container::flac});
    EXPECT_THAT(runCli({"separate", path}), EndsWith(0));
    EXPECT_THAT(names(), Contains("no title (background).wav"));
}

TEST_F(SeparateFilesTest, NamesInOtherEncodingsGiveValidJson) {
    const std::string path = song("caf\xe9.wav");
    const Outcome outcome = runCli({"separate", path, "--json", "-o", at("out")});
    EXPECT_THAT(outcome, EndsWith(0));
    const auto objects = objectsIn(outcome.output);
    EXPECT_THAT(objects.at(0)["title"], StartsWith("caf"));
    EXPECT_THAT(objects.at(0)["song"], HasSubstr("caf"));
    EXPECT_EQ(std::distance(fs::directory_iterator(at("out")), {}), 2);
}

TEST_F(SeparateFilesTest, ANewlineInANameStaysOutOfTheMessages) {
    const std::string path = song("two\nlines.wav");
    EXPECT_THAT(runCli({"separate", path}), EndsWith(0));
    EXPECT_THAT(runCli({"separate", path}), FailsWith("two_lines (background).wav"));
    EXPECT_THAT(runCli({"separate", at("none\n.wav")}), FailsWith("none?.wav"));
}

TEST_F(SeparateFilesTest, AFolderThatMayNotBeWrittenToIsNamed) {
    const Outcome outcome =
        runApart("mount -t tmpfs -o ro none \"$1\"; \"$0\" separate \"$2\" -o \"$1\"; code=$?; "
                 "ls -A \"$1\"; exit $code");
    if (skipped_)
        GTEST_SKIP() << kNotPermitted;
    EXPECT_THAT(outcome, FailsWith("apart/song (background).wav\": read-only file system"));
}

TEST_F(SeparateFilesTest, AFullDiskIsNamedAndNothingIsLeft) {
    for (const char* format : {"wav", "flac", "ogg"}) {
        const Outcome outcome = runApart(
            "mount -t tmpfs -o size=32k none \"$1\"; \"$0\" separate \"$2\" -o \"$1\" --format " +
            std::string(format) + "; code=$?; ls -A \"$1\"; exit $code");
        if (skipped_)
            GTEST_SKIP() << kNotPermitted;
        EXPECT_THAT(outcome, FailsWith("no space left on device; make room")) << format;
    }
}

TEST_F(SeparateFilesTest, AFullDiskLeavesOldFilesAsTheyWere) {
    const Outcome outcome =
        runApart("mount -t tmpfs -o size=1m none \"$1\"; echo old > \"$1/song (foreground).wav\"; "
                 "\"$0\" separate \"$2\" -o \"$1\" --overwrite; code=$?; ls -A \"$1\"; "
                 "cat \"$1/song (foreground).wav\"; exit $code");
    if (skipped_)
        GTEST_SKIP() << kNotPermitted;
    EXPECT_THAT(outcome, EndsWith(1));
    EXPECT_EQ(outcome.output, "song (foreground).wav\nold\n");
}

TEST_F(SeparateFilesTest, AFileThatMayNotGrowIsNamedAndNothingIsLeft) {
    const Outcome outcome = runShell("ulimit -f 200; exec \"$0\" separate \"$1\"", {path_});
    EXPECT_THAT(outcome, FailsWith("file too large"));
    EXPECT_THAT(names(), ElementsAre("song.wav"));
}

TEST_F(SeparateFilesTest, StandardOutputThatCannotBeWrittenIsAnError) {
    for (const char* output : {">/dev/full", ">&-"}) {
        const Outcome outcome = runShell("exec \"$0\" separate \"$1\" --json --quiet --overwrite " +
                                             std::string(output),
                                         {path_});
        EXPECT_THAT(outcome, FailsWith("Cannot write to standard output")) << output;
    }
    // Its reader has gone.
    const Outcome outcome = runShell(
        "{ sleep 0.1; \"$0\" separate \"$1\" --json --quiet --overwrite; echo $? >&2; } | true",
        {path_});
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr("broken pipe"), testing::EndsWith("\n1\n")));
}

TEST_F(SeparateFilesTest, StreamsThatAreClosedAreNotTakenForFiles) {
    const Outcome outcome = runShell("exec \"$0\" separate \"$1\" <&- >&- 2>&-", {path_});
    EXPECT_THAT(outcome, EndsWith(0));
    for (const char* part : {"background", "foreground"})
        EXPECT_EQ(fs::file_size(at("song (" + std::string(part) + ").wav")), fs::file_size(path_));
}

TEST_F(SeparateFilesTest, WhatIsNoSongIsRefusedInOneSentence) {
    fs::create_directory(at("folder.wav"));
    writeText(at("empty.wav"), "");
    writeText(at("text.wav"), "This is no sound.\n");
    writeText(at("no samples.wav"), readBytes(path_).substr(0, 44));
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"none.wav", "there is no such file"},
        {"folder.wav", "it is a folder"},
        {"empty.wav", "the file is empty"},
        {"text.wav", "; choose a WAV"},
        {"no samples.wav", "there are no samples in it"}};
    for (const auto& [name, words] : cases)
        EXPECT_THAT(runCli({"separate", at(name)}), AllOf(FailsWith(name), FailsWith(words)))
            << name;
    EXPECT_THAT(runCli({"separate", ""}), FailsWith("there is no such file"));
    EXPECT_THAT(runCli({"separate", "/dev/null"}), FailsWith("not an ordinary file"));
}

TEST_F(SeparateFilesTest, ASongThatMayNotBeReadIsRefusedInOneSentence) {
    ::chmod(path_.c_str(), 0);
    // For root, for whom nothing is forbidden, another user tries.
    const Outcome outcome =
        ::getuid() != 0 ? runCli({"separate", path_})
                        : runShell("chmod 755 \"$2\"; cp \"$0\" \"$2/cli\"; chmod 755 \"$2/cli\"; "
                                   "exec setpriv --reuid 65534 --clear-groups "
                                   "\"$2/cli\" separate \"$1\"",
                                   {path_, folder_.path().string()});
    EXPECT_THAT(outcome, FailsWith("permission denied; check the rights of the file"));
}

} // namespace

} // namespace refrain::test
