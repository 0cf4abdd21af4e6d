// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/pyramid_raster.h"

#include "core/base/parallel.h"
#include "core/separation/pipeline.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace refrain {

namespace {

const std::vector<Panel> kPanels(kViewPanels.begin(), kViewPanels.end());

/// A song with its analysis.
struct Song {
    AudioClip clip;
    StftParams params;
    BackgroundShare share;
    std::shared_ptr<const LevelPyramid> pyramid;

    explicit Song(AudioClip sound) : clip(std::move(sound)) {
        Results results;
        update(results, {.song = std::make_shared<const AudioClip>(clip), .settings = {}});
        params = results.params;
        share = *results.share.value();
        pyramid =
            std::make_shared<const LevelPyramid>(withShare(makeLevelPyramid(clip, params), share));
    }
    FrequencyScale scale(FrequencySpacing spacing) const {
        return defaultFrequencyScale(spacing, clip.sampleRate);
    }
};

// Every load and store is watched by the sanitizer, one after the other: a twentieth of the cases,
// each as strict, goes through the same code.
#if defined(__SANITIZE_THREAD__)
const std::vector<MaskSettings> kSettings = {{3, 11, 3}};
const std::vector<double> kFramesPerColumn = {0.3, 1.7, 4.1, 17.8};
const std::vector<FrequencySpacing> kSpacings = {FrequencySpacing::log};
constexpr double kMostColumns = 80;
#else
const std::vector<MaskSettings> kSettings = {{1, 1, 2}, {3, 11, 3}, {2, 2, 6}};
const std::vector<double> kFramesPerColumn = {0.02, 0.3, 1.0,  1.7,  3.9,
                                              4.1,  7.0, 17.8, 40.0, 129.2};
const std::vector<FrequencySpacing> kSpacings = {FrequencySpacing::log, FrequencySpacing::mel,
                                                 FrequencySpacing::linear};
constexpr double kMostColumns = 160;
#endif

const Song& demo() {
    static const Song song(test::demoSong(30));
    return song;
}

/// Of the pixels that are seen in either picture, in a range of 80 dB below the loudest, the part
/// that is within 1 dB of the song itself.
double partWithinADecibel(const Song& song, const MaskSettings& knobs, const PyramidView& view,
                          bool exactly = true) {
    PyramidRaster raster;
    raster.setPyramid(song.pyramid);
    raster.setGains(panelGains(knobs));
    const MaskCurve curve(knobs);
    const PyramidPixels& pixels = raster.read(view);
    while (exactly && raster.refine(1000)) {
    }
    const auto expected =
        rasterLevels({song.clip, song.params, song.share, curve}, {.panels = kPanels,
                                                                   .time = view.time,
                                                                   .scale = view.scale,
                                                                   .columns = view.columns,
                                                                   .rows = view.rows});
    const double bottom = song.pyramid->loudestDecibels - 80;
    Index seen = 0;
    Index right = 0;
    for (std::size_t panel = 0; panel < kPanels.size(); ++panel)
        for (Index column = 0; column < view.columns; ++column)
            for (Index row = 0; row < view.rows; ++row) {
                const double level = pixels.levels[panel].row(row)[column];
                const double truth = expected[panel].row(column)[row];
                if (std::max(level, truth) < bottom)
                    continue;
                ++seen;
                // Below the darkest colour all levels look alike.
                if (std::abs(std::max(level, bottom) - std::max(truth, bottom)) <= 1)
                    ++right;
            }
    return static_cast<double>(right) / static_cast<double>(seen);
}

} // namespace

TEST(PyramidRasterTest, AtEveryZoomPixelsAreAsTheSongItself) {
    const Song& song = demo();
    const double framesPerSecond = song.pyramid->framesPerSecond();
    for (const MaskSettings& settings : kSettings) {
        for (const double framesPerColumn : kFramesPerColumn) {
            // Begins where a column does, so that both cut the song at the same places.
            const double width = framesPerColumn / framesPerSecond;
            const auto columns = static_cast<Index>(std::min(kMostColumns, 29.9 / width));
            const double length = static_cast<double>(columns) * width;
            const double from = width * std::floor((29.9 - length) / 2 / width);
            for (const auto spacing : kSpacings) {
                const PyramidView view{.time = {from, from + length},
                                       .scale = song.scale(spacing),
                                       .columns = columns,
                                       .rows = 240};
                EXPECT_GE(partWithinADecibel(song, settings, view), 0.995)
                    << framesPerColumn << " frames, power " << settings.power;
            }
        }
    }
}

