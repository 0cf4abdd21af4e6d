// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/voice/gestures.h"

#include "resources/demo/sound/random.h"
#include "resources/demo/sound/stereo.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain::demo {

namespace {

constexpr double kGestureSeconds = static_cast<double>(kSamplesPerGesture) / kSampleRate;
constexpr double kBreathSeconds = 0.32; // breathing in before a phrase
constexpr double kLeadSeconds = 0.6;    // room for the breath and the first consonant
constexpr double kTailSeconds = 0.3;    // for the last vowel to die away

/// Follows a target as muscles do: two equal low passes one after the other.
class Muscle {
public:
    Muscle(double seconds, double start)
        : amount_(1 - std::exp(-kGestureSeconds / seconds)), first_(start), second_(start) {}

    float follow(double target) {
        first_ += amount_ * (target - first_);
        second_ += amount_ * (first_ - second_);
        return static_cast<float>(second_);
    }

private:
    double amount_;
    double first_;
    double second_;
};

/// Writes where the gestures want to be; `smooth` then makes a movement of it.
class PhraseActor {
public:
    PhraseActor(const Phrase& phrase, std::uint64_t seed) : phrase_(phrase), random_(seed) {
        const double start = phrase.front().start - kLeadSeconds;
        result_.start =
            static_cast<Index>(std::floor(start / kGestureSeconds)) * kSamplesPerGesture;
        startSeconds_ = static_cast<double>(result_.start) / kSampleRate;
        const double seconds = phrase.back().end + kTailSeconds - startSeconds_;
        result_.gestures.resize(static_cast<std::size_t>(seconds / kGestureSeconds) + 1);
    }

    Performance perform() {
        breatheIn();
        for (std::size_t i = 0; i < phrase_.size(); ++i) {
            aimPitch(i);
            const double from = i == 0 ? startSeconds_ : vowelEnd(i - 1);
            speakConsonant(phrase_[i], from);
            singVowel(phrase_[i], vowelEnd(i));
        }
        closeMouth();
        smooth();
        addVibrato();
        return std::move(result_);
    }

private:
    /// Calls `set(gesture, seconds)` for the gestures between two times.
    template <class Set>
    void between(double from, double to, Set&& set) {
        const auto count = static_cast<double>(result_.gestures.size());
        const auto first = std::clamp((from - startSeconds_) / kGestureSeconds, 0.0, count);
        const auto last = std::clamp((to - startSeconds_) / kGestureSeconds, 0.0, count);
        for (auto g = static_cast<std::size_t>(first); g < static_cast<std::size_t>(last); ++g)
            set(result_.gestures[g], startSeconds_ + static_cast<double>(g) * kGestureSeconds);
    }

    /// A vowel lasts until the next consonant, or as long as it is written.
    double vowelEnd(std::size_t i) const {
        const Syllable& sung = phrase_[i];
        if (i + 1 == phrase_.size())
            return sung.end;
        const Syllable& next = phrase_[i + 1];
        return next.start - soundOf(next.consonant).seconds;
    }

    void breatheIn() {
        const double end =
            phrase_.front().start - soundOf(phrase_.front().consonant).seconds - 0.05;
        between(end - kBreathSeconds, end, [&](Gesture& gesture, double seconds) {
            const double x = (end - seconds) / kBreathSeconds; // 1 to 0
            gesture.breath = static_cast<float>(0.16 * std::sin(std::numbers::pi * x * x));
        });
        for (Gesture& gesture : result_.gestures)
            gesture.formants = {650, 1500, 2800, 3600, 4700};
    }

    /// The pitch turns to the next note a little before its vowel begins.
    void aimPitch(std::size_t i) {
        const double early = i == 0 ? kLeadSeconds : 0.05;
        between(phrase_[i].start - early, 1e9, [&](Gesture& gesture, double) {
            gesture.note = static_cast<float>(phrase_[i].note);
        });
    }

