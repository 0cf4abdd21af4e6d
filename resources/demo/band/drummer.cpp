// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/band/drummer.h"

#include "resources/demo/band/drums.h"
#include "resources/demo/band/hands.h"

#include <array>

namespace refrain::demo {

namespace {

struct DrumPatterns {
    Pattern kick, snare, crossStick, hat, openHat, clap;
};

DrumPatterns drumPatterns(const Bar& bar) {
    const bool odd = bar.barOfPart % 2 == 1;
    switch (bar.part) {
    case Part::Intro:
        return {kRest, kRest, kRest, "7.4.6.4.7.4.6.4.", kRest, kRest};
    case Part::Verse: // half as fast: the beat is on the third
        return {odd ? "9.....6....7...." : "9.....6.........",
                kRest,
                "........9.......",
                "7.4.6.4.7.4.6.4.",
                kRest,
                kRest};
    case Part::Chorus:
    case Part::Interlude:
        return {odd ? "9.....7.8.6....." : "9.....7.8.......",
                "....9.......9...",
                kRest,
                "8.4.7.4.8.4.7...",
                "..............6.",
                bar.part == Part::Chorus ? "....7.......7..." : kRest};
    case Part::Ending:
        break;
    }
    return {"9...............", "9...............", kRest, kRest, kRest, kRest};
}

/// What the drummer plays instead of the rest of the bar.
struct Fill {
    int from; // the step it starts at
    Pattern kick, snare, highTom, midTom, lowTom;
};

constexpr std::array<Fill, 4> kFills = {{
    {12, "............6...", "............4567", kRest, kRest, kRest},
    {8, "........8.......", "........8.......", "..........8.6...", "............8.6.",
     "..............79"},
    {12, "............7...", "............8...", ".............6..", "..............7.",
     "...............8"},
    {10, "..........7.....", "..........6.78..", kRest, kRest, "..............89"},
}};

class DrummedBar {
public:
    DrummedBar(AudioClip& clip, const SongForm& form, Index bar)
        : clip_(clip), bar_(form.bars[static_cast<std::size_t>(bar)]), kick_(Player::Kick, bar),
          snare_(Player::Snare, bar), hat_(Player::Hat, bar), cymbal_(Player::Cymbal, bar),
          clap_(Player::Clap, bar) {}

    void play() {
        if (startsLoud())
            addCrash(clip_, cymbal_.at(0, 0.85));
        const bool fills = bar_.endsPhrase() && bar_.part != Part::Ending;
        const Fill& fill = kFills[static_cast<std::size_t>(snare_.random().below(kFills.size()))];
        playPatterns(fills ? fill.from : 16);
        if (fills)
            playFill(fill);
    }

private:
    bool startsLoud() const {
        return bar_.barOfPart == 0 && bar_.part != Part::Intro && bar_.part != Part::Verse;
    }

    void playPatterns(int to) {
        const DrumPatterns patterns = drumPatterns(bar_);
        const auto kick = [&](int s, double v, int) { addKick(clip_, kick_.at(s, v)); };
        const auto snare = [&](int s, double v, int) { addSnare(clip_, snare_.at(s, v)); };
        const auto stick = [&](int s, double v, int) { addCrossStick(clip_, snare_.at(s, v)); };
        const auto hat = [&](int s, double v, int) { addClosedHat(clip_, hat_.at(s, v)); };
        const auto open = [&](int s, double v, int) { addOpenHat(clip_, hat_.at(s, v)); };
        const auto clap = [&](int s, double v, int) { addClap(clip_, clap_.at(s, v)); };
        eachStroke(patterns.kick, kick, 0, to);
        eachStroke(patterns.snare, snare, 0, to);
        eachStroke(patterns.crossStick, stick, 0, to);
        eachStroke(patterns.hat, hat, 0, to);
        eachStroke(patterns.openHat, open, 0, to);
        eachStroke(patterns.clap, clap, 0, to);
        if (bar_.part == Part::Chorus && to == 16 && snare_.random().chance(0.4))
            addSnare(clip_, snare_.at(snare_.random().chance(0.5) ? 7 : 10, 0.18)); // a ghost note
    }

    void playFill(const Fill& fill) {
        const auto snare = [&](int s, double v, int) { addSnare(clip_, snare_.at(s, 0.9 * v)); };
        const auto kick = [&](int s, double v, int) { addKick(clip_, kick_.at(s, v)); };
        const auto tomOf = [&](double height) {
            return [this, height](int s, double v, int) { addTom(clip_, snare_.at(s, v), height); };
        };
        eachStroke(fill.kick, kick);
        eachStroke(fill.snare, snare);
        eachStroke(fill.highTom, tomOf(1));
        eachStroke(fill.midTom, tomOf(0.5));
        eachStroke(fill.lowTom, tomOf(0));
    }

    AudioClip& clip_;
    const Bar& bar_;
    Hands kick_, snare_, hat_, cymbal_, clap_;
};

} // namespace

void playDrums(AudioClip& clip, const SongForm& form, Index bar) {
    DrummedBar(clip, form, bar).play();
}

} // namespace refrain::demo