TEST(PyramidRasterTest, TheGainsOfThePanelsAreThoseOfTheCurve) {
    for (const MaskSettings& knobs : {MaskSettings{1, 1, 2}, {3, 11, 3}, {100, 1, 20}}) {
        const MaskCurve curve(knobs);
        const auto gains = panelGains(knobs);
        for (Index share = 0; share < kCellShareSteps; ++share) {
            // What is rounded to nothing in single precision is nothing to see.
            const auto audible = [](float decibels) { return std::max(-400.0F, decibels); };
            const auto decibels = [&](Part part) {
                return audible(20 * std::log10(curve.of(part)[share * (kShareSteps - 1) / 255]));
            };
            EXPECT_EQ(gains[0][share], 0);
            EXPECT_NEAR(audible(gains[1][share]), decibels(Part::background), 1e-4) << share;
            EXPECT_NEAR(audible(gains[2][share]), decibels(Part::foreground), 1e-4) << share;
        }
    }
}

TEST(PyramidRasterTest, ASketchIsNearlyAsTheSongItself) {
    const MaskSettings knobs{3, 11, 3};
    const double width = 1 / demo().pyramid->framesPerSecond();
    for (const double framesPerColumn : {8.1, 17.8, 64.0}) {
        const auto columns = static_cast<Index>(29 / width / framesPerColumn);
        const PyramidView view{.time = {0, static_cast<double>(columns) * framesPerColumn * width},
                               .scale = demo().scale(FrequencySpacing::log),
                               .columns = columns,
                               .rows = 240};
        EXPECT_GE(partWithinADecibel(demo(), knobs, view, false), 0.55) << framesPerColumn;
    }
}

TEST(PyramidRasterTest, AtEveryZoomInFrequencyPixelsAreAsTheSongItself) {
    const MaskSettings knobs{3, 11, 3};
    for (const double octaves : {0.5, 2.0, 5.0})
        for (const double seconds : {1.0, 25.0}) {
            const FrequencyScale scale{FrequencySpacing::log, 300, 300 * std::exp2(octaves)};
            const PyramidView view{
                .time = {0, seconds}, .scale = scale, .columns = 150, .rows = 200};
            EXPECT_GE(partWithinADecibel(demo(), knobs, view), 0.995) << octaves << ", " << seconds;
        }
}

TEST(PyramidRasterTest, AStepAsideShowsTheSamePixels) {
    const Song& song = demo();
    PyramidRaster moving;
    moving.setPyramid(song.pyramid);
    const double width = 9 / song.pyramid->framesPerSecond();
    const PyramidView whole{.time = {0, 140 * width},
                            .scale = song.scale(FrequencySpacing::log),
                            .columns = 140,
                            .rows = 100};
    moving.read(whole);
    for (const int step : {1, 7, 30, -20, 60, 13}) {
        PyramidView view = whole;
        view.time = {(20 + step) * width, (70 + step) * width};
        view.columns = 50;
        moving.setGains(panelGains({3, 11, 3})); // makes it forget what is exact of the parts
        PyramidRaster fresh;
        fresh.setGains(panelGains({3, 11, 3}));
        fresh.setPyramid(song.pyramid);
        const PyramidPixels& expected = fresh.read(view);
        const PyramidPixels& moved = moving.read(view);
        for (const std::size_t part : {1, 2})
            EXPECT_EQ(moved.levels[part], expected.levels[part]) << step;
        // Some columns of the other are exact from here on, and stay so; all are in the end.
        moving.refine(60);
        while (fresh.refine(100)) {
        }
        while (moving.refine(100)) {
        }
        EXPECT_EQ(moving.read(view).levels, fresh.read(view).levels) << step;
        EXPECT_TRUE(moving.exact());
    }
}

