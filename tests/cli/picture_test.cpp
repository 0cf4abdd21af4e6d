// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_test.h"

namespace refrain::test {

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PictureTest : public CliTest {
protected:
    Outcome draw(const std::vector<std::string>& options = {}) {
        std::vector<std::string> words = {"picture", path_, "-o", at("picture.png")};
        words.insert(words.end(), options.begin(), options.end());
        return runCli(words);
    }

    /// Width and height in the header of a PNG file, "1600x900", if it is whole.
    static std::string sizeOf(const fs::path& path) {
        const std::string bytes = readBytes(path);
        if (!bytes.starts_with("\x89PNG\r\n\x1a\n") || bytes.size() < 33 ||
            bytes.substr(12, 4) != "IHDR" || bytes.substr(bytes.size() - 8, 4) != "IEND")
            return "no picture";
        const auto number = [&](std::size_t from) {
            std::uint32_t value = 0;
            for (std::size_t i = from; i < from + 4; ++i)
                value = value << 8 | static_cast<unsigned char>(bytes[i]);
            return std::to_string(value);
        };
        return number(16) + "x" + number(20);
    }

    std::string path_ = song();
};

TEST_F(PictureTest, Has1600By900PixelsUnlessToldOtherwise) {
    const Outcome outcome = draw();
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.output, IsEmpty());
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr("picture.png"), IsOneSentence()));
    EXPECT_EQ(sizeOf(at("picture.png")), "1600x900");
    EXPECT_THAT(names(), ElementsAre("picture.png", "song.wav"));
}

TEST_F(PictureTest, HasTheSizeThatWasAskedFor) {
    EXPECT_THAT(draw({"--size", "801x607"}), EndsWith(0));
    EXPECT_EQ(sizeOf(at("picture.png")), "801x607");
}

TEST_F(PictureTest, OfEveryPartAndScaleIsAnother) {
    std::vector<std::string> pictures;
    for (const char* part : {"all", "full", "background", "foreground", "residual"})
        for (const char* scale : {"log", "mel", "linear"}) {
            EXPECT_THAT(draw({"--part", part, "--scale", scale, "--preset", "article", "--size",
                              "640x400", "--overwrite"}),
                        EndsWith(0))
                << part << " " << scale;
            EXPECT_EQ(sizeOf(at("picture.png")), "640x400") << part << " " << scale;
            pictures.push_back(readBytes(at("picture.png")));
        }
    std::ranges::sort(pictures);
    EXPECT_EQ(std::ranges::adjacent_find(pictures), pictures.end()) << "two of them are the same";
}

TEST_F(PictureTest, OfOtherColoursOrWithThePitchIsAnother) {
    path_ = song("sung.wav", demoSong(6));
    std::vector<std::string> pictures;
    for (const std::vector<std::string>& options : {std::vector<std::string>{"--pitch"},
                                                    {"--colours", "magma"},
                                                    {"--colours", "viridis"},
                                                    {"--colours", "cividis"},
                                                    {"--colours", "grey"},
                                                    {"--colours", "inverted-grey"}}) {
        std::vector<std::string> all = {"--size", "640x400", "--overwrite"};
        all.insert(all.end(), options.begin(), options.end());
        EXPECT_THAT(draw(all), EndsWith(0)) << testing::PrintToString(options);
        pictures.push_back(readBytes(at("picture.png")));
    }
    std::ranges::sort(pictures);
    EXPECT_EQ(std::ranges::adjacent_find(pictures), pictures.end()) << "two of them are the same";
}

TEST_F(PictureTest, OfTheSameSongIsTheSame) {
    EXPECT_THAT(draw({"--size", "640x400"}), EndsWith(0));
    const std::string first = readBytes(at("picture.png"));
    EXPECT_THAT(draw({"--size", "640x400", "--overwrite"}), EndsWith(0));
    EXPECT_TRUE(readBytes(at("picture.png")) == first);
}

TEST_F(PictureTest, OfARangeIsNotThatOfTheWhole) {
    EXPECT_THAT(draw({"--size", "640x400"}), EndsWith(0));
    const std::string whole = readBytes(at("picture.png"));
    EXPECT_THAT(draw({"--size", "640x400", "--overwrite", "--from", "1", "--to", "0:02.5"}),
                EndsWith(0));
    EXPECT_EQ(sizeOf(at("picture.png")), "640x400");
    EXPECT_FALSE(readBytes(at("picture.png")) == whole);
}

