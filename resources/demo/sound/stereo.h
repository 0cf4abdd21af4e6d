// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace refrain::demo {

inline constexpr int kSampleRate = 44100; // Hz

inline Index samplesIn(double seconds) {
    return static_cast<Index>(std::llround(seconds * kSampleRate));
}

/// Frequency of a MIDI note number; 69 is A4. Fractions are allowed.
inline double hertzOf(double note) {
    return 440 * std::exp2((note - 69) / 12);
}

/// How one note is struck.
struct Strike {
    Index sample = 0;       // of the clip; may lie before its start or after its end
    double velocity = 1;    // 0 (silent) to 1 (as hard as can be)
    std::uint64_t seed = 0; // of the small differences between one stroke and the next
};

/// The gains of a sound in the two channels.
struct Place {
    float left = 1;
    float right = 1;
};

/// Constant power: `position` from -1 (left) over 0 to 1 (right); (1, 1) times `gain` at 0.
inline Place placeAt(double position, double gain) {
    const double angle = (position + 1) * std::numbers::pi / 4;
    return {static_cast<float>(gain * std::numbers::sqrt2 * std::cos(angle)),
            static_cast<float>(gain * std::numbers::sqrt2 * std::sin(angle))};
}

/// Adds `length` samples of a sound to the clip from `start` on. `next()` gives one sample after
/// the other. What lies outside of the clip is dropped. The last 6 ms fade to nothing, so that no
/// note ends in a click.
template <class Source>
void addSound(AudioClip& clip, Index start, Index length, Place place, Source&& next) {
    constexpr Index kFade = 256;
    const Index end = std::min(length, clip.length() - start);
    float* left = clip.channels[0].data();
    float* right = clip.channels[1].data();
    for (Index i = 0; i < end; ++i) {
        float value = next();
        if (start + i < 0)
            continue;
        if (length - i < kFade)
            value *= static_cast<float>(length - i) / kFade;
        left[start + i] += place.left * value;
        right[start + i] += place.right * value;
    }
}

} // namespace refrain::demo
