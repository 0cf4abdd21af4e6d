// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/stereo_mix.h"

#include <algorithm>
#include <vector>

namespace refrain {

namespace {

struct Weights {
    float left;
    float right;
};

constexpr float kHalfPower = 0.70710678F;
constexpr Weights kLeft = {1, 0};
constexpr Weights kRight = {0, 1};
constexpr Weights kCentre = {kHalfPower, kHalfPower};
constexpr Weights kNothing = {0, 0};
constexpr Weights kRearLeft = {kHalfPower, 0};
constexpr Weights kRearRight = {0, kHalfPower};

std::vector<Weights> weightsFor(Index channelCount) {
    switch (channelCount) {
    case 3:
        return {kLeft, kRight, kCentre};
    case 4:
        return {kLeft, kRight, kRearLeft, kRearRight};
    case 5:
        return {kLeft, kRight, kCentre, kRearLeft, kRearRight};
    case 6:
        return {kLeft, kRight, kCentre, kNothing, kRearLeft, kRearRight};
    case 7:
        return {kLeft, kRight, kCentre, kNothing, kCentre, kRearLeft, kRearRight};
    case 8:
        return {kLeft, kRight, kCentre, kNothing, kRearLeft, kRearRight, kRearLeft, kRearRight};
    default:
        break;
    }
    std::vector<Weights> weights;
    for (Index channel = 0; channel < channelCount; ++channel)
        weights.push_back(channel % 2 == 0 ? kLeft : kRight);
    return weights;
}

} // namespace

std::shared_ptr<const AudioClip> stereoMix(const std::shared_ptr<const AudioClip>& clip) {
    if (clip->channelCount() <= 2)
        return clip;
    const std::vector<Weights> weights = weightsFor(clip->channelCount());
    float left = 0;
    float right = 0;
    for (const Weights& weight : weights) {
        left += weight.left;
        right += weight.right;
    }
    const float scale = 1 / std::max(left, right);
    auto mix = std::make_shared<AudioClip>();
    mix->sampleRate = clip->sampleRate;
    mix->channels.assign(2, std::vector<float>(clip->length()));
    for (std::size_t channel = 0; channel < weights.size(); ++channel)
        for (Index i = 0; i < clip->length(); ++i) {
            const float sample = scale * clip->channels[channel][i];
            mix->channels[0][i] += weights[channel].left * sample;
            mix->channels[1][i] += weights[channel].right * sample;
        }
    return mix;
}

} // namespace refrain
