// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/mixer.h"
#include "core/playback/preview.h"
#include "core/playback/take_writer.h"

#include <array>
#include <optional>

namespace refrain {

/// Renders what is about to be played, some tenths of a second ahead of the callback. Whatever
/// changes is rendered anew from the present moment on, and handed over as soon as there is enough
/// of it for the next block: how far ahead it is does not decide how soon a change is heard.
///
/// Positions are samples of the song that is listened to.
///
/// Threads: one at a time; not the callback. A change takes about a millisecond.
class RenderAhead {
public:
    /// The mixer must outlive it.
    explicit RenderAhead(Mixer& mixer) : mixer_(mixer) {}

    /// The rate of the device in Hz, after the mixer was told of it (and forgot what it played).
    void setRate(int deviceRate);

    /// What is to be heard from now on. Another song than before is silent until `play`.
    void listen(const Listening& listening);

    /// Plays from there on. Throws `Error`, as `TakeWriter`.
    void play(Index position);

    /// The stretch to be repeated, or none. A playhead before it will come to it; one behind it is
    /// put to its start.
    void setLoop(const std::optional<Range>& loop);

    /// Plays the sound around that place, briefly.
    void scrub(Index position);

    /// Falls silent.
    void halt();

    /// Renders a little more if that is needed; true if even more is.
    bool work();

    bool playing() const { return mode_ == Mode::playing; }

    /// The timeline of what was begun last (`Moment::timeline`).
    std::int64_t timeline() const { return timeline_; }

private:
    enum class Mode { halted, playing, scrubbing };

    Take& freeTake();
    Index fadeSteps() const;
    Route routeFrom(Index origin, Index position) const;
    Index nextFrame() const;
    void startTimeline(const Route& route);
    void startTake(Index firstFrame, const Route& route);

    Mixer& mixer_;
    Preview preview_;
    std::array<Take, 4> takes_; // two that the callback fades between, one that waits, one more
    std::optional<TakeWriter> writer_;
    Mode mode_ = Mode::halted;
    std::optional<Range> loop_;
    int deviceRate_ = 44100;
    std::int64_t timeline_ = 0;
};

} // namespace refrain
