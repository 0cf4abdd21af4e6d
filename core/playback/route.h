// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

#include <limits>
#include <optional>

namespace refrain {

/// Samples of a song, `[first, end)`.
struct Range {
    Index first = 0;
    Index end = 0;

    Index length() const { return end - first; }
    bool operator==(const Range&) const = default;
};

/// The way of the playhead through a song: which sample comes when. *Steps* are samples played
/// since the start, at the song's rate; they run on where positions jump back.
///
/// A loop goes round with its own period: the `fade` samples that lead to its start are mixed into
/// those that lead to its end, so that its first sample is heard unfaded each time. A loop at the
/// very start of a song has no such lead; it is faded right after the join, or, if it ends with the
/// song, is made shorter by the fade.
///
/// Threads: a value; nothing in it allocates or throws.
struct Route {
    Index origin = 0;   // a step,
    Index position = 0; // and the sample that is played then; negative before the song

    /// The step at which the way ends; the song's or the grain's end.
    Index end = std::numeric_limits<Index>::max();

    /// Samples before `end` over which the sound fades away; 0 leaves it as it is.
    Index fadeOut = 0;

    // Of the loop; `period` is 0 if there is none.
    Index joinFrom = 0;  // the join is a mix of what follows this sample
    Index period = 0;    // and of what follows the sample a period later
    Index fade = 0;      // samples
    Index loopFirst = 0; // for display only: where the loop was asked to start

    /// From `position` at step `origin` to the end of a song of `length` samples.
    static Route straight(Index origin, Index position, Index length);

    /// From `position` into the loop, and round and round. `loop` lies within the song; one that is
    /// shorter than two fades is made longer, as far as the song goes.
    static Route looping(Index origin, Index position, Index length, const Range& loop, Index fade);

    struct Place {
        Index position;  // of the sample that is played, or that is faded in
        bool joining;    // whether it is mixed with the one a period later,
        Index joinIndex; // then how far the join is: 0 to fade - 1
        Index run;       // steps for which positions go on one by one and `joining` stays
    };
    Place at(Index step) const;

    /// The sample to show to a person at that step, 0 or more.
    Index shownPosition(Index step) const;

    /// The earliest sample from which the playhead came to this step without a jump.
    Index shownSince(Index step) const;
};

} // namespace refrain
