// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/voice/vocal_tract.h"

#include <algorithm>
#include <cmath>

namespace refrain::demo {

namespace {

constexpr std::array kBandwidths = {85.0, 105.0, 150.0, 210.0, 280.0};

/// Two resonances more that hardly move, for the air above 5 kHz.
constexpr std::array kHighFormants = {5900.0, 7400.0};
constexpr double kHighBandwidth = 700;

} // namespace

void VocalTract::Resonance::tune(double hertz, double bandwidthHertz) {
    const double radius = std::exp(-std::numbers::pi * bandwidthHertz / kSampleRate);
    const double angle = 2 * std::numbers::pi * hertz / kSampleRate;
    b = static_cast<float>(2 * radius * std::cos(angle));
    c = static_cast<float>(-radius * radius);
    a = 1 - b - c;
}

float VocalTract::Resonance::next(float input) {
    const float value = a * input + b * last + c * beforeLast;
    beforeLast = last;
    last = std::abs(value) < 1e-15f ? 0.0f : value; // denormals are slow
    return value;
}

void VocalTract::tune(const Gesture& gesture) {
    const double pitch = hertzOf(gesture.note);
    for (std::size_t f = 0; f < gesture.formants.size(); ++f) {
        double hertz = gesture.formants[f];
        double bandwidth = kBandwidths[f];
        if (f == 0) { // singers open the mouth rather than sing above their first formant
            hertz = std::max(hertz, 1.06 * pitch);
            bandwidth += 0.06 * pitch;
        }
        mouth_[f].tune(hertz, bandwidth);
    }
    for (std::size_t f = 0; f < kHighFormants.size(); ++f)
        mouth_[gesture.formants.size() + f].tune(kHighFormants[f], kHighBandwidth);
    teeth_.tune(gesture.hissHertz, gesture.hissHertz > 6000 ? 1.6 : 1.1);
    softness_.setHertz(1200 + 7000 * std::clamp<double>(gesture.voicing, 0, 1.1));
    hertz_ = static_cast<float>(pitch);
}

void VocalTract::speak(const Gesture& gesture, std::span<float, kSamplesPerGesture> output) {
    static const BandLimitedWave glottis{glottalHarmonics(0.62)};
    tune(gesture);
    const auto table = glottis.tableFor(hertz_);
    const Phase step = phaseStep(hertz_);
    for (std::size_t i = 0; i < output.size(); ++i) {
        const float x = static_cast<float>(i) / kSamplesPerGesture;
        const auto blend = [x](float from, float to) { return from + x * (to - from); };
        const float voicing = blend(last_.voicing, gesture.voicing);
        const float pulse = BandLimitedWave::valueAt(table, phase_);
        // Air rushes while the folds are open, the first part of the cycle.
        const float open = phase_ < 0x9e000000u ? 1.0f : 0.35f;
        const float rush = voicing > 0.02f ? open : 1.0f;
        const float breath =
            throatLow_.highPass(random_.noise()) * rush * blend(last_.breath, gesture.breath);
        float value = softness_.lowPass(pulse * voicing) + breath;
        for (Resonance& resonance : mouth_)
            value = resonance.next(value);
        value += 1.3f * presence_.highPass(value);
        value += teeth_.bandPass(random_.noise()) * blend(last_.hiss, gesture.hiss);
        output[i] = chest_.highPass(value);
        phase_ += step;
    }
    last_ = gesture;
}

} // namespace refrain::demo
