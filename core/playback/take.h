// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/route.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <limits>
#include <span>
#include <vector>

namespace refrain {

/// A stream of stereo sound on its way from the thread that renders to the callback that plays: a
/// ring which one side fills while the other empties it. Every change of what is to be heard begins
/// a new take, and the callback fades over to it; so what was rendered before never has to be taken
/// back.
///
/// Takes that belong to one *timeline* agree on which frame belongs to which moment, so that the
/// callback can go from one to the other in the middle of a note. Frames are counted from the start
/// of the timeline, at the device's rate.
///
/// Threads: `begin`, `append` and `finish` are for the one that renders, `read` and `release` for
/// the callback, which may read only what it was given through `Mixer::play`. What the callback
/// calls neither allocates nor locks.
class Take {
public:
    static constexpr Index kCapacity = Index{1} << 16; // frames

    Take() {
        for (auto& channel : samples_)
            channel.resize(kCapacity);
    }

    /// Empties the take and gives it a new meaning. `first` is the first frame that it will have.
    void begin(std::int64_t timeline, Index first, const Route& route, int songRate,
               int deviceRate) {
        timeline_ = timeline;
        first_ = first;
        route_ = route;
        songRate_ = songRate;
        deviceRate_ = deviceRate;
        silent_ = false;
        written_.store(first, std::memory_order_relaxed);
        read_.store(first, std::memory_order_relaxed);
        end_.store(std::numeric_limits<Index>::max(), std::memory_order_relaxed);
        inUse_.store(true, std::memory_order_relaxed);
    }

    /// As above, for one that is silence.
    void beginSilence(std::int64_t timeline) {
        begin(timeline, 0, {}, 1, 1);
        silent_ = true;
    }

    /// How many frames `append` would take now.
    Index room() const {
        return kCapacity -
               (written_.load(std::memory_order_relaxed) - read_.load(std::memory_order_acquire));
    }

    /// Appends frames; no more than there is room for.
    void append(std::span<const float> left, std::span<const float> right) {
        assert(std::ssize(left) <= room() && left.size() == right.size());
        const Index from = written_.load(std::memory_order_relaxed);
        for (std::size_t i = 0; i < left.size(); ++i) {
            samples_[0][place(from + static_cast<Index>(i))] = left[i];
            samples_[1][place(from + static_cast<Index>(i))] = right[i];
        }
        written_.store(from + std::ssize(left), std::memory_order_release);
    }

    /// Says that nothing more comes.
    void finish() {
        end_.store(written_.load(std::memory_order_relaxed), std::memory_order_release);
    }

    /// The frame after the last one that is there.
    Index written() const noexcept { return written_.load(std::memory_order_acquire); }

    /// The frame after the last one that will ever be there, once this is known.
    Index end() const noexcept { return end_.load(std::memory_order_acquire); }

    std::int64_t timeline() const noexcept { return timeline_; }
    Index first() const noexcept { return first_; }
    bool silent() const noexcept { return silent_; }
    const Route& route() const noexcept { return route_; }

    /// The step of the route that belongs to a frame.
    Index step(Index frame) const noexcept { return frame * songRate_ / deviceRate_; }

    /// A sample that is there. `channel` is 0 or 1.
    float sample(std::size_t channel, Index frame) const noexcept {
        return samples_[channel][place(frame)];
    }

    /// Says that the frames before this one will not be read again.
    void passed(Index frame) noexcept { read_.store(frame, std::memory_order_release); }

    /// Gives the take back to be filled anew.
    void release() noexcept { inUse_.store(false, std::memory_order_release); }
    bool inUse() const noexcept { return inUse_.load(std::memory_order_acquire); }

private:
    static std::size_t place(Index frame) noexcept {
        return static_cast<std::size_t>(frame & (kCapacity - 1));
    }

    std::array<std::vector<float>, 2> samples_;
    std::int64_t timeline_ = 0;
    Index first_ = 0;
    Route route_;
    int songRate_ = 1;
    int deviceRate_ = 1;
    bool silent_ = false;
    std::atomic<Index> written_ = 0;
    std::atomic<Index> read_ = 0;
    std::atomic<Index> end_ = 0;
    std::atomic<bool> inUse_ = false;
};

} // namespace refrain
