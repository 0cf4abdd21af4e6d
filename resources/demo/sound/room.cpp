// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/sound/room.h"

#include "resources/demo/sound/filters.h"

#include <array>
#include <cmath>
#include <vector>

namespace refrain::demo {

namespace {

/// Far below what a 24-bit file holds, far above the numbers that make a processor slow.
float withoutDenormals(float value) {
    return std::abs(value) < 1e-15f ? 0.0f : value;
}

class DelayLine {
public:
    explicit DelayLine(Index length)
        : values_(static_cast<std::size_t>(std::max<Index>(length, 1))) {}

    float oldest() const { return values_[position_]; }
    void replaceOldest(float value) {
        values_[position_] = withoutDenormals(value);
        if (++position_ == values_.size())
            position_ = 0;
    }

private:
    std::vector<float> values_;
    std::size_t position_ = 0;
};

/// Smears a click without colouring it (Schroeder's all-pass).
class Diffuser {
public:
    explicit Diffuser(double seconds) : line_(samplesIn(seconds)) {}

    float next(float input) {
        constexpr float kFeedback = 0.62f;
        const float delayed = line_.oldest();
        const float inner = input + kFeedback * delayed;
        line_.replaceOldest(inner);
        return delayed - kFeedback * inner;
    }

private:
    DelayLine line_;
};

/// What one channel goes through before it enters the reflections.
class Entrance {
public:
    Entrance(const RoomSettings& settings, double skew)
        : lowCut_(settings.lowCutHertz, 0.7),
          preDelay_(samplesIn(settings.preDelaySeconds)), diffusers_{Diffuser(0.0047 * skew),
                                                                     Diffuser(0.0071 * skew),
                                                                     Diffuser(0.0113 * skew)} {}

    float next(float input) {
        float value = preDelay_.oldest();
        constexpr float kOffset = 1e-12f; // keeps denormals out of the filter; it takes it away
        preDelay_.replaceOldest(lowCut_.highPass(input + kOffset));
        for (Diffuser& diffuser : diffusers_)
            value = diffuser.next(value);
        return value;
    }

private:
    StateVariableFilter lowCut_;
    DelayLine preDelay_;
    std::array<Diffuser, 3> diffusers_;
};

/// One path from wall to wall.
struct Reflection {
    DelayLine line;
    OnePole damping;
    float gain;
};

} // namespace

void addRoom(AudioClip& clip, const RoomSettings& settings) {
    // Lengths in ms without common factors; their sum gives enough modes to sound smooth. Even ones
    // are fed by and heard on the left, odd ones on the right.
    constexpr std::array kPaths = {29.7, 31.3, 37.1, 39.9, 43.7, 48.1, 59.3, 67.9};
    std::vector<Reflection> reflections;
    for (const double milliseconds : kPaths) {
        const double seconds = settings.size * milliseconds / 1000;
        reflections.push_back(
            {DelayLine(samplesIn(seconds)), OnePole(settings.dampingHertz),
             static_cast<float>(std::pow(10.0, -3 * seconds / settings.decaySeconds))});
    }
    Entrance leftEntrance(settings, 1);
    Entrance rightEntrance(settings, 1.07);
    const auto level = static_cast<float>(settings.level);
    for (std::size_t i = 0; i < clip.channels[0].size(); ++i) {
        float& left = clip.channels[0][i];
        float& right = clip.channels[1][i];
        const std::array inputs = {leftEntrance.next(left), rightEntrance.next(right)};
        std::array<float, kPaths.size()> arrivals{};
        float sum = 0;
        for (std::size_t p = 0; p < kPaths.size(); ++p) {
            Reflection& path = reflections[p];
            arrivals[p] = path.gain * path.damping.lowPass(path.line.oldest());
            sum += arrivals[p];
        }
        std::array<float, 2> outputs{};
        for (std::size_t p = 0; p < kPaths.size(); ++p) {
            // Every wall answers every other: I - 2/n, which keeps the energy.
            reflections[p].line.replaceOldest(arrivals[p] - sum * (2.0f / kPaths.size()) +
                                              inputs[p % 2]);
            outputs[p % 2] += p % 4 < 2 ? arrivals[p] : -arrivals[p];
        }
        left += level * outputs[0];
        right += level * outputs[1];
    }
}

} // namespace refrain::demo