TEST_F(PictureTest, OfAWrongRangeSizePartOrScaleIsWrongUsage) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
        {{"--from", "6"}, "--from: 6 is not before the end of the song"},
        {{"--from", "3", "--to", "2"}, "--to: 2 is not after --from 3"},
        {{"--to", "x"}, "\"x\" is not a time"},
        {{"--size", "1600"}, "--size"},
        {{"--size", "0x0"}, "--size"},
        {{"--size", "-5x100"}, "--size"},
        {{"--size", "10x10"}, "--size"},
        {{"--size", "1600x900x3"}, "--size"},
        {{"--size", "100000x100000"}, "--size"},
        {{"--size", "99999999999x900"}, "--size"},
        {{"--part", "voice"}, "--part"},
        {{"--scale", "bark"}, "--scale"},
        {{"--colours", "rainbow"}, "--colours"},
        {{"--pitch", "--method", "repeating"}, "only method refrain follows the voice's pitch"},
        {{"--scale", "0"}, "--scale"},
        {{"--power", "0"}, "--power"},
        {{"--preset", "foo"}, "--preset"}};
    for (const auto& [options, words] : cases)
        EXPECT_THAT(draw(options), IsWrongUsage(words)) << testing::PrintToString(options);
    EXPECT_THAT(runCli({"picture", path_}), IsWrongUsage("--output"));
    EXPECT_THAT(names(), ElementsAre("song.wav"));
}

TEST_F(PictureTest, DoesNotReplaceAnExistingFileUnlessThatIsWanted) {
    writeText(at("picture.png"), "precious");
    EXPECT_THAT(draw(), FailsWith("exists already; choose another folder or name, or add "
                                  "--overwrite."));
    EXPECT_EQ(readBytes(at("picture.png")), "precious");
    EXPECT_THAT(draw({"--overwrite"}), EndsWith(0));
    EXPECT_EQ(sizeOf(at("picture.png")), "1600x900");
}

TEST_F(PictureTest, IsADrawingIfItsNameSaysSo) {
    for (const auto& [name, start] :
         {std::pair{"drawing.svg", "<?xml "}, {"drawing.PDF", "%PDF-"}}) {
        EXPECT_THAT(runCli({"picture", path_, "-o", at(name), "--size", "640x400"}), EndsWith(0));
        EXPECT_TRUE(readBytes(at(name)).starts_with(start)) << name;
    }
    EXPECT_THAT(readBytes(at("drawing.svg")), HasSubstr("width=\"640px\" height=\"400px\""));
    EXPECT_THAT(readBytes(at("drawing.PDF")), HasSubstr("/MediaBox [ 0 0 480 300 ]"));
}

TEST_F(PictureTest, OfAnotherKindIsRefused) {
    for (const char* name : {"picture.jpg", "picture.svgz", "song.wav"})
        EXPECT_THAT(runCli({"picture", path_, "-o", at(name)}),
                    IsWrongUsage("a picture is a PNG, SVG or PDF file"))
            << name;
    EXPECT_THAT(names(), ElementsAre("song.wav"));
}

TEST_F(PictureTest, NeverReplacesTheSong) {
    const std::string before = readBytes(path_);
    fs::create_symlink(path_, at("link.png"));
    for (const std::string& target : {at("link.png"), at("./link.png")}) {
        EXPECT_THAT(runCli({"picture", path_, "-o", target, "--overwrite"}),
                    FailsWith("it is the song itself"))
            << target;
        EXPECT_TRUE(readBytes(path_) == before);
    }
}

TEST_F(PictureTest, OfSilenceIsAPicture) {
    path_ = song("silence.wav", silence(8000, 2, 48000));
    EXPECT_THAT(draw(), EndsWith(0));
    EXPECT_EQ(sizeOf(at("picture.png")), "1600x900");
}

TEST_F(PictureTest, OfOneSampleIsAPicture) {
    for (const int rate : {8000, 192000}) {
        path_ = song("sample.wav", smallSong(rate, 1, 1));
        EXPECT_THAT(draw({"--overwrite"}), EndsWith(0)) << rate;
        EXPECT_EQ(sizeOf(at("picture.png")), "1600x900");
    }
}

TEST_F(PictureTest, GoesIntoAFolderThatItMakes) {
    EXPECT_THAT(runCli({"picture", path_, "-o", at("a/b/p.png"), "--size", "640x400"}),
                EndsWith(0));
    EXPECT_EQ(sizeOf(at("a/b/p.png")), "640x400");
}

TEST_F(PictureTest, OfNoSongIsRefusedInOneSentence) {
    writeText(at("text.wav"), "This is no sound.");
    path_ = at("text.wav");
    EXPECT_THAT(draw(), FailsWith("text.wav"));
    path_ = at("none.wav");
    EXPECT_THAT(draw(), FailsWith("there is no such file"));
    EXPECT_THAT(names(), ElementsAre("song.wav", "text.wav"));
}

TEST_F(PictureTest, ThatDoesNotFitTheDiskLeavesNothing) {
    const Outcome outcome =
        runShell("ulimit -f 4; exec \"$0\" picture \"$1\" -o \"$2\"", {path_, at("picture.png")});
    EXPECT_THAT(outcome, FailsWith("picture.png"));
    EXPECT_THAT(names(), ElementsAre("song.wav"));
}

} // namespace

} // namespace refrain::test
