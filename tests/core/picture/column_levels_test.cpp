// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/column_levels.h"

#include "core/picture/level_range.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace refrain {

namespace {

const StftParams kParams{1024, 256};
const BackgroundShare kNothingKnown;
constexpr Panel kPanels[] = {Panel::full, Panel::background, Panel::foreground, Panel::residual};

BackgroundShare randomShare(Index frames) {
    return makeShare(frames, kParams.binCount(), {}, [](Index frame, std::span<float> row) {
        std::mt19937 random(static_cast<std::uint32_t>(frame));
        for (float& share : row)
            share = std::generate_canonical<float, 24>(random);
    });
}

std::vector<std::vector<float>> tablesOf(const MaskCurve& curve) {
    std::vector<std::vector<float>> tables;
    for (const Panel panel : kPanels)
        tables.push_back(panelDecibels(curve, panel));
    return tables;
}

/// The levels of every frame, for each panel `[frame][bin]`, written down as they are defined.
std::vector<Array2D<double>> levelsOf(const AudioClip& clip, const BackgroundShare& share,
                                      const MaskCurve& curve) {
    const Array2D<float> cells = magnitudes(clip, kParams);
    std::vector<Array2D<double>> panels;
    for (const Panel panel : kPanels) {
        Array2D<double>& levels = panels.emplace_back(cells.rows, cells.columns);
        for (Index frame = 0; frame < cells.rows; ++frame)
            for (Index bin = 0; bin < cells.columns; ++bin) {
                const std::uint16_t x = share.row(frame)[bin];
                const double gain = panel == Panel::full         ? 1
                                    : panel == Panel::background ? curve.of(Part::background)[x]
                                    : panel == Panel::foreground ? curve.of(Part::foreground)[x]
                                                                 : curve.of(Part::residual)[x];
                const double level = 20 * std::log10(gain * cells.row(frame)[bin] / 256.0);
                levels.row(frame)[bin] = std::max<double>(kFloorDecibels, level);
            }
    }
    return panels;
}

double valueAt(const Array2D<double>& levels, double moment, Index bin) {
    const double place = std::clamp(moment, 0.0, static_cast<double>(levels.rows - 1));
    const auto before = static_cast<Index>(place);
    const Index after = std::min(before + 1, levels.rows - 1);
    const double weight = place - static_cast<double>(before);
    return (1 - weight) * levels.row(before)[bin] + weight * levels.row(after)[bin];
}

} // namespace

TEST(ColumnLevelsTest, AStretchHasTheLoudestLevelInItAfterTheCurve) {
    const AudioClip clip = test::noise(44100, 2, 20000);
    const BackgroundShare share = randomShare(kParams.frameCount(clip.length()));
    for (const MaskSettings& settings : {MaskSettings{1, 1, 2}, {3, 11, 3}}) {
        const MaskCurve curve(settings);
        const auto tables = tablesOf(curve);
        const auto expected = levelsOf(clip, share, curve);
        ColumnLevels columns({clip, kParams, share, curve}, tables);
        for (const auto& [from, to] : {std::pair{0.0, 0.25},
                                       {0.25, 0.5},
                                       {0.5, 3.3},
                                       {3.3, 7.3},
                                       {7.3, 30.0},
                                       {30.0, 31.0},
                                       {2.0, 2.0},
                                       {70.0, 78.125}}) {
            const Array2D<float>& levels = columns.read(from, to);
            for (Index panel = 0; panel < 4; ++panel)
                for (Index bin = 0; bin < kParams.binCount(); ++bin) {
                    const Array2D<double>& frames = expected[panel];
                    const bool pooled = to - from >= ColumnLevels::kPooledFrames;
                    double loudest = kFloorDecibels;
                    if (!pooled) // its ends count as well, between two frames
                        loudest = std::max(valueAt(frames, from, bin), valueAt(frames, to, bin));
                    for (Index frame = 0; frame < frames.rows; ++frame)
                        if (static_cast<double>(frame) >= from && static_cast<double>(frame) < to)
                            loudest = std::max(loudest, frames.row(frame)[bin]);
                    ASSERT_NEAR(levels.row(panel)[bin], loudest, 0.01)
                        << panel << ", " << bin << ", " << from << " to " << to;
                }
        }
    }
}