TEST(PyramidRasterTest, ColumnsThatAreExactStaySoWhileTheyMove) {
    PyramidRaster raster;
    raster.setPyramid(demo().pyramid);
    raster.setGains(panelGains({3, 11, 3}));
    const double width = 9 / demo().pyramid->framesPerSecond();
    const auto viewFrom = [&](Index column) {
        return PyramidView{.time = {static_cast<double>(column) * width,
                                    static_cast<double>(column + 100) * width},
                           .scale = demo().scale(FrequencySpacing::log),
                           .columns = 100,
                           .rows = 100};
    };
    raster.read(viewFrom(46));
    EXPECT_FALSE(raster.exact());
    while (raster.refine(100)) {
    }
    EXPECT_TRUE(raster.exact());
    const PyramidPixels before = raster.read(viewFrom(46));
    for (const Index step : {30, -45, 20}) {
        const PyramidPixels& after = raster.read(viewFrom(46 + step));
        EXPECT_FALSE(raster.exact());
        for (Index column = std::max<Index>(0, step); column < std::min<Index>(100, 100 + step);
             ++column)
            for (std::size_t panel = 0; panel < kPanels.size(); ++panel)
                for (Index row = 0; row < 100; ++row)
                    ASSERT_EQ(after.levels[panel].row(row)[column - step],
                              before.levels[panel].row(row)[column]);
        raster.read(viewFrom(46));
        while (raster.refine(100)) {
        }
        EXPECT_EQ(raster.read(viewFrom(46)).levels, before.levels);
    }
}

TEST(PyramidRasterTest, AKnobChangesBackgroundAndForegroundAndNotTheSong) {
    PyramidRaster raster;
    raster.setPyramid(demo().pyramid);
    for (const double seconds : {1.0, 29.0}) {
        const PyramidView view{.time = {0, seconds},
                               .scale = demo().scale(FrequencySpacing::log),
                               .columns = 100,
                               .rows = 100};
        raster.setGains(panelGains({3, 11, 3}));
        const PyramidPixels before = raster.read(view);
        raster.setGains(panelGains({5, 2, 2}));
        const PyramidPixels& after = raster.read(view);
        EXPECT_EQ(after.levels[0], before.levels[0]);
        EXPECT_NE(after.levels[1], before.levels[1]);
        EXPECT_NE(after.levels[2], before.levels[2]);
    }
}

// Whatever comes in, and in whatever order, the pixels are those of who sees only the end of it.
TEST(PyramidRasterTest, WhatIsKeptIsAsIfItWereReadAnew) {
    const Song& song = demo();
    const LevelPyramid bare = makeLevelPyramid(song.clip, song.params);
    std::mt19937 random(7);
    const auto below = [&random](Index end) {
        return static_cast<Index>(random() % static_cast<unsigned>(end));
    };
    for (const double framesPerColumn : {2.0, 5.0, 9.5, 31.0}) {
        PyramidRaster raster;
        BackgroundShare share = song.share;
        std::ranges::fill(share.strips, nullptr);
        auto pyramid = std::make_shared<const LevelPyramid>(bare);
        MaskSettings knobs{1, 1, 2};
        raster.setPyramid(pyramid);
        raster.setGains(panelGains(knobs));
        const double column = framesPerColumn / bare.framesPerSecond();
        PyramidView view{.time = {0, 36 * column},
                         .scale = song.scale(FrequencySpacing::log),
                         .columns = 36,
                         .rows = 60};
        for (int step = 0; step < 60; ++step) {
            switch (below(5)) {
            case 0: { // a strip comes, or another in its place, or it goes
                const Index strip = below(std::ssize(share.strips));
                share.strips[strip] = below(4) > 0 ? song.share.strips[strip] : nullptr;
                if (share.strips[strip] && below(2) == 0)
                    share.strips[strip] =
                        std::make_shared<const Array2D<std::uint16_t>>(*share.strips[strip]);
                pyramid = std::make_shared<const LevelPyramid>(withShare(*pyramid, share));
                raster.setPyramid(pyramid);
                break;
            }
            case 1:
                knobs = {1 + 0.1 * static_cast<double>(below(30)), 2, 2};
                raster.setGains(panelGains(knobs));
                break;
            case 2:
                view.time.fromSeconds = static_cast<double>(below(6)) * column;
                view.time.toSeconds = view.time.fromSeconds + 36 * column;
                break;
            default:
                raster.read(view, below(60)); // which may leave columns out
                raster.refine(below(500));
            }
            PyramidRaster anew;
            anew.setPyramid(pyramid);
            anew.setGains(panelGains(knobs));
            PyramidRaster copy = raster; // to be looked at, while the other goes on
            const PyramidPixels& expected = anew.read(view);
            const PyramidPixels& pixels = copy.read(view);
            EXPECT_EQ(pixels.known, expected.known) << framesPerColumn << ", step " << step;
            while (copy.refine(1000)) {
            }
            while (anew.refine(1000)) {
            }
            for (std::size_t panel = 0; panel < kPanels.size(); ++panel)
                ASSERT_EQ(pixels.levels[panel], expected.levels[panel])
                    << framesPerColumn << " frames, step " << step << ", panel " << panel;
        }
    }
}

