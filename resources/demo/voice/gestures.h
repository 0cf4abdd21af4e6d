// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/voice/melody.h"

#include <cstdint>
#include <vector>

namespace refrain::demo {

inline constexpr Index kSamplesPerGesture = 32; // 0.7 ms: short against anything a mouth can do

/// What throat and mouth do for a moment.
struct Gesture {
    float note = 60;   // pitch as a MIDI note number, vibrato included
    float voicing = 0; // of the vocal folds, 0 to about 1
    float breath = 0;  // noise from the throat
    float hiss = 0;    // noise at the teeth
    float hissHertz = 5000;
    Formants formants{};
};

/// The gestures of one phrase, from the breath before it to its end.
struct Performance {
    Index start = 0; // sample of the song, a multiple of kSamplesPerGesture, maybe negative
    std::vector<Gesture> gestures;
};

/// How a phrase is sung: notes are joined by a glide, long ones get a vibrato after a while, and
/// the mouth is always on its way from one sound to the next. `seed` makes each phrase differ.
Performance perform(const Phrase& phrase, std::uint64_t seed);

} // namespace refrain::demo
