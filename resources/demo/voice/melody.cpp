// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/voice/melody.h"

#include "resources/demo/sound/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain::demo {

namespace {

constexpr std::uint64_t kMelodyStream = 101;
constexpr double kSecondsPerEighth = kSecondsPerBar / 8;

/// How a part is sung.
struct Manner {
    int lowest, highest;           // MIDI note numbers
    double centre;                 // of the phrase's arch
    std::array<double, 4> lengths; // chances of notes of 1, 2, 3 and 4 eighths
    int longestEnd;                // eighths, of the note that a phrase ends with
    double velocity;
};

constexpr Manner kVerse = {57, 69, 62.5, {0.30, 0.45, 0.15, 0.10}, 4, 0.72};
constexpr Manner kChorus = {62, 76, 69, {0.14, 0.40, 0.20, 0.26}, 5, 0.95};

/// A note's place in its phrase, in eighths from the phrase's first bar.
struct Beat {
    int start;
    int length;
};

/// Weighted choice; at least one weight must be positive.
std::size_t choose(Random& random, const std::vector<double>& weights) {
    double sum = 0;
    for (const double weight : weights)
        sum += weight;
    double left = random.fraction() * sum;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        left -= weights[i];
        if (left < 0)
            return i;
    }
    return weights.size() - 1;
}

/// The rhythm of a phrase of `eighths`, which ends before the last of them so that the singer can
/// breathe.
std::vector<Beat> writeRhythm(Random& random, const Manner& manner, int eighths) {
    const int lastStart = eighths - (eighths > 8 ? 3 + random.below(3) : 3);
    std::vector<Beat> beats;
    int start = eighths > 8 ? random.below(3) : random.below(2);
    while (start < lastStart) {
        const std::vector<double> chances(manner.lengths.begin(), manner.lengths.end());
        int length = 1 + static_cast<int>(choose(random, chances));
        if (start % 2 == 1 && length > 2 && random.chance(0.6))
            length = 1; // come back to the beat
        length = std::min(length, lastStart - start);
        beats.push_back({start, length});
        start += length;
    }
    const int room = eighths - 1 - start;
    beats.push_back(
        {start, std::clamp(1 + random.below(manner.longestEnd), std::min(2, room), room)});
    return beats;
}

/// Where the melody goes next: near the last note, near the phrase's arch, on a tone of the chord
/// when the note is one that is heard, and not on the same note again and again.
int nextNote(Random& random, const Manner& manner, const Chord& chord, int last, double aim,
             double weightOfChord) {
    std::vector<double> weights;
    for (int note = manner.lowest; note <= manner.highest; ++note) {
        const bool chordTone = chord.hasTone(note);
        const int step = std::abs(note - last);
        if ((!chordTone && !isScaleNote(note)) || step > 9) {
            weights.push_back(0);
            continue;
        }
        const double fromAim = (note - aim) / 3.5;
        const double nearness = step == 0 ? 0.12 : std::exp(-step / 3.2);
        weights.push_back(nearness * std::exp(-0.5 * fromAim * fromAim) *
                          (chordTone ? weightOfChord : 1));
    }
    return manner.lowest + static_cast<int>(choose(random, weights));
}

Consonant anyConsonant(Random& random, bool firstOfPhrase) {
    constexpr std::array kOften = {Consonant::S, Consonant::T, Consonant::K, Consonant::M,
                                   Consonant::N, Consonant::L, Consonant::D, Consonant::W,
                                   Consonant::H, Consonant::S, Consonant::T, Consonant::L};
    if (!firstOfPhrase && random.chance(0.1))
        return Consonant::None; // the vowel before goes on into this one
    return kOften[static_cast<std::size_t>(random.below(kOften.size()))];
}

class MelodyWriter {
public:
    explicit MelodyWriter(const SongForm& form) : form_(form) {}

    /// The phrase of the `bars` from `firstBar` on, all of one part.
    Phrase phrase(Index firstBar, int bars) {
        const Bar& bar = form_.bars[static_cast<std::size_t>(firstBar)];
        const Manner& manner = bar.part == Part::Verse ? kVerse : kChorus;
        Random random(kMelodyStream, static_cast<std::uint64_t>(firstBar));
        const std::vector<Beat> beats = writeRhythm(random, manner, 8 * bars);
        const double height = random.between(1.5, 5);
        const double turn = random.between(0.25, 0.75); // where the arch is highest
        const double tilt = random.spread(3);
        Phrase result;
        for (std::size_t b = 0; b < beats.size(); ++b) {
            const Beat& beat = beats[b];
            const double x = beat.start / (8.0 * bars);
            const double arch = x < turn ? x / turn : (1 - x) / (1 - turn);
            const double aim = manner.centre - height / 2 + height * arch + tilt * (x - 0.5);
            const bool heard = beat.start % 4 == 0 || beat.length > 2 || b + 1 == beats.size();
            const auto barIndex =
                static_cast<std::size_t>(firstBar + (beat.start + beat.length / 2) / 8);
            last_ = nextNote(random, manner, form_.bars[barIndex].chord,
                             std::clamp(last_, manner.lowest - 3, manner.highest + 3), aim,
                             heard ? 12 : 2);
            result.push_back(syllable(random, firstBar, beat, manner, b == 0));
        }
        return result;
    }

    /// A long note on the last chord.
    Phrase lastNote(Index bar) {
        Random random(kMelodyStream, static_cast<std::uint64_t>(bar));
        last_ = last_ > 68 ? 74 : 62; // home
        Syllable sung = syllable(random, bar, {0, 5}, kChorus, true);
        sung.consonant = Consonant::L;
        sung.vowel = sung.lastVowel = Vowel::A;
        sung.velocity = 0.8;
        return {sung};
    }

private:
    Syllable syllable(Random& random, Index firstBar, const Beat& beat, const Manner& manner,
                      bool first) const {
        const double start = static_cast<double>(firstBar) * kSecondsPerBar +
                             beat.start * kSecondsPerEighth + 0.008 + random.spread(0.016);
        Syllable sung;
        sung.start = start;
        sung.end = start + beat.length * kSecondsPerEighth * (beat.length > 2 ? 0.96 : 0.9);
        sung.note = last_;
        sung.consonant = anyConsonant(random, first);
        sung.vowel = static_cast<Vowel>(random.below(5));
        sung.lastVowel = beat.length > 1 && random.chance(0.3) ? static_cast<Vowel>(random.below(5))
                                                               : sung.vowel;
        const double accent = beat.start % 4 == 0 ? 0.08 : 0;
        sung.velocity = std::clamp(manner.velocity + accent + random.spread(0.1), 0.3, 1.1);
        return sung;
    }

    const SongForm& form_;
    int last_ = 64;
};

} // namespace

std::vector<Phrase> writeMelody(const SongForm& form) {
    MelodyWriter writer(form);
    std::vector<Phrase> phrases;
    const auto bars = static_cast<Index>(form.bars.size());
    for (Index b = 0; b < bars;) {
        const Bar& bar = form.bars[static_cast<std::size_t>(b)];
        const int length = std::min(2, bar.barsLeftInPart + 1);
        if (bar.part == Part::Verse || bar.part == Part::Chorus)
            phrases.push_back(writer.phrase(b, length));
        else if (bar.part == Part::Ending)
            phrases.push_back(writer.lastNote(b));
        b += length;
    }
    return phrases;
}

} // namespace refrain::demo
