// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

namespace refrain {

/// The position that stands in for position `i`, inside or outside `[0, count)`, of a table that
/// is continued beyond both ends as in a mirror: `c b a | a b c | c b a | a b c`. `count` is at
/// least 1. Windows that are longer than the song see it several times.
inline Index mirrored(Index i, Index count) {
    if (i >= 0 && i < count)
        return i;
    const Index period = 2 * count;
    const Index place = (i % period + period) % period;
    return place < count ? place : period - 1 - place;
}

/// A window's length, in frames or bins, as a whole number that has a middle: rounded, and if that
/// is even one more. At least 1.
inline Index oddLength(double length) {
    const auto nearest = static_cast<Index>(length + 0.5);
    return nearest < 1 ? 1 : nearest + 1 - nearest % 2;
}

} // namespace refrain
