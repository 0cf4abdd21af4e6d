// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/median_network.h"

#include <algorithm>
#include <cassert>

// This file is compiled once for each instruction set; Highway chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/separation/estimators/refrain/median_network.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace refrain::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Columns that go through the network at a time. The values of 25 rows are 6 KiB then, which stay
// in the first-level cache, and a comparison is looked up once for several vectors.
constexpr std::size_t kColumns = 64;

void middlesOfRows(std::span<const MedianNetwork::Comparison> comparisons,
                   std::span<const float* const> rows, std::span<float> lower,
                   std::span<float> upper) {
    const hn::CappedTag<float, kColumns> d;
    thread_local std::vector<float> values;
    values.resize(rows.size() * kColumns);

    for (std::size_t first = 0; first < lower.size(); first += kColumns) {
        const std::size_t columns = std::min(kColumns, lower.size() - first);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            float* end = std::copy_n(rows[row] + first, columns, values.data() + row * kColumns);
            std::fill(end, values.data() + (row + 1) * kColumns, 0.0F);
        }
        for (const auto [low, high] : comparisons) {
            float* HWY_RESTRICT a = values.data() + static_cast<std::size_t>(low) * kColumns;
            float* HWY_RESTRICT b = values.data() + static_cast<std::size_t>(high) * kColumns;
            for (std::size_t lane = 0; lane < kColumns; lane += hn::Lanes(d)) {
                const auto x = hn::LoadU(d, a + lane);
                const auto y = hn::LoadU(d, b + lane);
                hn::StoreU(hn::Min(x, y), d, a + lane);
                hn::StoreU(hn::Max(x, y), d, b + lane);
            }
        }
        std::copy_n(values.data() + (rows.size() - 1) / 2 * kColumns, columns,
                    lower.data() + first);
        std::copy_n(values.data() + rows.size() / 2 * kColumns, columns, upper.data() + first);
    }
}

} // namespace refrain::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace refrain {

HWY_EXPORT(middlesOfRows);

namespace {

/// Batcher's comparisons that sort `count` values.
std::vector<MedianNetwork::Comparison> sortingNetwork(Index count) {
    std::vector<MedianNetwork::Comparison> all;
    Index largest = 1;
    while (2 * largest < count)
        largest *= 2;
    for (Index p = largest; p > 0; p /= 2) {
        Index distance = p;
        Index remainder = 0;
        for (Index q = largest;; q /= 2) {
            for (Index i = 0; i + distance < count; ++i)
                if ((i & p) == remainder)
                    all.push_back({i, i + distance});
            if (q == p)
                break;
            distance = q - p;
            remainder = p;
        }
    }
    return all;
}

} // namespace

MedianNetwork::MedianNetwork(Index count) : count_(count) {
    assert(count >= 1);
    std::vector<bool> matters(count);
    matters[(count - 1) / 2] = matters[count / 2] = true;
    std::vector<Comparison> all = sortingNetwork(count);
    // From the last to the first: what a comparison does matters if one of its places is looked at
    // later, and then both of its values matter.
    for (const Comparison& comparison : std::vector(all.rbegin(), all.rend()))
        if (matters[comparison.low] || matters[comparison.high]) {
            matters[comparison.low] = matters[comparison.high] = true;
            comparisons_.push_back(comparison);
        }
    std::ranges::reverse(comparisons_);
}

void MedianNetwork::middlesOfRows(std::span<const float* const> rows, std::span<float> lower,
                                  std::span<float> upper) const {
    assert(std::ssize(rows) == count_ && lower.size() == upper.size());
    HWY_DYNAMIC_DISPATCH(middlesOfRows)(comparisons_, rows, lower, upper);
}

void middlesOfRowsPlain(std::span<const float* const> rows, std::span<float> lower,
                        std::span<float> upper) {
    std::vector<float> values(rows.size());
    for (std::size_t column = 0; column < lower.size(); ++column) {
        std::ranges::transform(rows, values.begin(), [&](const float* row) { return row[column]; });
        std::ranges::sort(values);
        lower[column] = values[(values.size() - 1) / 2];
        upper[column] = values[values.size() / 2];
    }
}

} // namespace refrain

#endif // HWY_ONCE
