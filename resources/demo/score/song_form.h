// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "resources/demo/score/harmony.h"

#include <vector>

namespace refrain::demo {

/// A bar is 72.6 hops of 1024 samples: no two bars lie alike under the frames of a spectrogram.
inline constexpr double kBeatsPerMinute = 142.3;
inline constexpr double kSecondsPerBar = 4 * 60 / kBeatsPerMinute;
inline constexpr double kSecondsPerStep = kSecondsPerBar / 16; // a sixteenth note

enum class Part { Intro, Verse, Chorus, Interlude, Ending };

/// Four beats.
struct Bar {
    Part part = Part::Verse;
    int barOfPart = 0;      // 0 is its first
    int barsLeftInPart = 0; // after this one
    int partOfSong = 0;     // 0 is the song's first part
    Chord chord = lastChord();

    /// The last of four bars, where drummers play a fill.
    bool endsPhrase() const { return barsLeftInPart % 4 == 0; }
};

/// The bars of a song: an intro, verses and choruses in turn, an interlude now and then, and a last
/// chord that rings until the end.
struct SongForm {
    std::vector<Bar> bars; // bar b starts at b * kSecondsPerBar
};

/// The form of a song of this length. Sections have 8 bars; in a song shorter than about a minute 4
/// (the shortest with all of them takes 30 s), then 2, then 1, so that there are always two verses
/// and two choruses. Below 10 seconds there is but one chorus, broken off.
SongForm songForm(double seconds);

} // namespace refrain::demo
