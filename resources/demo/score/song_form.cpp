// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/score/song_form.h"

#include <algorithm>
#include <cmath>

namespace refrain::demo {

namespace {

/// Bars that the last chord rings at least, about a second.
constexpr double kShortestRing = 0.6;

/// After so many verses and choruses comes an interlude.
constexpr int kPairsPerInterlude = 3;

/// How many bars each part of a song has.
struct Plan {
    int sectionBars = 4; // of a verse, a chorus and an interlude
    int pairs = 2;       // of a verse and a chorus
    int introBars = 1;
    int extraInterludeBars = 0; // before the last chorus
    int tagBars = 0;            // the last chorus goes on for so many more
};

int barsOf(const Plan& plan) {
    const int interludes = (plan.pairs - 1) / kPairsPerInterlude;
    return plan.introBars + plan.sectionBars * (2 * plan.pairs + interludes) +
           plan.extraInterludeBars + plan.tagBars;
}

/// For at least 5 bars.
Plan planFor(int bars) {
    Plan plan;
    for (plan.sectionBars = 8; barsOf(plan) > bars; plan.sectionBars /= 2) {
    }
    while (barsOf(plan) <= bars)
        ++plan.pairs;
    --plan.pairs;
    int left = bars - barsOf(plan);
    const int moreIntro = std::min(left, std::max(0, plan.sectionBars / 2 - 1));
    plan.introBars += moreIntro;
    left -= moreIntro;
    plan.extraInterludeBars = std::min(left, plan.sectionBars) / 4 * 4;
    plan.tagBars = left - plan.extraInterludeBars;
    return plan;
}

class FormWriter {
public:
    void add(Part part, int bars) {
        for (int b = 0; b < bars; ++b)
            form.bars.push_back({part, b, bars - 1 - b, parts_, chordOf(part, b, bars)});
        parts_ += bars > 0;
    }

    SongForm form;

private:
    static Chord chordOf(Part part, int bar, int bars) {
        // Bars beyond the last four repeat the end, with the chord that wants the next part.
        const int beyond = bars % 4;
        const int place = bar < bars - beyond ? bar % 4 : 4 + bar - bars;
        switch (part) {
        case Part::Chorus:
        case Part::Intro:
            return chorusChords()[static_cast<std::size_t>(place)];
        case Part::Verse:
        case Part::Interlude:
            return verseChords()[static_cast<std::size_t>(bar % 4)];
        case Part::Ending:
            break;
        }
        return lastChord();
    }

    int parts_ = 0;
};

} // namespace

SongForm songForm(double seconds) {
    const double bars = seconds / kSecondsPerBar;
    FormWriter writer;
    if (bars < 5 + kShortestRing) {
        writer.add(Part::Chorus, 8);
        return writer.form;
    }
    const Plan plan = planFor(static_cast<int>(bars - kShortestRing));
    writer.add(Part::Intro, plan.introBars);
    for (int pair = 1; pair <= plan.pairs; ++pair) {
        const bool last = pair == plan.pairs;
        writer.add(Part::Verse, plan.sectionBars);
        if (last)
            writer.add(Part::Interlude, plan.extraInterludeBars);
        writer.add(Part::Chorus, plan.sectionBars + (last ? plan.tagBars : 0));
        if (pair % kPairsPerInterlude == 0 && !last)
            writer.add(Part::Interlude, plan.sectionBars);
    }
    writer.add(Part::Ending, 1);
    return writer.form;
}

} // namespace refrain::demo