TEST(PyramidRasterTest, ALongPictureCanBeReadBitByBit) {
    const Song& song = demo();
    const PyramidView view{
        .time = {0, 30}, .scale = song.scale(FrequencySpacing::log), .columns = 100, .rows = 60};
    PyramidRaster raster;
    raster.setPyramid(song.pyramid);
    PyramidRaster atOnce = raster;
    const PyramidPixels& expected = atOnce.read(view);
    for (const Index most : {40, 80, 120}) {
        const PyramidPixels& pixels = raster.read(view, 40);
        EXPECT_EQ(raster.unfinished(), most < 100);
        for (std::size_t panel = 0; panel < kPanels.size(); ++panel)
            for (const Index column : {most - 40, std::min<Index>(most, 100) - 1, Index{99}}) {
                const float level = pixels.levels[panel].row(40)[column];
                EXPECT_EQ(level,
                          column < most ? expected.levels[panel].row(40)[column] : kFloorDecibels);
            }
    }
    EXPECT_EQ(raster.read(view).levels, expected.levels);
}

TEST(PyramidRasterTest, WhatIsNotKnownYetIsTheSongAndSaysSo) {
    const Song& song = demo();
    BackgroundShare share = song.share;
    share.strips[2] = nullptr; // of five
    PyramidRaster raster;
    raster.setPyramid(std::make_shared<const LevelPyramid>(withShare(*song.pyramid, share)));
    raster.setGains(panelGains({3, 11, 3}));
    const double strip = BackgroundShare::kStripLength / song.pyramid->framesPerSecond();
    for (const double seconds : {5.0, 1.0}) {
        // From half in front of the unknown strip to half in it, pooled and interpolated.
        const PyramidView view{.time = {2 * strip - seconds / 2, 2 * strip + seconds / 2},
                               .scale = song.scale(FrequencySpacing::log),
                               .columns = 40,
                               .rows = 100};
        const PyramidPixels& pixels = raster.read(view);
        EXPECT_EQ(pixels.known.front(), 1);
        EXPECT_EQ(pixels.known.back(), 0);
        bool differs = false;
        for (Index row = 0; row < view.rows; ++row)
            for (const std::size_t panel : {1, 2}) {
                EXPECT_EQ(pixels.levels[panel].row(row).back(), pixels.levels[0].row(row).back());
                differs = differs || pixels.levels[panel].row(row).front() !=
                                         pixels.levels[0].row(row).front();
            }
        EXPECT_TRUE(differs);
    }
}

TEST(PyramidRasterTest, AClickOfOneSampleInAnHourIsSeenInEveryPanel) {
    // A second of silence with a click stands for the whole hour but one strip of it: strips are
    // shared, so that it is made and kept once.
    constexpr int kRate = 8000;
    const StftParams params{1024, 256};
    AudioClip clip = test::silence(kRate, 1, 2 * 256 * 256);
    clip.channels[0][256 * 256 + 12345] = 1;
    LevelPyramid pyramid = makeLevelPyramid(clip, params);
    const BackgroundShare share =
        makeShare(pyramid.frames, pyramid.bins(), {},
                  [](Index, std::span<float> row) { std::ranges::fill(row, 0.5F); });
    pyramid = withShare(pyramid, share);
    const auto silent = pyramid.strips[0];
    const auto click = pyramid.strips[1];
    constexpr Index kStrips = 440;
    constexpr Index kClickStrip = 217;
    pyramid.strips.assign(kStrips, silent);
    pyramid.strips[kClickStrip] = click;
    pyramid.frames = kStrips * BackgroundShare::kStripLength;
    pyramid.songSeconds = static_cast<double>(pyramid.frames) / pyramid.framesPerSecond();
    ASSERT_GT(pyramid.songSeconds, 3600);

    PyramidRaster raster;
    raster.setPyramid(std::make_shared<const LevelPyramid>(pyramid));
    raster.setGains(panelGains({3, 3, 1})); // a quarter to each part
    const PyramidView view{.time = {0, pyramid.songSeconds},
                           .scale = defaultFrequencyScale(FrequencySpacing::log, kRate),
                           .columns = 400,
                           .rows = 100};
    const PyramidPixels& pixels = raster.read(view);
    const double clickFrame = kClickStrip * 256.0 + 12345.0 / 256;
    const auto clickColumn =
        static_cast<Index>(clickFrame / static_cast<double>(pyramid.frames) * 400);
    for (const Array2D<float>& panel : pixels.levels)
        for (Index column = 0; column < 400; ++column)
            if (column == clickColumn) { // white: as loud in the highest row as in the lowest
                EXPECT_GT(panel.row(0)[column], -63);
                EXPECT_GT(panel.row(99)[column], -63);
            } else if (std::abs(column - clickColumn) > 1) {
                EXPECT_EQ(panel.row(50)[column], kFloorDecibels) << column;
            }
}

