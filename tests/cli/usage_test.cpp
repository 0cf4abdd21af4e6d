// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_test.h"

namespace refrain::test {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string> kSeparationOptions = {"--method",
                                                     "--preset",
                                                     "--background-margin",
                                                     "--foreground-margin",
                                                     "--power",
                                                     "--voice-above",
                                                     "--width",
                                                     "--neighbours",
                                                     "--fft"};

struct CommandHelp {
    std::string command;
    std::vector<std::string> options;
    bool separates;
};

const std::vector<CommandHelp> kCommands = {
    {"separate",
     {"SONG", "-o", "--output", "--parts", "--from", "--to", "--format", "--bits", "--quality",
      "--name", "--overwrite", "--json", "--quiet"},
     true},
    {"picture",
     {"SONG", "-o", "--part", "--from", "--to", "--size", "--scale", "--overwrite"},
     true},
    {"info", {"SONG", "--json"}, false},
    {"evaluate", {"FOLDER", "--vocals", "--accompaniment", "--sweep", "--json"}, true},
};

TEST(HelpTest, TellsTheVersion) {
    const Outcome outcome = runCli({"--version"});
    EXPECT_EQ(outcome.exitCode, 0);
    EXPECT_EQ(outcome.output, "refrain-cli " REFRAIN_VERSION "\n");
    EXPECT_THAT(outcome.errors, IsEmpty());
}

TEST(HelpTest, NamesEveryCommand) {
    const Outcome outcome = runCli({"--help"});
    EXPECT_EQ(outcome.exitCode, 0);
    for (const CommandHelp& each : kCommands)
        EXPECT_THAT(outcome.output, HasSubstr("\n  " + each.command + " "));
}

TEST(HelpTest, OfACommandNamesEveryOption) {
    for (const CommandHelp& each : kCommands) {
        const Outcome outcome = runCli({each.command, "--help"});
        EXPECT_EQ(outcome.exitCode, 0) << each.command;
        EXPECT_THAT(outcome.errors, IsEmpty());
        std::vector<std::string> options = each.options;
        if (each.separates)
            options.insert(options.end(), kSeparationOptions.begin(), kSeparationOptions.end());
        for (const std::string& option : options)
            EXPECT_THAT(outcome.output, HasSubstr(option)) << each.command;
    }
}

TEST(HelpTest, NamesThePresetsWithTheirKnobs) {
    const std::string help = runCli({"separate", "--help"}).output;
    for (const char* preset :
         {"balanced (1, 1, 2) - ", "article (3, 11, 3) - ", "karaoke (", "acapella ("})
        EXPECT_THAT(help, HasSubstr(preset));
}

TEST(HelpTest, FitsATerminalOf100Columns) {
    for (const CommandHelp& each : kCommands) {
        std::istringstream help(runCli({each.command, "--help"}).output);
        for (std::string line; std::getline(help, line);)
            EXPECT_LE(line.size(), 100U) << each.command << ": " << line;
    }
}

TEST(HelpTest, IsRecommendedWhenNoCommandIsGiven) {
    EXPECT_THAT(runCli({}), IsWrongUsage("separate, picture, info or evaluate"));
    EXPECT_THAT(
        runCli({"sing"}),
        IsWrongUsage(
            "there is no command \"sing\"; there are separate, picture, info and evaluate"));
    EXPECT_THAT(runCli({"--sing"}), IsWrongUsage("there is no option \"--sing\""));
}

TEST(HelpTest, IsRecommendedForEachCommandByItsName) {
    for (const CommandHelp& each : kCommands) {
        const Outcome outcome = runCli({each.command, "--no-such-option"});
        EXPECT_THAT(outcome, IsWrongUsage("\"refrain-cli " + each.command + " --help\""))
            << each.command;
    }
}

/// The options of `separate`, wrong in one way, and a part of what is said about it.
struct Wrong {
    std::vector<std::string> options;
    std::string words;
};

class WrongUsageTest : public CliTest {};

TEST_F(WrongUsageTest, IsRefusedInWordsAndWritesNothing) {
    const std::string path = song();
    const std::vector<Wrong> cases = {
        {{"--sing"}, "--sing"},
        {{"--background-margin", "0.9"}, "--background-margin: \"0.9\" is not a number from 1 to"},
        {{"--background-margin", "101"}, "from 1 to 100"},
        {{"--foreground-margin", "0.99"}, "--foreground-margin"},
        {{"--foreground-margin", "1e9"}, "from 1 to 100"},
        {{"--foreground-margin", "x"}, "\"x\" is not a number"},
        {{"--power", "0"}, "--power: \"0\" is not a number from 0.1 to 20"},
        {{"--power", "21"}, "from 0.1 to 20"},
        {{"--power", "nan"}, "\"nan\" is not a number"},
        {{"--voice-above", "-1"}, "from 0 to 20000"},
        {{"--width", "inf"}, "\"inf\" is not a number"},
        {{"--neighbours", "0"}, "whole number from 1"},
        {{"--neighbours", "2.5"}, "\"2.5\" is not a whole number"},
        {{"--fft", "514"}, "multiple of 4"},
        {{"--fft", "0"}, "from 512 to"},
        {{"--fft", "508"}, "from 512 to"},
        {{"--width", "3"}, "--width: method refrain has no use for it"},
        {{"--neighbours", "5"}, "--neighbours: method refrain has no use for it"},
        {{"--voice-above", "80"}, "it is of --method repeating"},
        {{"--voice-above", "80", "--method", "librosa"}, "method librosa has no use for it"},
        {{"--preset", "foo"}, "\"foo\" is not balanced, article, karaoke or acapella"},
        {{"--method", "0"}, "\"0\" is not refrain, repeating or librosa"},
        {{"--parts", "voice"}, "\"voice\" is not background, foreground or residual"},
        {{"--parts", "1"}, "\"1\" is not background"},
        {{"--parts"}, "--parts: a value is missing"},
        {{"--format", "aiff"}, "\"aiff\" is not wav, flac, ogg, opus or mp3"},
        {{"--bits", "8"}, "\"8\" is not 16, 24 or 32f"},
        {{"--bits", "0"}, "\"0\" is not 16, 24 or 32f"},
        {{"--bits", "32f", "--format", "flac"}, "--bits: flac has no 32f"},
        {{"--bits", "16", "--format", "mp3"}, "--bits: has no meaning for mp3; use --quality"},
        {{"--quality", "0.5"}, "--quality: has no meaning for wav; use --bits"},
        {{"--quality", "1.5", "--format", "ogg"}, "from 0 to 1"},
        {{"--from", "3", "--to", "2"}, "--to: 2 is not after --from 3"},
        {{"--from", "3", "--to", "3"}, "--to: 3 is not after --from 3"},
        {{"--to", "0"}, "--to: 0 is not after the start"},
        {{"--from", "6"}, "--from: 6 is not before the end of the song, 0:06.000"},
        {{"--from", "1:30"}, "--from: 1:30 is not before the end of the song"},
        {{"--from", "soon"}, "--from: \"soon\" is not a time; write seconds (92.4) or minutes"},
        {{"--from", "-1"}, "is not a time"},
        {{"--from", ""}, "is not a time"},
        {{"--to", "1:75"}, "\"1:75\" is not a time"},
        {{"--from", "1", "--from", "2"}, "--from is given more than once"},
        {{"--name", "{foo}"}, "--name: only {title}, {range} and {part} can be filled in"},
        {{"--name", "{part"}, "--name: only {title}, {range} and {part} can be filled in"},
        {{"--name", "{part}/"}, "--name: a name is needed"},
        {{"--name", ""}, "--name: a name is needed"},
        {{"--name", "{title}"}, "--name: without {part} all parts would have one name"},
    };
    for (const Wrong& wrong : cases) {
        std::vector<std::string> words = {"separate", path};
        words.insert(words.end(), wrong.options.begin(), wrong.options.end());
        EXPECT_THAT(runCli(words), IsWrongUsage(wrong.words))
            << testing::PrintToString(wrong.options);
    }
    EXPECT_THAT(names(), ElementsAre("song.wav"));
}

TEST_F(WrongUsageTest, OfOneOptionIsFoundBeforeTheSongIsLookedAt) {
    EXPECT_THAT(runCli({"separate", at("none.wav"), "--from", "3", "--to", "2"}),
                IsWrongUsage("--to: 2 is not after --from 3"));
}

TEST_F(WrongUsageTest, NoSong) {
    EXPECT_THAT(runCli({"separate"}), IsWrongUsage("SONG is required"));
    EXPECT_THAT(runCli({"info"}), IsWrongUsage("SONG is required"));
    EXPECT_THAT(runCli({"picture", "-o", at("p.png")}), IsWrongUsage("SONG is required"));
    EXPECT_THAT(runCli({"evaluate", "--vocals", song()}),
                IsWrongUsage("--vocals requires --accompaniment"));
}

TEST_F(WrongUsageTest, ASongBehindPartsIsNoPart) {
    const std::string path = song();
    EXPECT_EQ(runCli({"separate", "--parts", "background", path}).exitCode, 0);
    EXPECT_THAT(names(), ElementsAre("song (background).wav", "song.wav"));
}

TEST_F(WrongUsageTest, APartGivenTwiceIsWrittenOnce) {
    EXPECT_EQ(runCli({"separate", song(), "--parts", "background,background"}).exitCode, 0);
    EXPECT_THAT(names(), ElementsAre("song (background).wav", "song.wav"));
}

TEST_F(WrongUsageTest, NamesWithSpacesBracketsAndDashesAreNames) {
    const std::string spaces = song("a b, c.wav");
    const std::string brackets = song("[a, b].wav");
    song("-dash.wav");
    EXPECT_EQ(runCli({"separate", spaces, brackets, "-o", at("out 1")}).exitCode, 0);
    EXPECT_EQ(runShell("cd \"$1\" && exec \"$0\" separate -o 'out 1' -- -dash.wav",
                       {folder_.path().string()})
                  .exitCode,
              0);
    for (const char* name : {"out 1/a b, c (background).wav", "out 1/[a, b] (background).wav",
                             "out 1/-dash (background).wav"})
        EXPECT_TRUE(std::filesystem::exists(at(name))) << name;
}

} // namespace

} // namespace refrain::test