TEST(ColumnLevelsTest, ASineOfAmplitudeOneIsAtZeroDecibels) {
    const double hertz = kParams.hertz(40, 44100);
    for (const Index channels : {1, 2, 6}) {
        const AudioClip clip = test::sine(44100, channels, 10000, hertz, 1);
        const MaskCurve curve({});
        const auto tables = tablesOf(curve);
        ColumnLevels columns({clip, kParams, kNothingKnown, curve}, std::span(tables).first(1));
        EXPECT_NEAR(columns.read(15, 20).row(0)[40], 0, 0.01);
        EXPECT_NEAR(loudestDecibels(clip, kParams), 0, 0.1); // a little more where it is cut off
    }
}

TEST(ColumnLevelsTest, ChannelsOfOppositePhaseDoNotVanish) {
    AudioClip clip = test::sine(44100, 2, 10000, kParams.hertz(40, 44100), 0.5);
    for (float& sample : clip.channels[1])
        sample = -sample;
    const MaskCurve curve({});
    const auto tables = tablesOf(curve);
    ColumnLevels columns({clip, kParams, kNothingKnown, curve}, std::span(tables).first(1));
    EXPECT_NEAR(columns.read(15, 20).row(0)[40], -6.02, 0.01);
}

TEST(ColumnLevelsTest, WhatIsNotKnownYetIsShownAsTheSong) {
    const AudioClip clip = test::noise(44100, 1, 300 * 256);
    BackgroundShare share = randomShare(kParams.frameCount(clip.length()));
    share.strips[1] = nullptr; // from frame 256 on
    const MaskCurve curve({3, 11, 3});
    const auto tables = tablesOf(curve);
    ColumnLevels columns({clip, kParams, share, curve}, tables);
    const Array2D<float> known = columns.read(100, 100);
    const Array2D<float> unknown = columns.read(270, 270);
    EXPECT_GT(std::ranges::min(unknown.row(0)), -100);
    for (Index panel = 1; panel < 4; ++panel) {
        EXPECT_FALSE(std::ranges::equal(known.row(panel), known.row(0)));
        EXPECT_TRUE(std::ranges::equal(unknown.row(panel), unknown.row(0)));
    }
}

TEST(ColumnLevelsTest, SilenceIsAtTheFloor) {
    for (const Index length : {0, 1, 5000}) {
        const AudioClip clip = test::silence(44100, 2, length);
        const MaskCurve curve({});
        const auto tables = tablesOf(curve);
        ColumnLevels columns({clip, kParams, kNothingKnown, curve}, tables);
        for (const float level : columns.read(0, 3).values)
            EXPECT_EQ(level, kFloorDecibels);
        EXPECT_EQ(loudestDecibels(clip, kParams), kFloorDecibels);
    }
}

TEST(ColumnLevelsTest, APartThatHasNothingOfACellIsAtTheFloor) {
    const AudioClip clip = test::noise(44100, 1, 5000);
    const BackgroundShare share =
        makeShare(kParams.frameCount(5000), kParams.binCount(), {},
                  [](Index, std::span<float> row) { std::ranges::fill(row, 0.0F); });
    const MaskCurve curve({});
    const auto tables = tablesOf(curve);
    ColumnLevels columns({clip, kParams, share, curve}, tables);
    const Array2D<float>& levels = columns.read(2.5, 10.5);
    EXPECT_TRUE(std::ranges::equal(levels.row(2), levels.row(0))); // all is foreground
    for (const Index panel : {1, 3})
        for (const float level : levels.row(panel))
            EXPECT_EQ(level, kFloorDecibels);
}

} // namespace refrain
