// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/take.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

namespace refrain {

/// What the callback knew at the start of its last block.
struct Moment {
    enum class State { silent, playing, ended };
    State state = State::silent;

    std::int64_t timeline = 0; // of the take that is played
    Index nextFrame = 0;       // of that timeline, the first that has not been played

    Index position = 0; // samples of the song: the one that the block began with
    Index since = 0;    // the playhead came there from this one without a jump

    /// When the first sample of the block is heard, in nanoseconds of `std::chrono::steady_clock`.
    std::int64_t heardAt = 0;

    std::int64_t blocks = 0; // played since the start
};

/// What went out of time: how often, and how many frames of silence it was.
struct Lateness {
    std::int64_t blocks = 0;
    std::int64_t frames = 0;
};

/// The audio callback: plays a take, fades to the next one, and tells where it is. All that depends
/// on the song was worked out before; here samples are only passed on, unchanged but for the fades.
///
/// Threads: `process` and nothing else is for the callback; it neither locks nor allocates, makes
/// no system call, and never waits. `play` is for the thread that renders. The rest is for any
/// thread.
class Mixer {
public:
    Mixer();

    /// How long fades take, from the rate of the device in Hz. Only while nothing calls `process`.
    void setRate(int deviceRate);
    Index fadeLength() const { return std::ssize(fadeIn_); }

    /// Fades over to this take at the start of the next block, or when the present fade is over. A
    /// take that was waiting for that is given back unplayed.
    void play(Take& take);

    /// Writes `frames` frames, left and right in turn, that will be heard from `heardAt` on (as in
    /// `Moment`).
    void process(float* output, Index frames, std::int64_t heardAt) noexcept;

    /// Forgets what is played and what waits, for a device that is gone. Only while nothing calls
    /// `process`.
    void reset();

    Moment moment() const;
    Lateness lateness() const;

    /// The longest block that was asked for since `setRate`.
    Index longestBlock() const { return longestBlock_.load(std::memory_order_relaxed); }

    /// The largest sample of a channel, 0 or 1, since this was last asked; above 1 it was cut off.
    float takePeak(std::size_t channel) {
        return peaks_[channel].exchange(0, std::memory_order_relaxed);
    }

private:
    void pickUp() noexcept;
    void addOutgoing(float* output, Index frames) noexcept;
    void addActive(float* output, Index frames) noexcept;
    void breakOff(float* output, Index frames) noexcept;
    void addTail(float* output, Index frames) noexcept;
    void limit(float* output, Index frames) noexcept;
    void publish(Index firstFrame, std::int64_t heardAt) noexcept;

    std::vector<float> fadeIn_; // rises from 0 to 1; what goes out gets the rest

    std::atomic<Take*> waiting_ = nullptr; // the mailbox

    // Of the callback only. A fade that is over is as far as `fadeLength()`.
    Take* active_ = nullptr;
    Index activeFrame_ = 0;
    Index activeFade_ = 0;
    Take* outgoing_ = nullptr;
    Index outgoingFrame_ = 0;
    Index outgoingFade_ = 0;
    bool brokenOff_ = true;          // the active take has come to its end, or to what is not there
    std::array<float, 2> last_ = {}; // sample of the active take, as it was heard
    std::array<float, 2> tail_ = {}; // glides to 0 from here, where a take broke off
    Index tailFade_ = 0;
    Index restingPosition_ = 0; // where silence began
    Index restingSince_ = 0;

    // What the callback says, all of one moment: odd while it is being written.
    std::atomic<std::uint32_t> sequence_ = 0;
    std::atomic<Moment::State> state_ = Moment::State::silent;
    std::atomic<std::int64_t> timeline_ = 0;
    std::atomic<Index> nextFrame_ = 0;
    std::atomic<Index> position_ = 0;
    std::atomic<Index> since_ = 0;
    std::atomic<std::int64_t> heardAt_ = 0;
    std::atomic<std::int64_t> blocks_ = 0;

    std::atomic<std::int64_t> lateBlocks_ = 0;
    std::atomic<std::int64_t> lateFrames_ = 0;
    std::atomic<Index> longestBlock_ = 0;
    std::array<std::atomic<float>, 2> peaks_ = {};
};

} // namespace refrain
