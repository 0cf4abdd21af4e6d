// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/voice/speech_sounds.h"

namespace refrain::demo {

namespace {

// A woman's voice, after the averages of Peterson and Barney (1952), the upper formants moved
// together as singers do.
constexpr std::array<Formants, 5> kVowels = {{
    {850, 1250, 2850, 3500, 4600}, // A
    {560, 1950, 2750, 3600, 4700}, // E
    {350, 2500, 3050, 3700, 4800}, // I
    {500, 900, 2800, 3400, 4500},  // O
    {370, 820, 2700, 3400, 4500},  // U
}};

// Stops are silent first, then burst; the formants are where the tongue lets go.
constexpr std::array<ConsonantSound, 10> kConsonants = {{
    {0.00, 0.00f, 0.00f, 0.00f, 0.00, 0.00, 5000, {500, 1500, 2700, 3500, 4600}}, // None
    {0.12, 0.00f, 0.10f, 3.20f, 0.05, 0.95, 7200, {320, 1800, 2800, 3600, 4700}}, // S
    {0.09, 0.00f, 0.45f, 5.00f, 0.55, 0.72, 4600, {320, 1850, 2900, 3600, 4700}}, // T
    {0.09, 0.00f, 0.50f, 4.00f, 0.50, 0.70, 2300, {320, 2000, 2400, 3500, 4600}}, // K
    {0.08, 0.05f, 0.45f, 0.00f, 0.00, 0.00, 5000, {600, 1500, 2700, 3500, 4600}}, // H
    {0.08, 0.40f, 0.00f, 0.00f, 0.00, 0.00, 5000, {270, 950, 2300, 3300, 4400}},  // M
    {0.07, 0.40f, 0.00f, 0.00f, 0.00, 0.00, 5000, {270, 1650, 2500, 3400, 4500}}, // N
    {0.07, 0.50f, 0.00f, 0.00f, 0.00, 0.00, 5000, {350, 1200, 2900, 3500, 4600}}, // L
    {0.06, 0.12f, 0.15f, 2.60f, 0.70, 0.85, 4200, {300, 1800, 2700, 3500, 4600}}, // D
    {0.07, 0.55f, 0.00f, 0.00f, 0.00, 0.00, 5000, {330, 700, 2400, 3300, 4400}},  // W
}};

} // namespace

const Formants& formantsOf(Vowel vowel) {
    return kVowels[static_cast<std::size_t>(vowel)];
}

const ConsonantSound& soundOf(Consonant consonant) {
    return kConsonants[static_cast<std::size_t>(consonant)];
}

} // namespace refrain::demo
