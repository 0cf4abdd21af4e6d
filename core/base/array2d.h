// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/zeroed_memory.h"

#include <cassert>
#include <cstddef>
#include <span>
#include <vector>

namespace refrain {

/// Every position and count of samples, frames and bins. Signed, because positions before the
/// start of the song are ordinary (the first frame is centred on sample 0) and because differences
/// of unsigned numbers are a trap.
using Index = std::ptrdiff_t;

/// A dense table, row by row in memory. In Refrain rows are moments and columns are frequencies:
/// `[frame][bin]`. A new one is all zero at no cost, see zeroed_memory.h.
///
/// Threads: a value; different rows may be written by different threads.
template <class T>
struct Array2D {
    Index rows = 0;
    Index columns = 0;
    std::vector<T, ZeroedMemory<T>> values; // rows * columns of them

    Array2D() = default;
    Array2D(Index rowCount, Index columnCount)
        : rows(rowCount), columns(columnCount), values(rowCount * columnCount) {}
    Array2D(Index rowCount, Index columnCount, T value)
        : rows(rowCount), columns(columnCount), values(rowCount * columnCount, value) {}

    std::span<T> row(Index i) {
        assert(i >= 0 && i < rows);
        return std::span(values.data() + i * columns, columns);
    }
    std::span<const T> row(Index i) const {
        assert(i >= 0 && i < rows);
        return std::span(values.data() + i * columns, columns);
    }

    bool operator==(const Array2D&) const = default;
};

} // namespace refrain
