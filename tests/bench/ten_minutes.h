// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/level_pyramid.h"
#include "core/separation/pipeline.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <memory>

namespace refrain::test {

/// A song of ten minutes in stereo, and what there is to show and to play of it.
struct LongSong {
    std::shared_ptr<const AudioClip> clip;
    StftParams params;
    std::shared_ptr<const BackgroundShare> share;
    std::shared_ptr<const LevelPyramid> levels;
};

/// The demo song again and again, with its share.
inline LongSong tenMinutes() {
    constexpr double kSeconds = 600;
    AudioClip clip = demoSong(30);
    Results results;
    update(results, {.song = std::make_shared<const AudioClip>(clip), .settings = {}});
    for (auto& channel : clip.channels) {
        const std::vector<float> once = channel;
        while (std::ssize(channel) < static_cast<Index>(kSeconds * clip.sampleRate))
            channel.insert(channel.end(), once.begin(), once.end());
    }
    const LevelPyramid levels = makeLevelPyramid(clip, results.params);
    const BackgroundShare& share = *results.share.value();
    auto whole = std::make_shared<const BackgroundShare>(
        makeShare(levels.frames, levels.bins(), {}, [&](Index frame, std::span<float> row) {
            const auto from = share.row(frame % share.frames);
            std::ranges::transform(from, row.begin(), [](std::uint16_t stored) {
                return static_cast<float>(shareOf(stored));
            });
        }));
    return {.clip = std::make_shared<const AudioClip>(std::move(clip)),
            .params = results.params,
            .share = whole,
            .levels = std::make_shared<const LevelPyramid>(withShare(levels, *whole))};
}

} // namespace refrain::test
