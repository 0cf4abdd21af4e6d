// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_test.h"

namespace refrain::test {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class InfoTest : public CliTest {};

TEST_F(InfoTest, TellsWhatASongIs) {
    const std::string path =
        song("song.flac", smallSong(44100, 2, 300000), {{"title", "A title"}, {"artist", "Nobody"}},
             {.container = Container::flac});
    const Outcome outcome = runCli({"info", path});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.errors, IsEmpty());
    EXPECT_THAT(outcome.output,
                AllOf(HasSubstr("Title         A title\n"), HasSubstr("Artist        Nobody\n"),
                      HasSubstr("FLAC"), HasSubstr("0:06.803 (300000 samples)"),
                      HasSubstr("44100 Hz"), HasSubstr("Channels      2\n")));
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("293 frames of 2049 bins"),
                                      HasSubstr("compared with 24 similar ones")));
}

TEST_F(InfoTest, JsonHasTheSameAsNumbers) {
    const std::string path =
        song("song.flac", sine(44100, 2, 300000, 441, 0.5),
             {{"title", "A \"title\"\nof two lines"}}, {.container = Container::flac});
    const Outcome outcome = runCli({"info", path, "--json"});
    EXPECT_THAT(outcome, EndsWith(0));
    const auto objects = objectsIn(outcome.output);
    ASSERT_EQ(objects.size(), 1U);
    const nlohmann::json& object = objects[0];
    EXPECT_EQ(object["song"], path);
    EXPECT_EQ(object["title"], "A \"title\"\nof two lines");
    EXPECT_EQ(object["tags"]["title"], object["title"]);
    EXPECT_EQ(object["samples"], 300000);
    EXPECT_EQ(object["sample_rate"], 44100);
    EXPECT_EQ(object["channels"], 2);
    EXPECT_EQ(object["frames"], 293);
    EXPECT_EQ(object["bins"], 2049);
    EXPECT_EQ(object["neighbours"], 24);
    EXPECT_NEAR(object["seconds"], 300000.0 / 44100, 1e-9);
    EXPECT_NEAR(object["peak_db"], -6.02, 0.01);
    EXPECT_NEAR(object["rms_db"], -9.03, 0.01);
    EXPECT_EQ(object["remarks"], nlohmann::json::array());
}

TEST_F(InfoTest, SilenceHasNoLevelAndAShortSongNoNeighbours) {
    const std::string path = song("song.wav", silence(8000, 1, 1));
    const Outcome outcome = runCli({"info", path});
    EXPECT_THAT(outcome.output,
                AllOf(HasSubstr("silent"), HasSubstr("1 frame of 513 bins, too few for anything"),
                      Not(HasSubstr("inf"))));
    const auto objects = objectsIn(runCli({"info", path, "--json"}).output);
    EXPECT_TRUE(objects.at(0)["peak_db"].is_null());
    EXPECT_EQ(objects.at(0)["neighbours"], 0);
}

TEST_F(InfoTest, ATitleCannotMoveTheCursor) {
    const std::string path = song("song.flac", smallSong(), {{"title", "a\x1b[2Jb\r\nc"}},
                                  {.container = Container::flac});
    const std::string output = runCli({"info", path}).output;
    EXPECT_THAT(output, AllOf(HasSubstr("a [2Jb"), Not(HasSubstr("\x1b")), Not(HasSubstr("\r"))));
}

TEST_F(InfoTest, JsonIsValidForNamesInOtherEncodings) {
    const Outcome outcome = runCli({"info", song("caf\xe9.wav"), "--json"});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_EQ(objectsIn(outcome.output).size(), 1U);
}

TEST_F(InfoTest, SaysWhatIsWrongWithASong) {
    const std::string path = song();
    writeText(path, readBytes(path).substr(0, 44 + 3 * 8000));
    const Outcome outcome = runCli({"info", path});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.errors, HasSubstr("earlier than it says; what is there is used."));
}

TEST_F(InfoTest, WhatIsNoSongIsRefusedInOneSentence) {
    writeText(at("text.wav"), "This is no sound.");
    EXPECT_THAT(runCli({"info", at("none.wav")}), FailsWith("there is no such file"));
    EXPECT_THAT(runCli({"info", at("text.wav"), "--json"}), FailsWith("text.wav"));
    EXPECT_THAT(runCli({"info", folder_.path().string()}), FailsWith("it is a folder"));
}

TEST_F(InfoTest, StandardOutputThatCannotBeWrittenIsAnError) {
    for (const char* words : {"info \"$1\" > /dev/full", "info --json \"$1\" >&-"})
        EXPECT_THAT(runShell("exec \"$0\" " + std::string(words), {song()}),
                    FailsWith("Cannot write to standard output"));
}

} // namespace

} // namespace refrain::test
