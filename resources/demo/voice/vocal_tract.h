// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/sound/filters.h"
#include "resources/demo/sound/oscillator.h"
#include "resources/demo/sound/random.h"
#include "resources/demo/voice/gestures.h"

#include <array>
#include <span>

namespace refrain::demo {

/// Turns gestures into sound: the vocal folds' pulses and the throat's noise go through one
/// resonance after the other (Klatt, 1980), the noise of the teeth through one of its own.
///
/// Threads: a value; one thread at a time.
class VocalTract {
public:
    explicit VocalTract(std::uint64_t seed) : random_(seed) {}

    /// The next `kSamplesPerGesture` samples, on the way from the last gesture to this one.
    void speak(const Gesture& gesture, std::span<float, kSamplesPerGesture> output);

private:
    /// A resonance with gain 1 at 0 Hz, so that a chain of them makes the right spectrum of a
    /// vowel.
    struct Resonance {
        float a = 1, b = 0, c = 0;
        float last = 0, beforeLast = 0;

        void tune(double hertz, double bandwidthHertz);
        float next(float input);
    };

    void tune(const Gesture& gesture);

    Random random_;
    Gesture last_;
    Phase phase_ = 0;
    float hertz_ = 0;
    std::array<Resonance, 7> mouth_{};
    StateVariableFilter teeth_{5000, 1.5};
    OnePole softness_{4000};  // of the vocal folds: loud voices are sharper
    OnePole throatLow_{1500}; // breath has little below this
    OnePole presence_{2600};  // a microphone close to the mouth brings out what lies above
    StateVariableFilter chest_{95, 0.7};
};

} // namespace refrain::demo
