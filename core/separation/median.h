// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

#include <cstdint>
#include <span>

namespace refrain {

/// The median over the rows `chosen` of a table, column by column, into `medians` (one for each
/// column). Of an even number of values it is the mean of the middle two, rounded to single
/// precision as numpy does; of none it is 0.
///
/// The values must not be negative, nor NaN. Uses the widest vectors that the processor has; the
/// result is the same on all of them, and the same as that of `medianOfRowsPlain`.
///
/// Threads: any.
void medianOfRows(const Array2D<float>& table, std::span<const std::int32_t> chosen,
                  std::span<float> medians);

/// The same in a few lines, an order of magnitude slower: what the other one is tested against.
void medianOfRowsPlain(const Array2D<float>& table, std::span<const std::int32_t> chosen,
                       std::span<float> medians);

} // namespace refrain