    void speakConsonant(const Syllable& sung, double from) {
        const ConsonantSound& sound = soundOf(sung.consonant);
        const double start = std::max(from, sung.start - sound.seconds);
        const double hissStart = start + sound.hissStart * sound.seconds;
        const double hissEnd = start + sound.hissEnd * sound.seconds;
        const auto strength = static_cast<float>(0.6 + 0.4 * sung.velocity);
        between(start, sung.start, [&](Gesture& gesture, double seconds) {
            gesture.formants = sound.formants;
            gesture.voicing = sound.voicing * strength;
            gesture.breath = seconds >= hissEnd ? sound.breath * strength : 0;
            gesture.hiss = seconds >= hissStart && seconds < hissEnd ? sound.hiss * strength : 0;
            gesture.hissHertz = sound.hissHertz;
        });
    }

    void singVowel(const Syllable& sung, double end) {
        const Formants& first = formantsOf(sung.vowel);
        const Formants& last = formantsOf(sung.lastVowel);
        const double swell = random_.between(-0.12, 0.12); // over the note
        between(sung.start, end, [&](Gesture& gesture, double seconds) {
            const double x = (seconds - sung.start) / (end - sung.start);
            const auto blend = static_cast<float>(std::clamp((x - 0.45) / 0.35, 0.0, 1.0));
            for (std::size_t f = 0; f < first.size(); ++f)
                gesture.formants[f] = first[f] + blend * (last[f] - first[f]);
            gesture.voicing = static_cast<float>(sung.velocity * (1 + swell * (2 * x - 1)));
            gesture.breath = 0.09f;
        });
    }

    void closeMouth() {
        const Formants& last = formantsOf(phrase_.back().lastVowel);
        between(phrase_.back().end, 1e9, [&](Gesture& gesture, double seconds) {
            gesture.formants = last;
            gesture.voicing = 0;
            gesture.breath = seconds < phrase_.back().end + 0.08 ? 0.04f : 0.0f;
        });
    }

    void smooth() {
        Gesture& first = result_.gestures.front();
        const double glideSeconds = random_.between(0.016, 0.026);
        Muscle note(glideSeconds, first.note);
        Muscle scoop(0.045, -random_.between(0.2, 1.5)); // into the phrase, from below
        Muscle folds(0.011, 0);
        Muscle throat(0.008, 0);
        Muscle tongue(0.0025, 0);
        std::vector<Muscle> mouth;
        for (const float formant : first.formants)
            mouth.emplace_back(0.011, formant);
        const double vowelStart = phrase_.front().start;
        double seconds = startSeconds_;
        for (Gesture& gesture : result_.gestures) {
            gesture.note = note.follow(gesture.note);
            if (seconds > vowelStart - 0.08)
                gesture.note += scoop.follow(0);
            gesture.voicing = folds.follow(gesture.voicing);
            gesture.breath = throat.follow(gesture.breath);
            gesture.hiss = tongue.follow(gesture.hiss);
            for (std::size_t f = 0; f < mouth.size(); ++f)
                gesture.formants[f] = mouth[f].follow(gesture.formants[f]);
            seconds += kGestureSeconds;
        }
    }

    /// Vibrato that begins on a note that is held, and a slow wandering that no voice is without.
    void addVibrato() {
        const double width = random_.between(0.35, 0.6); // semitones
        const double hertz = random_.between(5.1, 6.0);
        Muscle wander(0.05, 0);
        Muscle depth(0.09, 0);
        double phase = random_.fraction();
        std::size_t current = 0;
        double seconds = startSeconds_;
        for (Gesture& gesture : result_.gestures) {
            while (current + 1 < phrase_.size() && seconds > vowelEnd(current))
                ++current;
            const double age = seconds - phrase_[current].start;
            const bool held = vowelEnd(current) - phrase_[current].start > 0.36;
            const double target = held && age > 0.2 ? width : 0.04;
            phase += (hertz + random_.spread(2)) * kGestureSeconds;
            gesture.note +=
                static_cast<float>(depth.follow(target) * std::sin(2 * std::numbers::pi * phase) +
                                   wander.follow(random_.spread(2.0)));
            seconds += kGestureSeconds;
        }
    }

    const Phrase& phrase_;
    Random random_;
    Performance result_;
    double startSeconds_ = 0;
};

} // namespace

Performance perform(const Phrase& phrase, std::uint64_t seed) {
    return PhraseActor(phrase, seed).perform();
}

} // namespace refrain::demo
