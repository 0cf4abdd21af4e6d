// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/monitor.h"
#include "core/playback/preview.h"
#include "core/separation/stems.h"
#include "tests/support/signals.h"

#include <cmath>
#include <cstdint>
#include <random>

namespace refrain::test {

/// A song with a share that has nothing to do with it, which is the harder case.
inline Listening songWithShare(AudioClip clip, const GainTable& gains,
                               const StftParams& params = {1024, 256}) {
    Listening listening;
    listening.clip = std::make_shared<const AudioClip>(std::move(clip));
    listening.params = params;
    listening.share = std::make_shared<const BackgroundShare>(
        makeShare(params.frameCount(listening.clip->length()), params.binCount(), {},
                  [](Index frame, std::span<float> row) {
                      std::mt19937 random(static_cast<std::uint32_t>(frame));
                      for (float& share : row)
                          share = std::generate_canonical<float, 24>(random);
                  }));
    listening.gains = std::make_shared<const GainTable>(gains);
    return listening;
}

/// Only the song itself.
inline Listening songAlone(AudioClip clip) {
    Listening listening;
    listening.clip = std::make_shared<const AudioClip>(std::move(clip));
    return listening;
}

/// What an export of it would have in its file, before rounding.
inline AudioClip exported(const Listening& listening) {
    return renderClip(*listening.clip, listening.params, *listening.share, *listening.gains, 0,
                      listening.clip->length());
}

} // namespace refrain::test
