// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/score/harmony.h"

#include <algorithm>

namespace refrain::demo {

namespace {

constexpr Chord kD = {{2, 6, 9}, 38, {50, 57, 62, 66, 69}, {57, 62, 64, 66}, {62, 66, 69}};
constexpr Chord kA = {{9, 1, 4}, 33, {45, 52, 57, 61, 64}, {57, 61, 64, 69}, {61, 64, 69}};
constexpr Chord kAOverCSharp = {
    {9, 1, 4}, 37, {49, 52, 57, 61, 64}, {57, 61, 64, 69}, {61, 64, 69}};
constexpr Chord kBm = {{11, 2, 6}, 35, {47, 54, 59, 62, 66}, {57, 59, 62, 66}, {62, 66, 71}};
constexpr Chord kG = {{7, 11, 2}, 31, {43, 50, 59, 62, 67}, {55, 59, 62, 66}, {62, 67, 71}};

} // namespace

bool Chord::hasTone(int note) const {
    return std::find(tones.begin(), tones.end(), note % 12) != tones.end();
}

int Chord::bassFifth() const {
    int note = bass;
    while (note % 12 != tones[2])
        ++note;
    return note;
}

const std::array<Chord, 4>& verseChords() {
    static constexpr std::array<Chord, 4> chords = {kD, kAOverCSharp, kBm, kG};
    return chords;
}

const std::array<Chord, 4>& chorusChords() {
    static constexpr std::array<Chord, 4> chords = {kBm, kG, kD, kA};
    return chords;
}

const Chord& lastChord() {
    static constexpr Chord chord = kD;
    return chord;
}

bool isScaleNote(int note) {
    constexpr std::array kPentatonic = {2, 4, 6, 9, 11}; // D E F# A B
    return std::find(kPentatonic.begin(), kPentatonic.end(), note % 12) != kPentatonic.end();
}

} // namespace refrain::demo
