// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cmath>
#include <functional>
#include <stop_token>
#include <utility>

namespace refrain {

/// How a long function tells how far it is and learns that nobody wants its result any more.
///
/// A function reports its own work from 0 to 1; a caller that is made of several steps hands each
/// of them a `part` of its own progress.
///
/// Threads: a value, cheap to copy. `check` may be called from any thread at any time; `report`
/// from one thread at a time (the function passed in is called on that thread).
class Progress {
public:
    using Listener = std::function<void(double fraction)>;

    /// Progress that nobody follows and nobody stops.
    Progress() = default;

    explicit Progress(std::stop_token stop, Listener listener = {})
        : stop_(std::move(stop)), listener_(std::move(listener)) {}

    /// The part of this progress between the fractions `from` and `to`, as a progress of its own.
    Progress part(double from, double to) const {
        Progress result = *this;
        result.from_ = std::lerp(from_, to_, from);
        result.to_ = std::lerp(from_, to_, to);
        return result;
    }

    /// Says that `fraction`, from 0 to 1, of the work is done. Throws `Cancelled` when stopped.
    void report(double fraction) const {
        check();
        if (listener_)
            listener_(std::lerp(from_, to_, fraction)); // exact at both ends
    }

    /// Throws `Cancelled` when stopped.
    void check() const {
        if (stop_.stop_requested())
            throw Cancelled{};
    }

    /// For code that a C library calls and through which no exception may pass.
    bool stopRequested() const noexcept { return stop_.stop_requested(); }

private:
    std::stop_token stop_;
    Listener listener_;
    double from_ = 0;
    double to_ = 1;
};

} // namespace refrain
