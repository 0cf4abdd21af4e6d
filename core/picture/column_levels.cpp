// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/column_levels.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace refrain {

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
        FrameLevels levels(clip, params);
        const Index end = std::min(frames, (item + 1) * kFramesPerItem);
        for (Index frame = item * kFramesPerItem; frame < end; ++frame)
            loudest[item] = std::max(loudest[item], std::ranges::max(levels.powers(frame)));
    });
    return decibelsOfPower(std::ranges::max(loudest));
}

ColumnLevels::ColumnLevels(const PictureSource& source, std::span<const std::vector<float>> tables)
    : source_(source), tables_(tables), song_(source.clip, source.params),
      frameCount_(source.params.frameCount(source.clip.length())),
      levels_(std::ssize(tables), source.params.binCount()) {
    for (Frame& frame : frames_)
        frame.levels = levels_;
}

const Array2D<float>& ColumnLevels::frame(Index number) {
    Frame& frame = frames_[number % 2];
    if (frame.number == number)
        return frame.levels;
    const std::span<const float> song = song_.decibels(number);
    frame.number = number;
    const auto share = number < source_.share.frames ? source_.share.row(number)
                                                     : std::span<const std::uint16_t>{};
    assert(share.empty() || share.size() == song.size());
    for (Index panel = 0; panel < frame.levels.rows; ++panel) {
        const std::span<float> levels = frame.levels.row(panel);
        const std::vector<float>& table = tables_[panel];
        if (share.empty())
            std::ranges::copy(song, levels.begin());
        else
            for (std::size_t bin = 0; bin < levels.size(); ++bin)
                levels[bin] = std::max(kFloorDecibels, song[bin] + table[share[bin]]);
    }
    return frame.levels;
}

/// Raises the levels to those of a moment, wherever it is louder.
void ColumnLevels::raiseTo(double moment) {
    const double place = std::clamp(moment, 0.0, static_cast<double>(frameCount_ - 1));
    const auto number = static_cast<Index>(place);
    const auto weight = static_cast<float>(place - static_cast<double>(number));
    const auto& before = frame(number).values;
    const auto& after =
        weight > 0 ? frame(number + 1).values : before; // the last frame has none after it
    for (std::size_t i = 0; i < levels_.values.size(); ++i)
        levels_.values[i] =
            std::max(levels_.values[i], before[i] + weight * (after[i] - before[i]));
}

/// Raises the levels to those of the frames from `first` to before `end` that there are.
void ColumnLevels::raiseToFrames(Index first, Index end) {
    for (Index number = std::max<Index>(0, first); number < std::min(end, frameCount_); ++number) {
        const auto& levels = frame(number).values;
        for (std::size_t i = 0; i < levels.size(); ++i)
            levels_.values[i] = std::max(levels_.values[i], levels[i]);
    }
}

const Array2D<float>& ColumnLevels::read(double from, double to) {
    assert(from <= to);
    std::ranges::fill(levels_.values, kFloorDecibels);
    const auto end = static_cast<Index>(std::ceil(to));
    if (to - from >= kPooledFrames) {
        raiseToFrames(static_cast<Index>(std::ceil(from)), end);
        return levels_;
    }
    raiseTo(from);
    raiseToFrames(static_cast<Index>(std::floor(from)) + 1, end);
    raiseTo(to);
    return levels_;
}

} // namespace refrain
