// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace refrain {

/// The products of a row with others, which have as many numbers. Each is summed in an order that
/// depends on nothing but the processor, and wrong by less than 1e-6 of itself if no number is
/// negative. While one is computed the next row is fetched: they may be anywhere in memory.
///
/// Runs on the widest vectors that the processor has. Threads: any.
void productsOfRows(std::span<const float> row, std::span<const float* const> others,
                    std::span<float> products);

/// The product of two rows one number after another, in double precision: what the fast version is
/// tested against.
float productOfRowsPlain(std::span<const float> a, std::span<const float> b);

/// The product of two rows in double precision, in eight sums; the processor makes no difference.
/// Threads: any.
double exactProductOfRows(std::span<const float> a, std::span<const float> b);

/// The `rank`-th largest of some numbers, counted from 1, or 0 if that is negative. Threads: any.
float largestOf(std::span<const float> values, std::ptrdiff_t rank);

/// The same by sorting.
float largestOfPlain(std::span<const float> values, std::ptrdiff_t rank);

/// Where `values[i] >= leasts[i]`: writes these positions to `positions`, rising, which has room
/// for as many numbers as `values` and 16 more, and returns how many there are. Threads: any.
std::size_t findReaching(std::span<const float> values, std::span<const float> leasts,
                         std::span<std::int32_t> positions);

/// The same one by one.
std::size_t findReachingPlain(std::span<const float> values, std::span<const float> leasts,
                              std::span<std::int32_t> positions);

} // namespace refrain
