// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace refrain::demo {

/// The resonances of the mouth, in Hz, lowest first.
using Formants = std::array<float, 5>;

enum class Vowel { A, E, I, O, U };

const Formants& formantsOf(Vowel vowel);

enum class Consonant { None, S, T, K, H, M, N, L, D, W };

/// What the mouth does before a vowel. Levels are against a vowel at full voice.
struct ConsonantSound {
    double seconds;   // from its beginning to the vowel
    float voicing;    // of the vocal folds, 0 to 1
    float breath;     // noise from the throat, which passes the mouth's resonances
    float hiss;       // noise made at the teeth or the palate
    double hissStart; // hiss begins after this fraction of the consonant,
    double hissEnd;   // and ends here; breath begins then
    float hissHertz;  // where the hiss is strongest
    Formants formants;
};

const ConsonantSound& soundOf(Consonant consonant);

} // namespace refrain::demo
