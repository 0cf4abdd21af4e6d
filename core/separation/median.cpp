// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/median.h"

#include <algorithm>
#include <hwy/cache_control.h>
#include <limits>
#include <vector>

// This file is compiled once for each instruction set; Highway chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/separation/median.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace refrain::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// How many of `count` values are not above `pivot`, lane by lane; `load(row)` gives the values.
template <class DI, class V, class Load>
V countNotAbove(DI di, const Load& load, std::size_t count, V pivot) {
    const V one = hn::Set(di, 1);
    V even = hn::Set(di, static_cast<std::int32_t>(count));
    V odd = hn::Zero(di); // two sums, as an addition has to wait for the one before
    std::size_t row = 0;
    for (; row + 2 <= count; row += 2) {
        even = hn::IfThenElse(hn::Gt(load(row), pivot), hn::Sub(even, one), even);
        odd = hn::IfThenElse(hn::Gt(load(row + 1), pivot), hn::Sub(odd, one), odd);
    }
    if (row < count)
        even = hn::IfThenElse(hn::Gt(load(row), pivot), hn::Sub(even, one), even);
    return hn::Add(even, odd);
}

/// The medians of the columns of `values`, `[row][lane]`, `count` rows of `stride` numbers, for as
/// many lanes as a vector has.
///
/// Non-negative floats order as their bits do, so the median is searched by narrowing an interval
/// of integers and counting what is not above a pivot in it. The pivot is put where the middle
/// would be if the values were spread evenly between the bounds, whose ranks are known; from the
/// sixth time on every other pivot halves the interval, whatever the values are. The search ends as
/// soon as the median is among the two values on either side of the pivot, which one more pass
/// finds: 6.5 counts for the 202 neighbours of a song of 4 minutes, where halving alone takes 13.
template <class D>
void medianOfColumns(D df, const float* HWY_RESTRICT values, std::size_t count, std::size_t stride,
                     float* HWY_RESTRICT median) {
    const hn::RebindToSigned<D> di;
    using V = hn::Vec<decltype(di)>;
    using F = hn::Vec<D>;
    const auto load = [&](std::size_t row) {
        return hn::BitCast(di, hn::LoadU(df, values + row * stride));
    };

    V low = load(0);
    V high = low;
    for (std::size_t row = 1; row < count; ++row) {
        const V value = load(row);
        low = hn::Min(low, value);
        high = hn::Max(high, value);
    }

    // The two middle values have this many others before them; of an odd count they are the same.
    const V lowerRank = hn::Set(di, static_cast<std::int32_t>((count - 1) / 2));
    const V upperRank = hn::Set(di, static_cast<std::int32_t>(count / 2));
    const V one = hn::Set(di, 1);
    const V none = hn::Set(di, -1); // below every value
    const V largest = hn::Set(di, std::numeric_limits<std::int32_t>::max());
    const F half = hn::Set(df, 0.5F * static_cast<float>(count));

    F belowLow = hn::Zero(df); // how many values are below `low`, and not above `high`
    F upToHigh = hn::Set(df, static_cast<float>(count));
    V pivot;
    V notAbove;
    for (int turn = 0;; ++turn) {
        // Invariant: low <= lower middle value <= high.
        const V width = hn::Sub(high, low);
        if (turn >= 5 && turn % 2 == 1) {
            pivot = hn::Add(low, hn::ShiftRight<1>(width));
        } else {
            const F part = hn::Div(hn::Sub(half, belowLow), hn::Sub(upToHigh, belowLow));
            // Rounding, or a lane whose interval is a single number, may lead outside.
            const V step = hn::ConvertTo(di, hn::Mul(part, hn::ConvertTo(df, width)));
            pivot = hn::Add(low, hn::Max(hn::Zero(di), hn::Min(step, hn::Sub(width, one))));
        }
        notAbove = countNotAbove(di, load, count, pivot);

        // Near enough: both middle values are among the last two not above the pivot and the first
        // two above it.
        const auto lowerIsBelow = hn::Gt(notAbove, lowerRank);
        const auto far = hn::Or(hn::Gt(hn::Sub(notAbove, hn::Add(one, one)), lowerRank),
                                hn::Gt(upperRank, hn::Add(notAbove, one)));
        const auto searching = hn::And(far, hn::Gt(high, low));
        if (hn::AllFalse(di, searching))
            break;
        const auto goesDown = hn::And(searching, lowerIsBelow);
        const auto goesUp = hn::AndNot(lowerIsBelow, searching);
        const F counted = hn::ConvertTo(df, notAbove);
        // Lanes that are ready keep their pivot: it becomes their whole interval.
        high = hn::IfThenElse(goesUp, high, pivot);
        low = hn::IfThenElse(goesDown, low, hn::IfThenElse(goesUp, hn::Add(pivot, one), pivot));
        upToHigh = hn::IfThenElse(hn::RebindMask(df, goesDown), counted, upToHigh);
        belowLow = hn::IfThenElse(hn::RebindMask(df, goesUp), counted, belowLow);
    }

    V below = none; // the largest value that is not above the pivot, and the next
    V nextBelow = none;
    V above = largest; // the smallest value above the pivot, and the next
    V nextAbove = largest;
    for (std::size_t row = 0; row < count; ++row) {
        const V value = load(row);
        const auto isAbove = hn::Gt(value, pivot);
        const V low1 = hn::IfThenElse(isAbove, none, value);
        const V high1 = hn::IfThenElse(isAbove, value, largest);
        nextBelow = hn::Max(nextBelow, hn::Min(below, low1));
        below = hn::Max(below, low1);
        nextAbove = hn::Min(nextAbove, hn::Max(above, high1));
        above = hn::Min(above, high1);
    }
    // The value of a rank; where many values equal the pivot all those below it do.
    const auto valueOf = [&](V rank) {
        const V notOver = hn::IfThenElse(hn::Gt(notAbove, hn::Add(rank, one)), nextBelow, below);
        const V over = hn::IfThenElse(hn::Gt(rank, notAbove), nextAbove, above);
        return hn::BitCast(df, hn::IfThenElse(hn::Gt(notAbove, rank), notOver, over));
    };
    const F sum = hn::Add(valueOf(lowerRank), valueOf(upperRank));
    hn::StoreU(hn::Mul(sum, hn::Set(df, 0.5F)), df, median);
}

