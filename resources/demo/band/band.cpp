// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/band/band.h"

#include "resources/demo/band/drummer.h"
#include "resources/demo/band/hands.h"
#include "resources/demo/band/keys.h"
#include "resources/demo/band/plucked_string.h"

#include <array>

namespace refrain::demo {

namespace {

/// How long a note rings that is played at `step` and damped at `next`.
double secondsBetween(int step, int next) {
    return (next - step) * kSecondsPerStep;
}

void playBass(AudioClip& clip, const Bar& bar, Index barIndex) {
    Hands hands(Player::Bass, barIndex);
    Pattern pattern = "9.....8.....8...";
    if (bar.part == Part::Chorus || bar.part == Part::Interlude)
        pattern = "9.7.8.7.9.7.8.7.";
    else if (bar.part == Part::Ending)
        pattern = "9...............";
    eachStroke(pattern, [&](int step, double velocity, int next) {
        int note = bar.chord.bass;
        if (bar.part == Part::Chorus && step == 6)
            note += 12;
        if (step >= 12)
            note = bar.endsPhrase() && step == 14 ? bar.chord.bass + 12 : bar.chord.bassFifth();
        PluckedString string;
        string.hertz = hertzOf(note);
        string.ringSeconds = 4;
        string.dampingHertz = 1500;
        string.pluckPosition = 0.22;
        string.edgeSeconds = 0.0008;
        const double seconds = 0.93 * secondsBetween(step, next);
        addPluck(clip, hands.at(step, velocity), bar.part == Part::Ending ? 3 : seconds,
                 placeAt(-0.04, 0.34), string);
    });
}

/// One string of the guitar, at which no other may sound until `seconds` are over.
void pluckGuitar(AudioClip& clip, const Strike& strike, const Bar& bar, int string,
                 double seconds) {
    PluckedString played;
    played.hertz = hertzOf(bar.chord.guitar[static_cast<std::size_t>(string)]);
    played.ringSeconds = 3.2;
    played.dampingHertz = 7500;
    played.pluckPosition = 0.13 + 0.01 * string;
    played.edgeSeconds = 0.00012;
    played.bodyHertz = 205;
    addPluck(clip, strike, seconds, placeAt(-0.58, 0.27), played);
}

void pickGuitar(AudioClip& clip, const Bar& bar, Hands& hands) {
    constexpr std::array kStrings = {0, 2, 3, 4, 3, 2, 4, 3}; // one each eighth note
    for (int i = 0; i < 8; ++i) {
        int next = i + 1;
        while (next < 8 &&
               kStrings[static_cast<std::size_t>(next)] != kStrings[static_cast<std::size_t>(i)])
            ++next;
        const double velocity = i % 4 == 0 ? 0.8 : 0.6;
        pluckGuitar(clip, hands.at(2 * i, velocity), bar, kStrings[static_cast<std::size_t>(i)],
                    secondsBetween(2 * i, 2 * next) + 0.02);
    }
}

void strumGuitar(AudioClip& clip, const Bar& bar, Hands& hands) {
    const Pattern pattern = bar.part == Part::Ending ? "9..............." : "9...7.5...5.8.5.";
    constexpr double kSecondsPerString = 0.009;
    eachStroke(pattern, [&](int step, double velocity, int next) {
        const bool up = step % 4 == 2;
        const double seconds = bar.part == Part::Ending ? 4 : secondsBetween(step, next) + 0.02;
        const Strike strike = hands.at(step, velocity);
        for (int i = 0; i < (up ? 4 : 5); ++i) {
            Strike one = strike;
            one.sample += samplesIn(kSecondsPerString * i * (1.3 - 0.5 * velocity));
            one.velocity *= 0.6 * (1 + hands.random().spread(0.1));
            one.seed = hands.random().next();
            pluckGuitar(clip, one, bar, up ? 4 - i : i, seconds);
        }
    });
}

void playGuitar(AudioClip& clip, const Bar& bar, Index barIndex) {
    Hands hands(Player::Guitar, barIndex);
    if (bar.part == Part::Chorus || bar.part == Part::Ending)
        strumGuitar(clip, bar, hands);
    else
        pickGuitar(clip, bar, hands);
}

/// The tune of the interlude, in its four bars.
constexpr std::array<Pattern, 4> kRiffRhythm = {"7...6.7...6.7...", "7...6.7.........",
                                                "7...6.7...6.7...", "7...6...7...6..."};
constexpr std::array<std::array<int, 5>, 4> kRiffNotes = {
    {{78, 76, 74, 76, 78}, {81, 78, 76, 0, 0}, {78, 76, 74, 71, 74}, {74, 71, 69, 71, 0}}};

void playPiano(AudioClip& clip, const Bar& bar, Index barIndex) {
    Hands hands(Player::Piano, barIndex);
    const bool ending = bar.part == Part::Ending;
    const Pattern pattern = ending                     ? "8..............."
                            : bar.part == Part::Chorus ? "8.....7.....7..."
                                                       : "7.........5.....";
    eachStroke(pattern, [&](int step, double velocity, int next) {
        const Strike chord = hands.at(step, velocity);
        for (const int note : bar.chord.keys) {
            Strike one = chord;
            one.sample += samplesIn(hands.random().between(0, 0.006));
            one.velocity *= 1 + hands.random().spread(0.08);
            one.seed = hands.random().next();
            addPianoNote(clip, one, ending ? 4 : 0.96 * secondsBetween(step, next),
                         placeAt(0.5, 0.095), hertzOf(note));
        }
    });
    if (bar.part != Part::Interlude)
        return;
    const auto riffBar = static_cast<std::size_t>(bar.barOfPart % 4);
    std::size_t riffNote = 0;
    eachStroke(kRiffRhythm[riffBar], [&](int step, double velocity, int next) {
        addPianoNote(clip, hands.at(step, velocity), 0.95 * secondsBetween(step, next),
                     placeAt(0.5, 0.17), hertzOf(kRiffNotes[riffBar][riffNote++]));
    });
}

void playStrings(AudioClip& clip, const Bar& bar, Index barIndex) {
    if (bar.part != Part::Chorus && bar.part != Part::Ending)
        return;
    Hands hands(Player::Strings, barIndex);
    for (const int note : bar.chord.strings)
        addStringsNote(clip, hands.at(0, 0.75), bar.part == Part::Ending ? 3.5 : kSecondsPerBar,
                       hertzOf(note));
}

} // namespace

void playBand(AudioClip& clip, const SongForm& form) {
    for (Index b = 0; b < static_cast<Index>(form.bars.size()); ++b) {
        const Bar& bar = form.bars[static_cast<std::size_t>(b)];
        playDrums(clip, form, b);
        playBass(clip, bar, b);
        playGuitar(clip, bar, b);
        playPiano(clip, bar, b);
        playStrings(clip, bar, b);
    }
}

} // namespace refrain::demo
