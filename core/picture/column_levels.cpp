// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/column_levels.h"

#include "core/base/parallel.h"
#include "core/picture/level_range.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace refrain {

namespace {

/// Writes the power of one frame, all channels added up, into `row`.
void addPowers(const AudioClip& clip, FrameTransform& transform, Index frame,
               std::span<float> row) {
    std::ranges::fill(row, 0.0F);
    for (const auto& channel : clip.channels) {
        const auto bins = transform.forward(channel, frame);
        for (std::size_t bin = 0; bin < row.size(); ++bin)
            row[bin] += std::norm(bins[bin]);
    }
}

/// What makes of that a power with 1 for a sine of amplitude 1.
float powerScale(const AudioClip& clip, const StftParams& params) {
    const double sine = static_cast<double>(params.fftSize) / 4;
    const auto channels = static_cast<double>(std::max<Index>(1, clip.channelCount()));
    return static_cast<float>(1 / (channels * sine * sine));
}

float decibelsOfPower(float power) {
    // glibc's log2f takes a third of the time of its log10f, and there is one for each cell.
    constexpr float kDecibelsPerDoubling = 3.01029996F;
    return std::max(kFloorDecibels, kDecibelsPerDoubling * std::log2(power));
}

} // namespace

std::vector<float> panelDecibels(const MaskCurve& curve, Panel panel) {
    if (panel == Panel::full)
        return std::vector<float>(kShareSteps, 0.0F);
    const Part part = panel == Panel::background   ? Part::background
                      : panel == Panel::foreground ? Part::foreground
                                                   : Part::residual;
    const GainTable& gains = curve.of(part);
    std::vector<float> decibels(gains.size());
    std::ranges::transform(gains, decibels.begin(),
                           [](float gain) { return 20 * std::log10(gain); });
    return decibels;
}

double loudestDecibels(const AudioClip& clip, const StftParams& params, const Progress& progress) {
    constexpr Index kFramesPerItem = 64; // enough work to outweigh making a plan
    const Index frames = params.frameCount(clip.length());
    const Index items = (frames + kFramesPerItem - 1) / kFramesPerItem;
    std::vector<float> loudest(items);

    parallelFor(items, progress, [&](Index item) {
        FrameTransform transform(params);
        std::vector<float> powers(params.binCount());
        const Index end = std::min(frames, (item + 1) * kFramesPerItem);
        for (Index frame = item * kFramesPerItem; frame < end; ++frame) {
            addPowers(clip, transform, frame, powers);
            loudest[item] = std::max(loudest[item], std::ranges::max(powers));
        }
    });
    return decibelsOfPower(std::ranges::max(loudest) * powerScale(clip, params));
}

ColumnLevels::ColumnLevels(const PictureSource& source, std::span<const std::vector<float>> tables)
    : source_(source), tables_(tables), transform_(source.params),
      frameCount_(source.params.frameCount(source.clip.length())), song_(source.params.binCount()),
      levels_(std::ssize(tables), source.params.binCount()) {
    for (Frame& frame : frames_)
        frame.levels = levels_;
}

void ColumnLevels::transformFrame(Index number) {
    addPowers(source_.clip, transform_, number, song_);
    const float scale = powerScale(source_.clip, source_.params);
    for (float& cell : song_)
        cell = decibelsOfPower(cell * scale);
}

const Array2D<float>& ColumnLevels::frame(Index number) {
    Frame& frame = frames_[number % 2];
    if (frame.number == number)
        return frame.levels;
    transformFrame(number);
    frame.number = number;
    const auto share = number < source_.share.frames ? source_.share.row(number)
                                                     : std::span<const std::uint16_t>{};
    assert(share.empty() || share.size() == song_.size());
    for (Index panel = 0; panel < frame.levels.rows; ++panel) {
        const std::span<float> levels = frame.levels.row(panel);
        const std::vector<float>& table = tables_[panel];
        if (share.empty())
            std::ranges::copy(song_, levels.begin());
        else
            for (std::size_t bin = 0; bin < levels.size(); ++bin)
                levels[bin] = std::max(kFloorDecibels, song_[bin] + table[share[bin]]);
    }
    return frame.levels;
}

/// Raises the levels to those of a moment, wherever it is louder.
void ColumnLevels::raiseTo(double moment) {
    const double place = std::clamp(moment, 0.0, static_cast<double>(frameCount_ - 1));
    const auto number = static_cast<Index>(place);
    const auto weight = static_cast<float>(place - static_cast<double>(number));
    const std::vector<float>& before = frame(number).values;
    const std::vector<float>& after =
        weight > 0 ? frame(number + 1).values : before; // the last frame has none after it
    for (std::size_t i = 0; i < levels_.values.size(); ++i)
        levels_.values[i] =
            std::max(levels_.values[i], before[i] + weight * (after[i] - before[i]));
}

const Array2D<float>& ColumnLevels::read(double from, double to) {
    assert(from <= to);
    std::ranges::fill(levels_.values, kFloorDecibels);
    raiseTo(from);
    const Index first = static_cast<Index>(std::floor(from)) + 1;
    const Index last = std::min(static_cast<Index>(std::ceil(to)), frameCount_) - 1;
    for (Index number = std::max<Index>(0, first); number <= last; ++number) {
        const std::vector<float>& levels = frame(number).values;
        for (std::size_t i = 0; i < levels.size(); ++i)
            levels_.values[i] = std::max(levels_.values[i], levels[i]);
    }
    raiseTo(to);
    return levels_;
}

} // namespace refrain
