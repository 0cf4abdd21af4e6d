// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/sound/stereo.h"

#include <cmath>
#include <numbers>

namespace refrain::demo {

/// An exponential decay: `next()` starts at 1 and falls to 1/e in `seconds`.
class Decay {
public:
    explicit Decay(double seconds)
        : factor_(static_cast<float>(std::exp(-1 / (seconds * kSampleRate)))) {}

    float next() {
        const float value = value_;
        value_ = value > 1e-9f ? value * factor_ : 0; // denormals are slow
        return value;
    }

private:
    float value_ = 1;
    float factor_;
};

/// A low pass of 6 dB per octave; `highPass` gives what it takes away.
class OnePole {
public:
    explicit OnePole(double hertz)
        : amount_(static_cast<float>(1 - std::exp(-2 * std::numbers::pi * hertz / kSampleRate))) {}

    float lowPass(float input) {
        state_ += amount_ * (input - state_);
        return state_;
    }
    float highPass(float input) { return input - lowPass(input); }

    void setHertz(double hertz) { amount_ = OnePole(hertz).amount_; }

private:
    float amount_;
    float state_ = 0;
};

/// Two poles and one of the zeros that make them a low, high or band pass of 12 dB per octave: the
/// state variable filter in its trapezoidal form (Simper), which may be retuned at any sample.
class StateVariableFilter {
public:
    /// `quality` is the resonance over its bandwidth; 0.7 has no hump.
    StateVariableFilter(double hertz, double quality) { tune(hertz, quality); }

    void tune(double hertz, double quality) {
        const double g = std::tan(std::numbers::pi * hertz / kSampleRate);
        const double k = 1 / quality;
        k_ = static_cast<float>(k);
        a1_ = static_cast<float>(1 / (1 + g * (g + k)));
        a2_ = static_cast<float>(g) * a1_;
        a3_ = static_cast<float>(g) * a2_;
    }

    float lowPass(float input) {
        step(input);
        return low_;
    }
    float highPass(float input) {
        step(input);
        return input - k_ * band_ - low_;
    }
    /// Gain 1 at the resonance.
    float bandPass(float input) {
        step(input);
        return k_ * band_;
    }

private:
    void step(float input) {
        const float v3 = input - state2_;
        band_ = a1_ * state1_ + a2_ * v3;
        low_ = state2_ + a2_ * state1_ + a3_ * v3;
        state1_ = 2 * band_ - state1_;
        state2_ = 2 * low_ - state2_;
    }

    float k_ = 0, a1_ = 0, a2_ = 0, a3_ = 0;
    float state1_ = 0, state2_ = 0, band_ = 0, low_ = 0;
};

} // namespace refrain::demo
