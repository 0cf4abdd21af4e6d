// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/band/plucked_string.h"

#include "resources/demo/sound/filters.h"
#include "resources/demo/sound/random.h"

#include <cassert>
#include <vector>

namespace refrain::demo {

namespace {

/// The wave on the string, as its bridge feels it.
class Wave {
public:
    Wave(const PluckedString& string, Random& random) {
        const double period = kSampleRate / string.hertz;
        // A two-point mean (1 - s, s) as loss. It should take 1/e per ring time at dampingHertz.
        const double w = 2 * std::numbers::pi * string.dampingHertz / kSampleRate;
        const double loss = 1 - std::exp(-period / (0.15 * kSampleRate));
        const double blur = std::min(0.5, loss / (1 - std::cos(w)));
        constexpr double kShortestAllPass = 0.3; // shorter ones ring at the highest frequencies
        const Index length = static_cast<Index>(period - blur - kShortestAllPass);
        const double rest = period - blur - static_cast<double>(length);
        blur_ = static_cast<float>(blur);
        allPass_ = static_cast<float>((1 - rest) / (1 + rest));
        gain_ = static_cast<float>(std::pow(10.0, -3 * period / kSampleRate / string.ringSeconds));
        pluck(string, length, random);
    }

    float next() {
        float& place = line_[position_];
        const float value = place;
        const float blurred = value + blur_ * (last_ - value);
        last_ = value;
        const float shifted = allPass_ * (blurred - shifted_) + blurred_;
        blurred_ = blurred;
        shifted_ = shifted;
        place = gain_ * shifted;
        if (++position_ == line_.size())
            position_ = 0;
        return value;
    }

private:
    /// Lets the string go: a corner that becomes a rectangle in the force on the bridge, its edges
    /// rounded, and a little scrape.
    void pluck(const PluckedString& string, Index length, Random& random) {
        assert(length > 8);
        line_.resize(static_cast<std::size_t>(length));
        const auto samples = static_cast<double>(length);
        const double width = samples * string.pluckPosition * (1 + random.spread(0.08));
        const double edge = std::max(2.0, string.edgeSeconds * kSampleRate);
        const auto rounded = [&](double x) { // 0 before the edge, 1 after it
            const double u = std::clamp(x / edge + 0.5, 0.0, 1.0);
            return u * u * (3 - 2 * u);
        };
        const double start = 0.5 * edge;
        const double scrape = 6e-6 / string.edgeSeconds; // hard plectra are rough, too
        double mean = 0;
        for (Index i = 0; i < length; ++i) {
            const auto x = static_cast<double>(i);
            double value = rounded(x - start) - rounded(x - start - width);
            value += x < width ? scrape * random.noise() : 0;
            line_[static_cast<std::size_t>(i)] = static_cast<float>(value);
            mean += value / samples;
        }
        for (float& value : line_)
            value -= static_cast<float>(mean);
    }

    std::vector<float> line_;
    std::size_t position_ = 0;
    float blur_ = 0, allPass_ = 0, gain_ = 0;
    float last_ = 0, blurred_ = 0, shifted_ = 0;
};

} // namespace

void addPluck(AudioClip& clip, const Strike& strike, double seconds, Place place,
              const PluckedString& string) {
    Random random(strike.seed);
    PluckedString played = string;
    played.hertz *= std::exp2(random.spread(3) / 1200); // a finger is off by some cents
    played.ringSeconds *= 1 + random.spread(0.1);
    played.dampingHertz *= 1 + random.spread(0.08);
    played.edgeSeconds *= (1.5 - 0.6 * strike.velocity) * (1 + random.spread(0.1));
    Wave wave(played, random);
    const double body = string.bodyHertz > 0 ? string.bodyHertz : 100;
    StateVariableFilter resonance(body, 2.5);
    const float bodyLevel = string.bodyHertz > 0 ? 1.0f : 0.0f;
    OnePole plectrum(1500);
    OnePole rumble(20);
    const auto velocity = static_cast<float>(strike.velocity);
    Decay start(0.0008);
    addSound(clip, strike.sample, samplesIn(seconds), place, [&] {
        const float value = wave.next() * (1 - start.next());
        const float bright = value + bodyLevel * plectrum.highPass(value);
        return velocity * rumble.highPass(bright + bodyLevel * resonance.bandPass(value));
    });
}

} // namespace refrain::demo
