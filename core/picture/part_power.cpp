// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/part_power.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace refrain {

namespace {

using Weights = std::array<float, kPowerSteps>;

/// For each group of frames, the power of each step times its weight.
std::vector<float> weightedPowers(const LevelPyramid& pyramid, const Weights& weights,
                                  bool knownOnly) {
    std::vector<float> powers;
    for (const auto& strip : pyramid.strips)
        for (Index group = 0; group < strip->power.rows; ++group) {
            const auto row = strip->power.row(group);
            const bool counts = strip->share || !knownOnly;
            powers.push_back(
                counts ? std::inner_product(row.begin(), row.end(), weights.begin(), 0.0F) : 0.0F);
        }
    return powers;
}

std::vector<float> relativeRoots(std::vector<float> powers, float loudest) {
    for (float& power : powers)
        power = loudest > 0 ? std::sqrt(power / loudest) : 0;
    return powers;
}

Weights even() {
    Weights weights{};
    weights.fill(1);
    return weights;
}

float loudestGroup(const std::vector<float>& powers) {
    return powers.empty() ? 0 : std::ranges::max(powers);
}

} // namespace

std::array<double, kPowerSteps> powerByShare(const LevelPyramid& pyramid) {
    std::array<double, kPowerSteps> powers{};
    for (const auto& strip : pyramid.strips)
        for (Index group = 0; strip->share && group < strip->power.rows; ++group)
            std::ranges::transform(strip->power.row(group), powers, powers.begin(), std::plus<>());
    const double sum = std::accumulate(powers.begin(), powers.end(), 0.0);
    for (double& power : powers)
        power = sum > 0 ? power / sum : 0;
    return powers;
}

std::vector<float> songOverTime(const LevelPyramid& pyramid) {
    std::vector<float> powers = weightedPowers(pyramid, even(), false);
    const float loudest = loudestGroup(powers);
    return relativeRoots(std::move(powers), loudest);
}

std::vector<float> partOverTime(const LevelPyramid& pyramid, const MaskSettings& knobs, Part part) {
    const float loudest = loudestGroup(weightedPowers(pyramid, even(), false));
    Weights weights{};
    for (Index step = 0; step < kPowerSteps; ++step) {
        const Index middle = (2 * step + 1) * kShareSteps / (2 * kPowerSteps);
        const double gain = gainsAt(shareOf(middle), knobs).of(part);
        weights[step] = static_cast<float>(gain * gain);
    }
    return relativeRoots(weightedPowers(pyramid, weights, true), loudest);
}

} // namespace refrain
