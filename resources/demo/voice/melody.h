// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/score/song_form.h"
#include "resources/demo/voice/speech_sounds.h"

#include <vector>

namespace refrain::demo {

/// One note of the song with its sound. Times are in seconds from the start of the song.
struct Syllable {
    double start = 0; // of the vowel; its consonant comes before
    double end = 0;   // of the vowel
    int note = 69;    // MIDI note number
    Consonant consonant = Consonant::None;
    Vowel vowel = Vowel::A;
    Vowel lastVowel = Vowel::A; // what it becomes while it is sung
    double velocity = 1;        // 0 to 1
};

/// What is sung in one breath.
using Phrase = std::vector<Syllable>;

/// The phrases of a song, in order and apart from each other: one for each two bars of verses and
/// choruses. The melody walks at random through the scale, lands on tones of the chord, and never
/// comes again; nor do the rhythm and the syllables. Notes go from A3 (220 Hz) to E5 (659 Hz).
std::vector<Phrase> writeMelody(const SongForm& form);

} // namespace refrain::demo
