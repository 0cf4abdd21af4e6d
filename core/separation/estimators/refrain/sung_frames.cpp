// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/sung_frames.h"

#include "core/base/array2d.h"
#include "core/separation/estimators/refrain/mirrored.h"

#include <algorithm>

namespace refrain {

std::vector<std::uint8_t> sungFrames(const std::vector<CombStrength>& strengths) {
    constexpr float kStays = -2.6F; // natural logarithms, as the level is
    constexpr float kReaches = -1.8F;
    constexpr float kLeastShare = 0.2F;
    constexpr Index kShortest = 5; // frames: 0.1 seconds
    const Index frames = std::ssize(strengths);
    const auto level = [&](Index frame) {
        float sum = 0;
        for (const Index by : {-1, 0, 1})
            sum += strengths[mirrored(frame + by, frames)].level;
        return sum / 3;
    };
    std::vector<std::uint8_t> sung(frames, 0);
    for (Index begin = 0; begin < frames;) {
        float loudest = kStays;
        Index end = begin;
        for (; end < frames && level(end) >= kStays && strengths[end].share >= kLeastShare; ++end)
            loudest = std::max(loudest, level(end));
        if (loudest >= kReaches && end - begin >= kShortest)
            std::fill(sung.begin() + begin, sung.begin() + end, std::uint8_t{1});
        begin = end + 1;
    }
    return sung;
}

} // namespace refrain
