// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture.h"

#include "core/base/staged_files.h"
#include "core/picture/canvas.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <unistd.h>

namespace refrain {

namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const MaskCurve kCurve({});

/// The bytes of a picture.
std::string draw(const AudioClip& clip, const PictureSettings& settings,
                 const Progress& progress = {}) {
    const test::TemporaryFolder folder;
    StagedFiles files(false);
    const StftParams params = defaultStftParams(clip.sampleRate);
    const BackgroundShare share =
        makeShare(params.frameCount(clip.length()), params.binCount(), {},
                  [](Index, std::span<float> row) { std::ranges::fill(row, 0.5F); });
    writePicture(files.create(folder / "picture"), folder / "picture",
                 {clip, params, share, kCurve}, settings, progress);
    files.commit();
    return test::readBytes(folder / "picture");
}

/// The four bytes from `offset` on, the highest first.
int numberAt(const std::string& bytes, std::size_t offset) {
    int number = 0;
    for (std::size_t i = offset; i < offset + 4; ++i)
        number = number << 8 | static_cast<unsigned char>(bytes.at(i));
    return number;
}

void expectPng(const std::string& bytes, int width, int height) {
    ASSERT_THAT(bytes, StartsWith("\x89PNG\r\n\x1a\n"));
    EXPECT_EQ(numberAt(bytes, 16), width);
    EXPECT_EQ(numberAt(bytes, 20), height);
    EXPECT_EQ(bytes.substr(bytes.size() - 8, 4), "IEND");
}

constexpr PictureFormat kDrawings[] = {PictureFormat::svg, PictureFormat::pdf};

int count(const std::string& text, std::string_view word) {
    int found = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++found;
    return found;
}

/// Letters in a drawing: SVG refers to the outline of each.
int letters(const std::string& svg) {
    return count(svg, "#glyph");
}

std::string refusal(const PictureSettings& settings, double seconds = 10, int sampleRate = 44100) {
    try {
        requireDrawable(settings, seconds, sampleRate);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST(PictureTest, HasTheSizeThatWasAskedFor) {
    const AudioClip clip = test::noise(44100, 2, 44100);
    expectPng(draw(clip, {}), 1600, 900);
    for (const auto& [width, height] : {std::pair{240, 180}, {400, 300}, {3000, 200}, {250, 2000}})
        expectPng(draw(clip, {.width = width, .height = height, .title = "A song"}), width, height);
}

TEST(PictureTest, HasAnyPanelsOnAnyScale) {
    const AudioClip clip = test::noise(22050, 1, 22050);
    for (const FrequencySpacing spacing :
         {FrequencySpacing::log, FrequencySpacing::mel, FrequencySpacing::linear})
        for (const std::vector<Panel>& panels :
             {std::vector{Panel::full},
              {Panel::residual, Panel::full},
              {Panel::full, Panel::background, Panel::foreground, Panel::residual}})
            expectPng(draw(clip, {.panels = panels,
                                  .width = 240,
                                  .height = 180,
                                  .spacing = spacing,
                                  .title = "A song"}),
                      240, 180);
}

TEST(PictureTest, OfTheShortestSongsCanBeDrawn) {
    for (const int sampleRate : {100, 8000, 44100, 192000})
        for (const Index length : {1, 2, 100, 5000})
            expectPng(draw(test::noise(sampleRate, 1, length), {.width = 400, .height = 300}), 400,
                      300);
}

TEST(PictureTest, OfSilenceIsDark) {
    const PictureSettings settings{.width = 800, .height = 600};
    const std::string silent = draw(test::silence(44100, 2, 44100), settings);
    expectPng(silent, 800, 600);
    // Dark areas compress to next to nothing; noise of the same size takes many times as much.
    EXPECT_LT(silent.size(), 25'000U);
    EXPECT_GT(draw(test::noise(44100, 2, 44100), settings).size(), 5 * silent.size());
}

TEST(PictureTest, IsTheSameEveryTime) {
    const AudioClip clip = test::noise(44100, 2, 100000);
    const PictureSettings settings{.fromSeconds = 0.5, .toSeconds = 1.5, .title = "Twice"};
    EXPECT_EQ(draw(clip, settings), draw(clip, settings));
}

TEST(PictureTest, HasTheColoursOfTheWholeSongInEveryStretch) {
    AudioClip clip = test::noise(44100, 1, 44100 * 4);
    std::for_each(clip.channels[0].begin() + 44100 * 2, clip.channels[0].end(),
                  [](float& sample) { sample *= 1e-4F; });
    const PictureSettings quietEnd{.fromSeconds = 3, .width = 400, .height = 300};
    AudioClip loudEverywhere = test::noise(44100, 1, 44100 * 4);
    const std::string dark = draw(clip, quietEnd);
    EXPECT_LT(dark.size() * 3, draw(loudEverywhere, quietEnd).size());
}

TEST(PictureTest, TakesEveryTitle) {
    const AudioClip clip = test::noise(44100, 1, 1000);
    for (const std::string& title :
         {std::string("two\nlines"), std::string("\xff\xfe not UTF-8 \xc3"),
          std::string(100'000, 'W'), std::string("Zażółć \u6b4c \U0001f3b5"),
          std::string("a\0b", 3)})
        expectPng(draw(clip, {.width = 400, .height = 300, .title = title}), 400, 300);
}

TEST(PictureTest, OfAnImpossibleSizeIsRefused) {
    for (const auto& [width, height] : {std::pair{0, 0},
                                        {239, 900},
                                        {1600, 179},
                                        {-5, 900},
                                        {32768, 900},
                                        {20000, 20000},
                                        {2147483647, 2147483647}})
        EXPECT_THAT(refusal({.width = width, .height = height}),
                    HasSubstr(std::to_string(width) + "x" + std::to_string(height)));
    EXPECT_EQ(refusal({.width = 32767, .height = 3000}), "");
    EXPECT_EQ(refusal({.width = 240, .height = 180}), "");
}

TEST(PictureTest, OfTimesThatAreNotInTheSongIsRefused) {
    EXPECT_THAT(refusal({.fromSeconds = 10}), HasSubstr("0:10.000"));
    EXPECT_THAT(refusal({.fromSeconds = -1}), HasSubstr("Cannot draw"));
    EXPECT_THAT(refusal({.fromSeconds = 4, .toSeconds = 3}),
                HasSubstr("from 0:04.000 to 0:03.000"));
    EXPECT_THAT(refusal({.fromSeconds = 4, .toSeconds = 4}), HasSubstr("Cannot draw"));
    EXPECT_EQ(refusal({.fromSeconds = 4, .toSeconds = 1000}), "");
}

TEST(PictureTest, OfFrequenciesThatTheSongCannotHaveIsRefused) {
    EXPECT_THAT(refusal({.lowestHertz = 0}), HasSubstr("0 to 20000 Hz"));
    EXPECT_THAT(refusal({.lowestHertz = 500, .highestHertz = 400}), HasSubstr("500 to 400 Hz"));
    EXPECT_THAT(refusal({.highestHertz = 5000}, 10, 8000), HasSubstr("4000 Hz"));
    EXPECT_EQ(refusal({.spacing = FrequencySpacing::mel, .lowestHertz = 0}), "");
    EXPECT_EQ(refusal({.lowestHertz = 400, .highestHertz = 500}), "");
    EXPECT_EQ(refusal({}, 1, 50), "");
}

TEST(PictureTest, SaysThatTheDiskIsFull) {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    ASSERT_GE(full, 0);
    for (const PictureFormat format : {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf})
        try {
            Canvas canvas({format, full, "/somewhere/x.png"}, 300, 300, 0xff000000);
            canvas.finish({});
            ADD_FAILURE() << "nothing was said";
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("\"/somewhere/x.png\": no space left on device"));
        }
    ::close(full);
}

TEST(PictureTest, EndsWhenNobodyWantsItAtAnyMoment) {
    const AudioClip clip = test::noise(44100, 1, 44100);
    for (const PictureFormat format : {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf})
        for (const double moment : {0.0, 0.3, 0.7, 0.8}) {
            std::stop_source stop;
            const Progress progress(stop.get_token(), [&](double fraction) {
                if (fraction >= moment)
                    stop.request_stop();
            });
            EXPECT_THROW(draw(clip, {.format = format, .width = 400, .height = 300}, progress),
                         Cancelled)
                << moment;
        }
}

TEST(PictureTest, LeavesNoPixelsInMemoryWhenItIsGivenUp) {
    const test::TemporaryFolder folder;
    const int file = ::open((folder / "x").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ASSERT_GE(file, 0);
    const auto used = [] { // always 0 under sanitizers, which look for leaks themselves
        const struct mallinfo2 memory = ::mallinfo2();
        return memory.uordblks + memory.hblkhd;
    };
    const std::size_t before = used();
    for (const PictureFormat format :
         {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf}) {
        Canvas canvas({format, file, "x"}, 3000, 3000, 0xff000000);
        EXPECT_THROW(
            canvas.drawRows({0, 0, 3000, 3000}, [](int, std::span<Colour>) { throw Cancelled(); }),
            Cancelled);
    }
    EXPECT_LT(used(), before + 10'000'000); // one such image takes 36 million
    ::close(file);
}

TEST(PictureTest, IsNotWrittenAnyFurtherOnceItIsStopped) {
    const test::TemporaryFolder folder;
    std::stop_source stop;
    stop.request_stop();
    for (const PictureFormat format :
         {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf}) {
        const int file =
            ::open((folder / "x").c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        ASSERT_GE(file, 0);
        {
            Canvas canvas({format, file, "x"}, 300, 300, 0xff000000);
            canvas.fill({10, 10, 100, 100}, 0xffffffff);
            EXPECT_THROW(canvas.finish(Progress(stop.get_token())), Cancelled);
        }
        {
            Canvas givenUp({format, file, "x"}, 300, 300, 0xff000000);
            givenUp.fill({10, 10, 100, 100}, 0xffffffff);
        }
        EXPECT_EQ(::lseek(file, 0, SEEK_END), 0);
        ::close(file);
    }
}

TEST(PictureTest, AsADrawingHasTheSizeThatWasAskedFor) {
    const AudioClip clip = test::noise(44100, 2, 44100);
    const std::string svg = draw(clip, {.format = PictureFormat::svg, .width = 801, .height = 607});
    EXPECT_THAT(svg, StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "));
    EXPECT_THAT(svg, HasSubstr("width=\"801px\" height=\"607px\" viewBox=\"0 0 801 607\""));
    EXPECT_TRUE(svg.ends_with("</svg>\n"));
    // On paper a pixel is three quarters of a point.
    const std::string pdf = draw(clip, {.format = PictureFormat::pdf, .width = 800, .height = 600});
    EXPECT_THAT(pdf, StartsWith("%PDF-1."));
    EXPECT_TRUE(pdf.ends_with("%%EOF\n"));
    EXPECT_THAT(pdf, HasSubstr("/MediaBox [ 0 0 600 450 ]"));
    EXPECT_EQ(count(pdf, "/Type /Page "), 1);
}

TEST(PictureTest, AsADrawingHasItsSpectrogramsAsImagesAndItsTextAsLetters) {
    const AudioClip clip = test::noise(44100, 2, 44100);
    PictureSettings settings{.format = PictureFormat::svg, .width = 800, .height = 600};
    const std::string plain = draw(clip, settings);
    EXPECT_EQ(count(plain, "data:image/png;base64,"), 4); // and the bar of the colours
    EXPECT_GT(letters(plain), 50);
    settings.title = "A new name";
    EXPECT_EQ(letters(draw(clip, settings)), letters(plain) + 10);
    settings.panels = {Panel::full};
    EXPECT_EQ(count(draw(clip, settings), "data:image/png;base64,"), 2);

    settings.format = PictureFormat::pdf;
    const std::string pdf = draw(clip, settings);
    EXPECT_EQ(count(pdf, "/Subtype /Image"), 2);
    EXPECT_GE(count(pdf, "/BaseFont /"), 2); // its letters can be found and copied
    EXPECT_THAT(pdf, HasSubstr("/Title (A new name)"));
}

TEST(PictureTest, HasTheColoursThatWereChosen) {
    // In a drawing nothing but what is filled tells the colour of the page.
    const AudioClip clip = test::silence(44100, 1, 44100);
    PictureSettings settings{.format = PictureFormat::svg, .width = 400, .height = 300};
    const auto pageOf = [&](const ColourMap& map) {
        settings.colours = &map;
        const std::string svg = draw(clip, settings);
        const std::size_t at = svg.find("rgb(");
        return svg.substr(at, svg.find(')', at) - at);
    };
    EXPECT_EQ(pageOf(kMagma), pageOf(kViridis));
    EXPECT_NE(pageOf(kMagma), pageOf(kInvertedGrey)); // as paper is bright
    std::vector<std::string> pictures;
    for (const auto& [name, map] : kColourMaps) {
        settings.colours = map;
        pictures.push_back(draw(test::noise(44100, 1, 44100), settings));
        EXPECT_EQ(letters(pictures.back()), letters(pictures.front())) << name;
    }
    std::ranges::sort(pictures);
    EXPECT_EQ(std::ranges::adjacent_find(pictures), pictures.end()) << "two of them are the same";
}

TEST(PictureTest, HasThePitchAsALineOverEveryPanel) {
    const AudioClip clip = test::noise(44100, 1, 44100 * 4);
    const Index frames = defaultStftParams(44100).frameCount(clip.length());
    PitchTrack pitch{.hertz = {}, .salience = {}, .sung = std::vector<std::uint8_t>(frames, 1)};
    for (Index frame = 0; frame < frames; ++frame) // points in a row would become one line
        pitch.hertz.push_back(frame % 2 == 0 ? 440.0F : 450.0F);
    PictureSettings settings{.format = PictureFormat::svg, .width = 800, .height = 600};
    const std::string plain = draw(clip, settings);
    const auto strokes = [](const std::string& svg) { return count(svg, "stroke-linecap"); };
    EXPECT_EQ(strokes(plain), 0);
    settings.pitch = std::make_shared<const PitchTrack>(pitch);
    const std::string sung = draw(clip, settings);
    EXPECT_EQ(strokes(sung), 6); // a line and its casing over each of three panels
    EXPECT_GT(count(sung, " L "), 3 * 2 * frames / 2);

    pitch.sung.assign(frames, 0); // nobody sings
    settings.pitch = std::make_shared<const PitchTrack>(pitch);
    EXPECT_EQ(count(draw(clip, settings), " L "), count(plain, " L "));
}

TEST(PictureTest, AsADrawingTakesWhateverIsDrawn) {
    for (const PictureFormat format : kDrawings) {
        for (const std::string& title :
             {std::string("two\nlines"), std::string("\xff\xfe not UTF-8 \xc3"),
              std::string(10'000, 'W'), std::string("<&\"> Zażółć \u6b4c \U0001f3b5"),
              std::string("a\0b", 3)})
            EXPECT_GT(draw(test::noise(44100, 1, 1000),
                           {.format = format, .width = 400, .height = 300, .title = title})
                          .size(),
                      1000U);
        EXPECT_GT(draw(test::silence(8000, 2, 1), {.format = format}).size(), 1000U);
    }
}

} // namespace refrain