TEST(PyramidRasterTest, TonesAreOnTheirRowsOnEveryScale) {
    const std::vector<double> tones = {110, 440, 1760, 7040};
    AudioClip clip = test::silence(44100, 1, 44100);
    for (const double hertz : tones)
        for (Index i = 0; i < clip.length(); ++i)
            clip.channels[0][i] += static_cast<float>(
                0.2 * std::sin(2 * 3.14159265358979 * hertz * static_cast<double>(i) / 44100));
    const StftParams params = defaultStftParams(44100);
    PyramidRaster raster;
    raster.setPyramid(std::make_shared<const LevelPyramid>(makeLevelPyramid(clip, params)));
    constexpr Index kRows = 300;
    for (const auto spacing :
         {FrequencySpacing::log, FrequencySpacing::mel, FrequencySpacing::linear}) {
        const FrequencyScale scale = defaultFrequencyScale(spacing, 44100);
        const PyramidPixels& pixels =
            raster.read({.time = {0.3, 0.7}, .scale = scale, .columns = 20, .rows = kRows});
        for (const double hertz : tones) {
            const auto row = static_cast<Index>((1 - scale.height(hertz)) * kRows);
            Index loudest = row;
            for (Index near = std::max<Index>(0, row - 6); near <= std::min(kRows - 1, row + 6);
                 ++near)
                if (pixels.levels[0].row(near)[10] > pixels.levels[0].row(loudest)[10])
                    loudest = near;
            EXPECT_LE(std::abs(loudest - row), 1) << hertz;
            EXPECT_NEAR(pixels.levels[0].row(loudest)[10], 20 * std::log10(0.2), 1.7) << hertz;
        }
    }
}

TEST(PyramidRasterTest, TheNumberOfThreadsDoesNotMatter) {
    const auto read = [](int threads, double seconds) {
        setThreadCount(threads);
        PyramidRaster raster;
        raster.setPyramid(demo().pyramid);
        PyramidPixels pixels = raster.read({.time = {0, seconds},
                                            .scale = demo().scale(FrequencySpacing::log),
                                            .columns = 133,
                                            .rows = 77});
        setThreadCount(0);
        return pixels;
    };
    for (const double seconds : {0.5, 29.0})
        EXPECT_EQ(read(1, seconds).levels, read(5, seconds).levels);
}

TEST(PyramidRasterTest, SongsOfAnyLengthHaveFiniteLevels) {
    PyramidRaster raster;
    const StftParams params{1024, 256};
    for (const Index length : {0, 1, 255, 256, 1000, 70000}) {
        const AudioClip clip = test::noise(44100, 1, length);
        raster.setPyramid(std::make_shared<const LevelPyramid>(makeLevelPyramid(clip, params)));
        for (const Index columns : {1, 15, 16, 500}) {
            const PyramidPixels& pixels =
                raster.read({.time = {0, std::max(0.001, clip.seconds())},
                             .scale = defaultFrequencyScale(FrequencySpacing::mel, 44100),
                             .columns = columns,
                             .rows = 50});
            for (const Array2D<float>& panel : pixels.levels) {
                EXPECT_EQ(panel.columns, columns);
                for (const float level : panel.values) {
                    ASSERT_GE(level, kFloorDecibels - 1);
                    ASSERT_LE(level, 10);
                }
            }
        }
    }
    raster.setPyramid(nullptr);
    EXPECT_EQ(raster.read({.time = {0, 1}, .scale = {}, .columns = 3, .rows = 2}).levels[0],
              Array2D<float>(2, 3, kFloorDecibels));
}

} // namespace refrain
