// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace refrain {

/// A moment in seconds, or a stretch of time up to another one.
struct TypedTimes {
    double from = 0;
    std::optional<double> to = {}; // not before `from`

    bool operator==(const TypedTimes&) const = default;
};

/// Reads a moment as people write it, "1:23.4", "83.4", "1m23", "1h2m3s", or a stretch, "1:20-1:40"
/// or, with its length, "1:20+20". Nothing if it is neither. Threads: any.
std::optional<TypedTimes> typedTimes(const QString& text);

} // namespace refrain
