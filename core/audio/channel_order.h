// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// In which order sound files keep the channels of several loudspeakers. WAV and FLAC have one
// order, Vorbis and Opus have another, and libsndfile leaves the channels as it finds them. All of
// Refrain keeps them as WAV does: a channel in the wrong place would come out of the wrong
// loudspeaker, and Vorbis takes all but the bass from what stands in the place of the subwoofer.

#include "core/audio/sound_file.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <vector>

namespace refrain {

/// The loudspeakers in the order of WAV (the bits of its `dwChannelMask`).
inline constexpr std::array kWaveSpeakers = {
    SF_CHANNEL_MAP_LEFT,
    SF_CHANNEL_MAP_RIGHT,
    SF_CHANNEL_MAP_CENTER,
    SF_CHANNEL_MAP_LFE,
    SF_CHANNEL_MAP_REAR_LEFT,
    SF_CHANNEL_MAP_REAR_RIGHT,
    SF_CHANNEL_MAP_FRONT_LEFT_OF_CENTER,
    SF_CHANNEL_MAP_FRONT_RIGHT_OF_CENTER,
    SF_CHANNEL_MAP_REAR_CENTER,
    SF_CHANNEL_MAP_SIDE_LEFT,
    SF_CHANNEL_MAP_SIDE_RIGHT,
    SF_CHANNEL_MAP_TOP_CENTER,
    SF_CHANNEL_MAP_TOP_FRONT_LEFT,
    SF_CHANNEL_MAP_TOP_FRONT_CENTER,
    SF_CHANNEL_MAP_TOP_FRONT_RIGHT,
    SF_CHANNEL_MAP_TOP_REAR_LEFT,
    SF_CHANNEL_MAP_TOP_REAR_CENTER,
    SF_CHANNEL_MAP_TOP_REAR_RIGHT,
};

/// The place of a loudspeaker in the order of WAV; behind all others if WAV does not know it.
inline std::ptrdiff_t waveRank(int speaker) {
    return std::ranges::find(kWaveSpeakers, speaker) - kWaveSpeakers.begin();
}

/// The loudspeakers of so many channels of a Vorbis or Opus file (Vorbis I, section 4.3.9), in its
/// order; empty where it does not matter (mono and stereo) or nothing is said. FLAC has the same
/// loudspeakers, in the order of WAV (RFC 9639, section 9.1.3).
inline std::vector<int> vorbisSpeakers(int channelCount) {
    constexpr int left = SF_CHANNEL_MAP_LEFT, right = SF_CHANNEL_MAP_RIGHT;
    constexpr int centre = SF_CHANNEL_MAP_CENTER, bass = SF_CHANNEL_MAP_LFE;
    constexpr int sideLeft = SF_CHANNEL_MAP_SIDE_LEFT, sideRight = SF_CHANNEL_MAP_SIDE_RIGHT;
    constexpr int rearLeft = SF_CHANNEL_MAP_REAR_LEFT, rearRight = SF_CHANNEL_MAP_REAR_RIGHT;
    constexpr int rear = SF_CHANNEL_MAP_REAR_CENTER;
    switch (channelCount) {
    case 3:
        return {left, centre, right};
    case 4:
        return {left, right, rearLeft, rearRight};
    case 5:
        return {left, centre, right, rearLeft, rearRight};
    case 6:
        return {left, centre, right, rearLeft, rearRight, bass};
    case 7:
        return {left, centre, right, sideLeft, sideRight, rear, bass};
    case 8:
        return {left, centre, right, sideLeft, sideRight, rearLeft, rearRight, bass};
    default:
        return {};
    }
}

/// For each place in the order of WAV the channel that belongs there, if these are the loudspeakers
/// of the channels. If WAV does not know them all, the channels stay where they are.
inline std::vector<int> waveOrder(std::span<const int> speakers, int channelCount) {
    std::vector<int> order(channelCount);
    std::iota(order.begin(), order.end(), 0);
    const auto known = [](int speaker) { return waveRank(speaker) < std::ssize(kWaveSpeakers); };
    if (std::ssize(speakers) == channelCount && std::ranges::all_of(speakers, known))
        std::ranges::stable_sort(order, {}, [&](int i) { return waveRank(speakers[i]); });
    return order;
}

} // namespace refrain
