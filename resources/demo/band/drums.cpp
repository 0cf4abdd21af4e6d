// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/band/drums.h"

#include "resources/demo/sound/filters.h"
#include "resources/demo/sound/oscillator.h"
#include "resources/demo/sound/random.h"

#include <array>

namespace refrain::demo {

namespace {

/// A few percent more or less, as no two strokes hit the same spot.
double about(Random& random, double value) {
    return value * (1 + random.spread(0.06));
}

/// A skin: a tone that falls from `startHertz` to `hertz` while it dies away.
class Skin {
public:
    Skin(double hertz, double startHertz, double fallSeconds, double decaySeconds)
        : hertz_(static_cast<float>(hertz)), extraHertz_(static_cast<float>(startHertz - hertz)),
          fall_(fallSeconds), decay_(decaySeconds) {}

    float next() {
        const float value = sineOf(phase_) * decay_.next();
        constexpr float kPhasePerHertz = 0x1p32f / kSampleRate;
        phase_ += static_cast<Phase>(kPhasePerHertz * (hertz_ + extraHertz_ * fall_.next()));
        return value;
    }

private:
    float hertz_;
    float extraHertz_;
    Decay fall_;
    Decay decay_;
    Phase phase_ = 0;
};

/// The ringing of a bronze plate: partials that fit no scale, over hiss.
class Cymbal {
public:
    Cymbal(Random& random, double baseHertz, double hissHertz)
        : random_(random.next()), hiss_(hissHertz, 0.9), air_(11500, 0.6) {
        constexpr std::array kRatios = {1.0, 1.342, 1.617, 1.934, 2.295, 2.746};
        for (std::size_t p = 0; p < kRatios.size(); ++p) {
            steps_[p] = phaseStep(baseHertz * kRatios[p] * (1 + random.spread(0.004)));
            phases_[p] = static_cast<Phase>(random.next());
        }
    }

    float next() {
        float tones = 0;
        for (std::size_t p = 0; p < phases_.size(); ++p) {
            tones += sineOf(phases_[p]);
            phases_[p] += steps_[p];
        }
        return 0.09f * tones + air_.lowPass(hiss_.highPass(random_.noise()));
    }

private:
    Random random_;
    StateVariableFilter hiss_;
    StateVariableFilter air_;
    std::array<Phase, 6> steps_{};
    std::array<Phase, 6> phases_{};
};

void addHat(AudioClip& clip, const Strike& strike, double decaySeconds) {
    Random random(strike.seed);
    Cymbal cymbal(random, 3650, 6800);
    Decay decay(about(random, decaySeconds) * (0.75 + 0.4 * strike.velocity));
    Decay tick(0.006);
    addSound(clip, strike.sample, samplesIn(7 * decaySeconds + 0.02),
             placeAt(0.38, 0.17 * strike.velocity),
             [&] { return cymbal.next() * (decay.next() + 0.6f * tick.next()); });
}

} // namespace

void addKick(AudioClip& clip, const Strike& strike) {
    Random random(strike.seed);
    const double hertz = about(random, 53);
    Skin skin(hertz, 165, 0.024, about(random, 0.115));
    Skin beater(about(random, 1900), 2600, 0.004, 0.0035);
    const auto beaterLevel = static_cast<float>(0.16 * strike.velocity);
    addSound(clip, strike.sample, samplesIn(0.6), placeAt(0, 0.36 * strike.velocity),
             [&] { return skin.next() + beaterLevel * beater.next(); });
}

void addSnare(AudioClip& clip, const Strike& strike) {
    Random random(strike.seed);
    Skin low(about(random, 186), 230, 0.012, 0.085);
    Skin high(about(random, 334), 360, 0.01, 0.045);
    StateVariableFilter wires(1500 + 900 * strike.velocity, 0.6);
    OnePole air(9500);
    Decay slap(0.018);
    Decay rattle(about(random, 0.085));
    addSound(clip, strike.sample, samplesIn(0.55), placeAt(0.08, 0.36 * strike.velocity), [&] {
        const float noise = air.lowPass(wires.highPass(random.noise()));
        return 0.55f * low.next() + 0.3f * high.next() +
               noise * (0.5f * slap.next() + 0.55f * rattle.next());
    });
}

void addCrossStick(AudioClip& clip, const Strike& strike) {
    Random random(strike.seed);
    Skin rim(about(random, 1720), 1900, 0.004, 0.016);
    Skin shell(about(random, 428), 470, 0.01, 0.03);
    StateVariableFilter wood(2700, 1.2);
    Decay tick(0.005);
    addSound(clip, strike.sample, samplesIn(0.2), placeAt(0.08, 0.26 * strike.velocity), [&] {
        return 0.5f * rim.next() + 0.5f * shell.next() +
               0.9f * wood.bandPass(random.noise()) * tick.next();
    });
}

void addTom(AudioClip& clip, const Strike& strike, double height) {
    Random random(strike.seed);
    const double hertz = about(random, 88 * std::exp2(height));
    Skin skin(hertz, 1.5 * hertz, 0.05, 0.16 - 0.05 * height);
    Skin second(1.59 * hertz, 2 * hertz, 0.04, 0.06);
    StateVariableFilter stick(1800, 0.7);
    Decay tick(0.012);
    addSound(clip, strike.sample, samplesIn(0.8),
             placeAt(0.6 * (0.5 - height), 0.34 * strike.velocity), [&] {
                 return skin.next() + 0.3f * second.next() +
                        0.25f * stick.bandPass(random.noise()) * tick.next();
             });
}

void addClosedHat(AudioClip& clip, const Strike& strike) {
    addHat(clip, strike, 0.034);
}

void addOpenHat(AudioClip& clip, const Strike& strike) {
    addHat(clip, strike, 0.15);
}

void addCrash(AudioClip& clip, const Strike& strike) {
    Random random(strike.seed);
    const double decaySeconds = about(random, 0.75);
    for (const double side : {-1.0, 1.0}) { // two sides of a wide plate
        Cymbal cymbal(random, 2480, 3600);
        OnePole rise(1400);
        Decay decay(decaySeconds);
        Decay wash(0.12);
        addSound(clip, strike.sample, samplesIn(4),
                 placeAt(0.7 * side - 0.2, 0.085 * strike.velocity), [&] {
                     return rise.lowPass(0.6f) / 0.6f * cymbal.next() *
                            (decay.next() + 0.7f * wash.next());
                 });
    }
}

void addClap(AudioClip& clip, const Strike& strike) {
    Random random(strike.seed);
    constexpr std::array kPlaces = {-0.75, -0.35, 0.3, 0.65};
    for (const double place : kPlaces) {
        StateVariableFilter palms(random.between(1050, 1650), 1.3);
        Decay decay(random.between(0.012, 0.03));
        Decay start(0.0012);
        addSound(clip, strike.sample + samplesIn(random.between(0, 0.016)), samplesIn(0.25),
                 placeAt(place, 0.28 * strike.velocity), [&] {
                     return palms.bandPass(random.noise()) * (decay.next() - 0.9f * start.next());
                 });
    }
}

} // namespace refrain::demo
