// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

#include <span>
#include <vector>

namespace refrain {

/// The comparisons that bring the middle of `count` values to their places, whatever the values
/// are: Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M)
/// without those that only sort the rest. As it never looks at a value, all lanes of a vector can
/// go through it together: 105 comparisons for the 24 values of a window in time, where sorting
/// every cell's values for itself is an order of magnitude slower.
///
/// Threads: a value.
class MedianNetwork {
public:
    /// `count` is at least 1.
    explicit MedianNetwork(Index count);

    Index count() const { return count_; }

    /// Column by column, the middle two values of `rows`, of which there are `count()`, each with
    /// at least `lower.size()` numbers. Of an odd number of rows both are the median. Not NaN.
    /// Uses the widest vectors that the processor has; the result is the same on all of them, and
    /// the same as that of `middlesOfRowsPlain`.
    void middlesOfRows(std::span<const float* const> rows, std::span<float> lower,
                       std::span<float> upper) const;

    /// After a comparison the smaller value is at `low`, the larger one at `high`.
    struct Comparison {
        Index low;
        Index high;
    };
    const std::vector<Comparison>& comparisons() const { return comparisons_; }

private:
    Index count_;
    std::vector<Comparison> comparisons_;
};

/// The same in a few lines, by sorting: what the network is tested against.
void middlesOfRowsPlain(std::span<const float* const> rows, std::span<float> lower,
                        std::span<float> upper);

} // namespace refrain
