// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/raster.h"

#include "core/base/parallel.h"
#include "core/picture/level_range.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace refrain {

namespace {

const StftParams kParams{4096, 1024};
const std::vector<Panel> kAllPanels = {Panel::full, Panel::background, Panel::foreground,
                                       Panel::residual};

BackgroundShare evenShare(const AudioClip& clip, float value) {
    return makeShare(kParams.frameCount(clip.length()), kParams.binCount(), {},
                     [&](Index, std::span<float> row) { std::ranges::fill(row, value); });
}

RasterParams wholeSong(const AudioClip& clip, Index columns, Index rows) {
    return {.panels = kAllPanels,
            .time = {0, clip.seconds()},
            .scale = defaultFrequencyScale(FrequencySpacing::log, clip.sampleRate),
            .columns = columns,
            .rows = rows};
}

float loudestIn(std::span<const float> levels) {
    return std::ranges::max(levels);
}

/// Puts the number of threads back when the test ends.
struct ThreadCount {
    explicit ThreadCount(int count) { setThreadCount(count); }
    ~ThreadCount() { setThreadCount(0); }
};

} // namespace

TEST(RasterTest, OneClickInTenMinutesIsSeenInEveryPanel) {
    AudioClip clip = test::silence(8000, 1, 8000 * 600);
    const StftParams params{1024, 256};
    clip.channels[0][8000 * 217 + 3] = 1;
    const BackgroundShare share =
        makeShare(params.frameCount(clip.length()), params.binCount(), {},
                  [](Index, std::span<float> row) { std::ranges::fill(row, 0.5F); });
    const MaskCurve curve({3, 3, 1}); // a quarter to each part, half to the residual
    const auto raster = rasterLevels({clip, params, share, curve}, wholeSong(clip, 400, 100));
    const Index clickColumn = 400 * 217 / 600;
    for (const Array2D<float>& panel : raster)
        for (Index column = 0; column < 400; ++column) {
            const bool near = std::abs(column - clickColumn) <= 1;
            if (column == clickColumn) { // white: as loud in the highest row as in the lowest
                EXPECT_GT(panel.row(column).front(), -63);
                EXPECT_GT(panel.row(column).back(), -63);
            } else if (!near) {
                EXPECT_NEAR(loudestIn(panel.row(column)), kFloorDecibels, 0.001) << column;
            }
        }
}

TEST(RasterTest, AToneIsAtItsTimeAndItsFrequency) {
    AudioClip clip = test::sine(44100, 2, 44100 * 4, 440);
    for (auto& channel : clip.channels)
        std::fill(channel.begin() + 44100, channel.end(), 0.0F); // after the first second
    for (const FrequencySpacing spacing :
         {FrequencySpacing::log, FrequencySpacing::mel, FrequencySpacing::linear}) {
        RasterParams params = wholeSong(clip, 400, 300);
        params.scale = defaultFrequencyScale(spacing, 44100);
        const MaskCurve curve({});
        const Array2D<float> song = rasterLevels({clip, kParams, {}, curve}, params).front();
        const auto row = static_cast<Index>((1 - params.scale.height(440)) * 300);
        const auto peak = std::ranges::max_element(song.row(50)) - song.row(50).begin();
        EXPECT_NEAR(static_cast<double>(peak), static_cast<double>(row), 1);
        EXPECT_NEAR(song.row(50)[peak], -6, 0.6);
        EXPECT_NEAR(loudestIn(song.row(110)), kFloorDecibels, 0.001);
    }
}

TEST(RasterTest, AStretchIsTheEnlargedPartOfTheWhole) {
    const AudioClip clip = test::noise(44100, 1, 44100 * 2);
    const MaskCurve curve({});
    const BackgroundShare share = evenShare(clip, 0.3F);
    RasterParams whole = wholeSong(clip, 80, 50);
    RasterParams stretch = whole;
    stretch.time = {0.5, 1.5};
    stretch.columns = 40;
    const auto expected = rasterLevels({clip, kParams, share, curve}, whole);
    const auto raster = rasterLevels({clip, kParams, share, curve}, stretch);
    for (std::size_t panel = 0; panel < expected.size(); ++panel)
        for (Index column = 0; column < 40; ++column)
            for (Index row = 0; row < 50; ++row)
                ASSERT_NEAR(raster[panel].row(column)[row], expected[panel].row(column + 20)[row],
                            1e-3);
}

TEST(RasterTest, TheNumberOfThreadsDoesNotMatter) {
    const AudioClip clip = test::noise(44100, 2, 44100 * 5);
    const MaskCurve curve({3, 11, 3});
    const BackgroundShare share =
        makeShare(kParams.frameCount(clip.length()), kParams.binCount(), {},
                  [](Index frame, std::span<float> row) {
                      std::mt19937 random(static_cast<std::uint32_t>(frame));
                      for (float& cell : row)
                          cell = std::generate_canonical<float, 24>(random);
                  });
    for (const Index columns : {7, 300, 2000}) {
        std::vector<std::vector<Array2D<float>>> rasters;
        for (const int count : {1, 2, 7}) {
            const ThreadCount threads(count);
            rasters.push_back(
                rasterLevels({clip, kParams, share, curve}, wholeSong(clip, columns, 60)));
        }
        EXPECT_EQ(rasters[0], rasters[1]) << columns;
        EXPECT_EQ(rasters[0], rasters[2]) << columns;
    }
}

TEST(RasterTest, SongsOfAnyLengthHaveFiniteLevels) {
    for (const Index length : {0, 1, 2, 1023, 1024, 5000}) {
        const AudioClip clip = test::noise(44100, 1, length, 1, 1);
        const MaskCurve curve({});
        const BackgroundShare share = evenShare(clip, 0.5F);
        for (const Index columns : {1, 500})
            for (const Array2D<float>& panel :
                 rasterLevels({clip, kParams, share, curve}, wholeSong(clip, columns, 200)))
                for (const float level : panel.values) {
                    ASSERT_GE(level, kFloorDecibels) << length;
                    ASSERT_LE(level, 10) << length;
                }
    }
}

TEST(RasterTest, ADrawingThatNobodyWantsEnds) {
    const AudioClip clip = test::noise(44100, 1, 44100 * 10);
    const MaskCurve curve({});
    std::stop_source stop;
    const Progress progress(stop.get_token(), [&](double) { stop.request_stop(); });
    EXPECT_THROW(rasterLevels({clip, kParams, {}, curve}, wholeSong(clip, 500, 100), progress),
                 Cancelled);
}

} // namespace refrain
