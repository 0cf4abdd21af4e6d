// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/sound/compressor.h"

#include "resources/demo/sound/filters.h"

#include <algorithm>
#include <cmath>

namespace refrain::demo {

void compress(AudioClip& clip, const CompressorSettings& settings) {
    constexpr double kLookAheadSeconds = 0.003;
    const Index ahead = samplesIn(kLookAheadSeconds);
    const auto threshold = static_cast<float>(settings.threshold);
    const auto exponent = static_cast<float>(1 / settings.ratio - 1);
    const auto gain = static_cast<float>(settings.gain);
    const auto release = static_cast<float>(std::exp(-1 / (settings.releaseSeconds * kSampleRate)));
    OnePole rise(3 / (2 * std::numbers::pi * kLookAheadSeconds)); // 95 % within the look ahead
    float* left = clip.channels[0].data();
    float* right = clip.channels[1].data();
    float peak = 0;
    for (Index i = -ahead; i < clip.length(); ++i) {
        peak = std::max(peak * release, threshold);
        if (i + ahead < clip.length())
            peak = std::max({peak, std::abs(left[i + ahead]), std::abs(right[i + ahead])});
        const float level = rise.lowPass(peak);
        if (i < 0)
            continue;
        const float change =
            level > threshold ? gain * std::pow(level / threshold, exponent) : gain;
        left[i] *= change;
        right[i] *= change;
    }
}

} // namespace refrain::demo
