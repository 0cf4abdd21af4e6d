// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace refrain::demo {

/// A chord as each player plays it, in MIDI note numbers. The song is in D major.
struct Chord {
    std::array<int, 3> tones;   // pitch classes, root first; 0 is C
    int bass;                   // the bass guitar's note
    std::array<int, 5> guitar;  // its strings, low to high
    std::array<int, 4> keys;    // of the electric piano
    std::array<int, 3> strings; // of the pad

    bool hasTone(int note) const;

    /// The chord's fifth next above the bass.
    int bassFifth() const;
};

/// The four bars that verses are made of. Their bass walks down.
const std::array<Chord, 4>& verseChords();

/// The four bars that choruses are made of. They end on the dominant.
const std::array<Chord, 4>& chorusChords();

/// The one the song ends on.
const Chord& lastChord();

/// Whether a note belongs to the pentatonic scale of the key, whose notes suit each of its chords.
bool isScaleNote(int note);

} // namespace refrain::demo
