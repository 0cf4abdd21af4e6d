// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/level_pyramid.h"

#include "core/base/parallel.h"
#include "core/picture/frame_levels.h"
#include "core/picture/level_range.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace refrain {

namespace {

constexpr Index kStripLength = BackgroundShare::kStripLength;

std::array<std::uint8_t, kCellShareSteps> bandsOfShares() {
    std::array<std::uint8_t, kCellShareSteps> bands{};
    for (Index share = 0; share < kCellShareSteps; ++share) {
        const double x = static_cast<double>(share) / (kCellShareSteps - 1);
        const auto inner =
            std::ranges::count_if(kShareBandEdges.begin() + 1, kShareBandEdges.end() - 1,
                                  [x](double edge) { return x >= edge; });
        bands[share] = static_cast<std::uint8_t>(inner);
    }
    return bands;
}

double peakOf(const AudioClip& clip) {
    float peak = 0;
    for (const auto& channel : clip.channels)
        for (const float sample : channel)
            peak = std::max(peak, std::abs(sample));
    return peak;
}

/// The level that no cell exceeds, as a multiple of the step: the sum of a Hann window is half its
/// size and a sine of amplitude 1 has a quarter of it, so that no cell is over 6.02 dB above the
/// peak.
double highestDecibels(const AudioClip& clip) {
    const double bound = 20 * std::log10(std::max(2 * peakOf(clip), 1e-9));
    return std::ceil(bound / kLevelStepDecibels) * kLevelStepDecibels;
}

Index groupsOf(Index frames, Index perGroup) {
    return (frames + perGroup - 1) / perGroup;
}

/// The first pooled tier, from the cells themselves.
Array2D<LevelCell> pooledCells(const Array2D<LevelCell>& cells, Index bands) {
    Array2D<LevelCell> pooled(groupsOf(cells.rows, kTierFrames[1]), cells.columns * bands);
    for (Index frame = 0; frame < cells.rows; ++frame) {
        const auto from = cells.row(frame);
        const auto to = pooled.row(frame / kTierFrames[1]);
        for (Index bin = 0; bin < cells.columns; ++bin) {
            const Index band = bands == 1 ? 0 : kShareBandOf[shareByteOf(from[bin])];
            LevelCell& loudest = to[bin * bands + band];
            loudest = std::max(loudest, from[bin]);
        }
    }
    return pooled;
}

/// A tier from the one below it, whose groups are joined `count` at a time.
Array2D<LevelCell> pooledGroups(const Array2D<LevelCell>& groups, Index count) {
    Array2D<LevelCell> pooled(groupsOf(groups.rows, count), groups.columns);
    for (Index group = 0; group < groups.rows; ++group) {
        const auto from = groups.row(group);
        const auto to = pooled.row(group / count);
        for (std::size_t i = 0; i < from.size(); ++i)
            to[i] = std::max(to[i], from[i]);
    }
    return pooled;
}

void poolTiers(LevelStrip& strip) {
    strip.bands = strip.share ? kShareBands : 1;
    strip.tiers[1] = pooledCells(strip.tiers[0], strip.bands);
    for (std::size_t tier = 2; tier < strip.tiers.size(); ++tier)
        strip.tiers[tier] =
            pooledGroups(strip.tiers[tier - 1], kTierFrames[tier] / kTierFrames[tier - 1]);
}

Array2D<float> powerByShare(const LevelPyramid& pyramid, const Array2D<LevelCell>& cells) {
    std::array<float, kLevelSteps> powers{};
    for (Index level = 1; level < kLevelSteps; ++level)
        powers[level] = static_cast<float>(std::pow(10, pyramid.decibels(level) / 10));
    Array2D<float> sums(groupsOf(cells.rows, kPowerFrames), kPowerSteps);
    for (Index frame = 0; frame < cells.rows; ++frame) {
        const auto sum = sums.row(frame / kPowerFrames);
        for (const LevelCell cell : cells.row(frame))
            sum[shareByteOf(cell) * kPowerSteps / kCellShareSteps] += powers[levelOf(cell)];
    }
    return sums;
}

std::shared_ptr<const LevelStrip>
stripWithShare(const LevelPyramid& pyramid, const LevelStrip& old,
               std::shared_ptr<const Array2D<std::uint16_t>> share) {
    auto strip = std::make_shared<LevelStrip>();
    strip->share = std::move(share);
    strip->tiers[0] = old.tiers[0];
    Array2D<LevelCell>& cells = strip->tiers[0];
    assert(!strip->share ||
           (strip->share->rows == cells.rows && strip->share->columns == cells.columns));
    for (std::size_t i = 0; i < cells.values.size(); ++i) {
        // 65535 = 257 * 255, so that this rounds to the nearest of the 256 shares.
        const Index byte = strip->share ? (strip->share->values[i] + 128) / 257 : 0;
        cells.values[i] = levelCell(levelOf(cells.values[i]), byte);
    }
    poolTiers(*strip);
    strip->power = powerByShare(pyramid, cells);
    return strip;
}

} // namespace

const std::array<std::uint8_t, kCellShareSteps> kShareBandOf = bandsOfShares();

double LevelPyramid::decibels(Index level) const {
    return level == 0
               ? kFloorDecibels
               : topDecibels - static_cast<double>(kLevelSteps - 1 - level) * kLevelStepDecibels;
}

LevelPyramid makeLevelPyramid(const AudioClip& clip, const StftParams& params,
                              const Progress& progress) {
    LevelPyramid pyramid{.sampleRate = clip.sampleRate,
                         .params = params,
                         .frames = params.frameCount(clip.length()),
                         .songSeconds = clip.seconds(),
                         .topDecibels = highestDecibels(clip),
                         .strips = {}};
    pyramid.strips.resize(groupsOf(pyramid.frames, kStripLength));
    std::vector<float> loudest(pyramid.strips.size(), kFloorDecibels);
    parallelFor(std::ssize(pyramid.strips), progress, [&](Index i) {
        const Index first = i * kStripLength;
        auto strip = std::make_shared<LevelStrip>();
        strip->tiers[0] =
            Array2D<LevelCell>(std::min(kStripLength, pyramid.frames - first), params.binCount());
        FrameLevels levels(clip, params);
        for (Index frame = 0; frame < strip->tiers[0].rows; ++frame) {
            const auto cells = strip->tiers[0].row(frame);
            const auto decibels = levels.decibels(first + frame);
            for (std::size_t bin = 0; bin < cells.size(); ++bin) {
                loudest[i] = std::max(loudest[i], decibels[bin]);
                const double below = (pyramid.topDecibels - decibels[bin]) / kLevelStepDecibels;
                const Index level = kLevelSteps - 1 - static_cast<Index>(below + 0.5);
                cells[bin] = levelCell(std::clamp<Index>(level, 0, kLevelSteps - 1), 0);
            }
        }
        poolTiers(*strip);
        strip->power = powerByShare(pyramid, strip->tiers[0]);
        pyramid.strips[i] = std::move(strip);
    });
    pyramid.loudestDecibels = std::ranges::max(loudest);
    return pyramid;
}

LevelPyramid withShare(const LevelPyramid& pyramid, const BackgroundShare& share,
                       const Progress& progress) {
    LevelPyramid result = pyramid;
    assert(share.frames == pyramid.frames && share.strips.size() == pyramid.strips.size());
    parallelFor(std::ssize(result.strips), progress, [&](Index i) {
        if (pyramid.strips[i]->share != share.strips[i])
            result.strips[i] = stripWithShare(pyramid, *pyramid.strips[i], share.strips[i]);
    });
    return result;
}

} // namespace refrain
