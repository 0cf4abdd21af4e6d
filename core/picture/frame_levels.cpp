// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/frame_levels.h"

#include "core/picture/level_range.h"

#include <algorithm>
#include <cmath>

namespace refrain {

float decibelsOfPower(float power) {
    // glibc's log2f takes a third of the time of its log10f, and there is one for each cell.
    constexpr float kDecibelsPerDoubling = 3.01029996F;
    return std::max(kFloorDecibels, kDecibelsPerDoubling * std::log2(power));
}

FrameLevels::FrameLevels(const AudioClip& clip, const StftParams& params)
    : clip_(clip), transform_(params), cells_(params.binCount()) {
    const double sine = static_cast<double>(params.fftSize) / 4;
    const auto channels = static_cast<double>(std::max<Index>(1, clip.channelCount()));
    scale_ = static_cast<float>(1 / (channels * sine * sine));
}

std::span<float> FrameLevels::powers(Index frame) {
    std::ranges::fill(cells_, 0.0F);
    for (const auto& channel : clip_.channels) {
        const auto bins = transform_.forward(channel, frame);
        for (std::size_t bin = 0; bin < cells_.size(); ++bin)
            cells_[bin] += std::norm(bins[bin]);
    }
    for (float& cell : cells_)
        cell *= scale_;
    return cells_;
}

std::span<const float> FrameLevels::decibels(Index frame) {
    const std::span<float> cells = powers(frame);
    std::ranges::transform(cells, cells.begin(), decibelsOfPower);
    return cells;
}

} // namespace refrain