void medianOfRows(const Array2D<float>& table, std::span<const std::int32_t> chosen,
                  std::span<float> medians) {
    // Columns that are gathered at a time: a run of two cache lines from every row, and few enough
    // that all of them stay in the second-level cache for half a dozen passes.
    constexpr std::size_t kColumns = 32;
    const hn::CappedTag<float, kColumns> d;
    thread_local std::vector<float> gathered;
    gathered.resize(chosen.size() * kColumns);
    float results[kColumns];

    for (std::size_t first = 0; first < medians.size(); first += kColumns) {
        const std::size_t columns = std::min(kColumns, medians.size() - first);
        for (std::size_t row = 0; row < chosen.size(); ++row) {
            const float* source =
                table.values.data() + chosen[row] * table.columns + static_cast<Index>(first);
            float* target = gathered.data() + row * kColumns;
            if (columns == kColumns) {
                for (std::size_t lane = 0; lane < kColumns; lane += hn::Lanes(d))
                    hn::StoreU(hn::LoadU(d, source + lane), d, target + lane);
                // The next columns of far away rows come while these are worked on.
                if (first + 2 * kColumns <= medians.size()) {
                    hwy::Prefetch(source + kColumns);
                    hwy::Prefetch(source + kColumns + kColumns / 2);
                }
            } else {
                std::fill(std::copy_n(source, columns, target), target + kColumns, 0.0F);
            }
        }
        for (std::size_t lane = 0; lane < columns; lane += hn::Lanes(d))
            medianOfColumns(d, gathered.data() + lane, chosen.size(), kColumns, results + lane);
        std::copy_n(results, columns, medians.begin() + static_cast<Index>(first));
    }
}

} // namespace refrain::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace refrain {

HWY_EXPORT(medianOfRows);

void medianOfRows(const Array2D<float>& table, std::span<const std::int32_t> chosen,
                  std::span<float> medians) {
    if (chosen.empty())
        std::ranges::fill(medians, 0.0F);
    else
        HWY_DYNAMIC_DISPATCH(medianOfRows)(table, chosen, medians);
}

void medianOfRowsPlain(const Array2D<float>& table, std::span<const std::int32_t> chosen,
                       std::span<float> medians) {
    std::vector<float> values(chosen.size());
    for (std::size_t column = 0; column < medians.size(); ++column) {
        for (std::size_t row = 0; row < chosen.size(); ++row)
            values[row] = table.row(chosen[row])[column];
        std::ranges::sort(values);
        medians[column] =
            values.empty() ? 0
                           : 0.5F * (values[(values.size() - 1) / 2] + values[values.size() / 2]);
    }
}

} // namespace refrain

#endif // HWY_ONCE
