// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace refrain {

/// What an axis shows, or could show: seconds on the time axis, heights from 0 to 1 on the
/// frequency axis.
///
/// Threads: a value.
struct Interval {
    double from = 0;
    double to = 1; // above from

    double length() const { return to - from; }
    bool contains(double place) const { return place >= from && place <= to; }

    bool operator==(const Interval&) const = default;
};

/// The part nearest to `shown` that lies within `whole` and is not shorter than `shortest` (nor
/// longer than the whole).
inline Interval fitted(const Interval& shown, const Interval& whole, double shortest) {
    const double length =
        std::clamp(shown.length(), std::min(shortest, whole.length()), whole.length());
    if (length == whole.length())
        return whole;
    // Rounded, the latest beginning may be before the first.
    const double from = std::clamp(shown.from, whole.from, std::max(whole.from, whole.to - length));
    return {from, from + length};
}

/// `shown`, `factor` times as long, with `around` at the same part of it, as far as the limits of
/// `fitted` let it be.
inline Interval zoomed(const Interval& shown, double factor, double around, const Interval& whole,
                       double shortest) {
    const double length =
        std::clamp(shown.length() * factor, std::min(shortest, whole.length()), whole.length());
    const double part = (around - shown.from) / shown.length();
    const double from = around - part * length;
    return fitted({from, from + length}, whole, shortest);
}

/// `shown`, moved by `distance` as far as `whole` reaches.
inline Interval moved(const Interval& shown, double distance, const Interval& whole) {
    const double back = std::min(0.0, whole.from - shown.from);
    const double on = std::max(0.0, whole.to - shown.to);
    const double by = std::clamp(distance, back, on);
    return {shown.from + by, shown.to + by};
}

} // namespace refrain
