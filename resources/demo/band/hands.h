// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/score/song_form.h"
#include "resources/demo/sound/random.h"
#include "resources/demo/sound/stereo.h"

#include <algorithm>
#include <string_view>

namespace refrain::demo {

/// The sixteen steps of a bar: '1' to '9' is a stroke and its strength, anything else a rest.
using Pattern = std::string_view;

inline constexpr Pattern kRest = "................";

enum class Player { Kick, Snare, Hat, Cymbal, Clap, Bass, Guitar, Piano, Strings };

/// One player's hands in one bar.
class Hands {
public:
    Hands(Player player, Index bar)
        : random_(static_cast<std::uint64_t>(player), static_cast<std::uint64_t>(bar)),
          barSeconds_(static_cast<double>(bar) * kSecondsPerBar),
          lateSeconds_(random_.spread(0.003)), strength_(1 + random_.spread(0.06)) {}

    /// A stroke at a sixteenth of the bar, as played; `velocity` as written.
    Strike at(int step, double velocity) {
        const double seconds =
            barSeconds_ + step * kSecondsPerStep + lateSeconds_ + random_.spread(0.005);
        const double played = velocity * strength_ * (1 + random_.spread(0.1));
        return {samplesIn(seconds), std::clamp(played, 0.0, 1.0), random_.next()};
    }

    Random& random() { return random_; }

private:
    Random random_;
    double barSeconds_;
    double lateSeconds_; // the whole bar lies a little early or late
    double strength_;
};

/// Calls `play(step, velocity, nextStep)` for the strokes of a pattern from `from` to `to`.
template <class Play>
void eachStroke(Pattern pattern, Play&& play, int from = 0, int to = 16) {
    for (int step = from; step < to; ++step) {
        const char mark = pattern[static_cast<std::size_t>(step)];
        if (mark < '1' || mark > '9')
            continue;
        int next = step + 1;
        while (next < 16 && pattern[static_cast<std::size_t>(next)] == '.')
            ++next;
        play(step, (mark - '0') / 10.0, next);
    }
}

} // namespace refrain::demo
