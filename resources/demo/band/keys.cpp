// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/band/keys.h"

#include "resources/demo/sound/filters.h"
#include "resources/demo/sound/oscillator.h"
#include "resources/demo/sound/random.h"

#include <algorithm>

namespace refrain::demo {

void addPianoNote(AudioClip& clip, const Strike& strike, double seconds, Place place,
                  double hertz) {
    Random random(strike.seed);
    const double tuned = hertz * std::exp2(random.spread(1.5) / 1200);
    const Phase step = phaseStep(tuned);
    const Phase tineStep = phaseStep(std::min(tuned * 7.03, 6000.0));
    Phase phase = 0;
    Phase tinePhase = 0;
    Decay body((2.0 - hertz / 800) * (1 + random.spread(0.08)));
    Decay bark(0.35);
    Decay tine(0.06);
    Decay attack(0.0012);
    // Radians of modulation, in units of phase.
    const double index = (0.5 + 2.1 * strike.velocity * strike.velocity) * (1 + random.spread(0.1));
    const auto modulation = static_cast<float>(index * 0x1p32 / (2 * std::numbers::pi));
    const auto tineLevel = static_cast<float>(0.16 * strike.velocity);
    Decay damper(0.03);
    const Index held = samplesIn(seconds);
    Index sample = 0;
    const auto velocity = static_cast<float>(strike.velocity);
    addSound(clip, strike.sample, held + samplesIn(0.15), place, [&] {
        const float bend = modulation * (0.25f + 0.75f * bark.next()) * sineOf(phase);
        const Phase bent = phase + static_cast<Phase>(static_cast<std::int64_t>(bend));
        const float value = sineOf(bent) + tineLevel * tine.next() * sineOf(tinePhase);
        phase += step;
        tinePhase += tineStep;
        const float key = sample++ < held ? 1.0f : damper.next();
        return velocity * key * value * body.next() * (1 - attack.next());
    });
}

void addStringsNote(AudioClip& clip, const Strike& strike, double seconds, double hertz) {
    static const BandLimitedWave sawtooth{sawtoothHarmonics()};
    constexpr double kSwell = 0.25;
    Random random(strike.seed);
    const auto table = sawtooth.tableFor(hertz * 1.01);
    for (const double side : {-1.0, 1.0}) {
        std::array<Phase, 3> phases{};
        std::array<Phase, 3> steps{};
        for (std::size_t p = 0; p < phases.size(); ++p) {
            const double cents = side * 3 + 7 * (static_cast<double>(p) - 1) + random.spread(2);
            phases[p] = static_cast<Phase>(random.next());
            steps[p] = phaseStep(hertz * std::exp2(cents / 1200));
        }
        StateVariableFilter bow(2400 * (1 + random.spread(0.1)), 0.6);
        OnePole wood(5000);
        const Index swell = samplesIn(kSwell);
        const Index length = samplesIn(seconds) + swell;
        Index sample = 0;
        addSound(clip, strike.sample, length, placeAt(0.85 * side, 0.03 * strike.velocity), [&] {
            float value = 0;
            for (std::size_t p = 0; p < phases.size(); ++p) {
                value += BandLimitedWave::valueAt(table, phases[p]);
                phases[p] += steps[p];
            }
            const Index edge = std::min({sample, length - sample, swell});
            ++sample;
            const float level = static_cast<float>(edge) / static_cast<float>(swell);
            return level * level * (3 - 2 * level) * wood.lowPass(bow.lowPass(value));
        });
    }
}

} // namespace refrain::demo
