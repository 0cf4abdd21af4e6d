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

#if HWY_TARGET == HWY_SCALAR // a processor of before 2006, without vectors worth the name

void medianOfRows(const Array2D<float>& table, std::span<const std::int32_t> chosen,
                  std::span<float> medians) {
    medianOfRowsPlain(table, chosen, medians);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

// Non-negative floats order as their bits do, so a median is searched by narrowing an interval of
// integers and counting what is not above a pivot in it. The pivot is put where the middle would be
// if the values were spread evenly between the bounds, whose ranks are known; from the sixth time
// on every other pivot halves the interval, whatever the values are. The search ends as soon as the
// median is among the two values on either side of the pivot, which one more pass finds.
//
// The upper halves of the bits, the keys, suffice to begin with, and twice as many are counted at a
// time. They are steps of 0.8 % at most; if more than four values are so near to the median, the
// search goes on with all bits.

/// How many of `count` values are not above `pivot`, lane by lane; `load(row)` gives the values.
template <class DI, class V, class Load>
V countNotAbove(DI di, const Load& load, std::size_t count, V pivot) {
    using T = hn::TFromD<DI>;
    const V one = hn::Set(di, T{1});
    V even = hn::Set(di, static_cast<T>(count));
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

/// Where the median of a vector of columns is searched.
template <class D>
struct Search {
    using V = hn::Vec<hn::RebindToSigned<D>>;
    using F = hn::Vec<D>;

    V low; // low <= lower middle value <= high
    V high;
    F belowLow; // how many values are below `low`, and not above `high`
    F upToHigh;
    V pivot;
    V notAbove; // how many values are not above the pivot

    void begin(V lowest, V highest, std::size_t count) {
        const D df;
        low = lowest;
        high = highest;
        belowLow = hn::Zero(df);
        upToHigh = hn::Set(df, static_cast<float>(count));
    }

    void choosePivot(int turn, std::size_t count) {
        const D df;
        const hn::RebindToSigned<D> di;
        const V width = hn::Sub(high, low);
        if (turn >= 5 && turn % 2 == 1) {
            pivot = hn::Add(low, hn::ShiftRight<1>(width));
            return;
        }
        const F half = hn::Set(df, 0.5F * static_cast<float>(count));
        const F part = hn::Div(hn::Sub(half, belowLow), hn::Sub(upToHigh, belowLow));
        // Rounding, or a lane whose interval is a single number, may lead outside.
        const V step = hn::ConvertTo(di, hn::Mul(part, hn::ConvertTo(df, width)));
        const V most = hn::Sub(width, hn::Set(di, 1));
        pivot = hn::Add(low, hn::Max(hn::Zero(di), hn::Min(step, most)));
    }

    // The two middle values have this many others before them; of an odd count they are the same.
    static V lowerRank(std::size_t count) {
        return hn::Set(hn::RebindToSigned<D>(), static_cast<std::int32_t>((count - 1) / 2));
    }
    static V upperRank(std::size_t count) {
        return hn::Set(hn::RebindToSigned<D>(), static_cast<std::int32_t>(count / 2));
    }

    /// Where the middle values are not both among the last two that are not above the pivot and the
    /// first two above it.
    auto far(std::size_t count) const {
        const V one = hn::Set(hn::RebindToSigned<D>(), 1);
        return hn::Or(hn::Gt(hn::Sub(notAbove, hn::Add(one, one)), lowerRank(count)),
                      hn::Gt(upperRank(count), hn::Add(notAbove, one)));
    }

    /// Takes in `notAbove`. False if no lane has anything left to search: each is near or its
    /// interval is a single number.
    bool narrow(std::size_t count) {
        const D df;
        const hn::RebindToSigned<D> di;
        const auto lowerIsBelow = hn::Gt(notAbove, lowerRank(count));
        const auto searching = hn::And(far(count), hn::Gt(high, low));
        if (hn::AllFalse(di, searching))
            return false;
        const auto goesDown = hn::And(searching, lowerIsBelow);
        const auto goesUp = hn::AndNot(lowerIsBelow, searching);
        const F counted = hn::ConvertTo(df, notAbove);
        // Lanes that are ready keep their pivot: it becomes their whole interval.
        high = hn::IfThenElse(goesUp, high, pivot);
        low = hn::IfThenElse(goesDown, low,
                             hn::IfThenElse(goesUp, hn::Add(pivot, hn::Set(di, 1)), pivot));
        upToHigh = hn::IfThenElse(hn::RebindMask(df, goesDown), counted, upToHigh);
        belowLow = hn::IfThenElse(hn::RebindMask(df, goesUp), counted, belowLow);
        return true;
    }

    /// Goes on with all bits where only the keys were searched. Lanes that are near have a pivot of
    /// keys: the last number of that key stands for it.
    void refine(std::size_t count) {
        const hn::RebindToSigned<D> di;
        const auto isFar = far(count);
        const V last = hn::Set(di, 0xFFFF);
        pivot = hn::Or(hn::ShiftLeft<16>(pivot), last);
        low = hn::IfThenElse(isFar, hn::ShiftLeft<16>(low), pivot);
        high = hn::IfThenElse(isFar, hn::Or(hn::ShiftLeft<16>(high), last), pivot);
    }

    /// The median, when the search has ended; `load(row)` gives the values.
    template <class Load>
    F median(std::size_t count, const Load& load) const {
        const D df;
        const hn::RebindToSigned<D> di;
        const V none = hn::Set(di, -1); // below every value
        const V largest = hn::Set(di, std::numeric_limits<std::int32_t>::max());
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
            const V next = hn::Add(rank, hn::Set(di, 1));
            const V notOver = hn::IfThenElse(hn::Gt(notAbove, next), nextBelow, below);
            const V over = hn::IfThenElse(hn::Gt(rank, notAbove), nextAbove, above);
            return hn::BitCast(df, hn::IfThenElse(hn::Gt(notAbove, rank), notOver, over));
        };
        const F sum = hn::Add(valueOf(lowerRank(count)), valueOf(upperRank(count)));
        return hn::Mul(sum, hn::Set(df, 0.5F));
    }
};

/// Both middle values of a vector of columns are searched in all bits, from where the search is.
template <class D, class Load>
void searchOn(Search<D>& search, std::size_t count, const Load& load) {
    const hn::RebindToSigned<D> di;
    for (int turn = 0;; ++turn) {
        search.choosePivot(turn, count);
        search.notAbove = countNotAbove(di, load, count, search.pivot);
        if (!search.narrow(count))
            return;
    }
}

/// The medians of two vectors of columns of `values`, `[row][lane]`, `count` rows of `stride`
/// numbers. `keys`, as many rows of half as many numbers, has the keys of both vectors: that of the
/// first in the lower half of each number, that of the second in the upper.
template <class D>
void medianOfColumns(D df, const float* HWY_RESTRICT values, const std::int32_t* HWY_RESTRICT keys,
                     std::size_t count, std::size_t stride, float* HWY_RESTRICT median) {
    const hn::RebindToSigned<D> di;
    const hn::Repartition<std::int16_t, D> dk;
    using V = hn::Vec<decltype(di)>;
    using K = hn::Vec<decltype(dk)>;
    const auto loadKeys = [&](std::size_t row) {
        return hn::BitCast(dk, hn::LoadU(di, keys + row * (stride / 2)));
    };
    const auto first = [&](K both) {
        return hn::And(hn::BitCast(di, both), hn::Set(di, 0xFFFF)); // none is negative
    };
    const auto second = [&](K both) { return hn::ShiftRight<16>(hn::BitCast(di, both)); };

    K low = loadKeys(0);
    K high = low;
    for (std::size_t row = 1; row < count; ++row) {
        const K key = loadKeys(row);
        low = hn::Min(low, key);
        high = hn::Max(high, key);
    }
    Search<D> searches[2];
    searches[0].begin(first(low), first(high), count);
    searches[1].begin(second(low), second(high), count);
    bool searching[2] = {true, true};
    for (int turn = 0; searching[0] || searching[1]; ++turn) {
        for (int i = 0; i < 2; ++i)
            if (searching[i])
                searches[i].choosePivot(turn, count);
        const V pivots = hn::Or(searches[0].pivot, hn::ShiftLeft<16>(searches[1].pivot));
        const K notAbove = countNotAbove(dk, loadKeys, count, hn::BitCast(dk, pivots));
        searches[0].notAbove = first(notAbove);
        searches[1].notAbove = second(notAbove);
        for (int i = 0; i < 2; ++i)
            searching[i] = searching[i] && searches[i].narrow(count);
    }
    for (int i = 0; i < 2; ++i) {
        const std::size_t lane = i * hn::Lanes(df);
        const auto load = [&](std::size_t row) {
            return hn::BitCast(di, hn::LoadU(df, values + row * stride + lane));
        };
        const bool someAreFar = !hn::AllFalse(di, searches[i].far(count));
        searches[i].refine(count);
        if (someAreFar)
            searchOn(searches[i], count, load);
        hn::StoreU(searches[i].median(count, load), df, median + lane);
    }
}

void medianOfRows(const Array2D<float>& table, std::span<const std::int32_t> chosen,
                  std::span<float> medians) {
    // Columns that are gathered at a time: a run of two cache lines from every row, and few enough
    // that all of them stay in the second-level cache, and their keys in the first, for half a
    // dozen passes.
    constexpr std::size_t kColumns = 32;
    const hn::CappedTag<float, kColumns / 2> d;
    const hn::RebindToSigned<decltype(d)> di;
    const std::size_t lanes = hn::Lanes(d);
    thread_local std::vector<float> gathered;
    thread_local std::vector<std::int32_t> keys;
    gathered.resize(chosen.size() * kColumns);
    keys.resize(chosen.size() * kColumns / 2);
    float results[kColumns];
    float copied[kColumns] = {};

    for (std::size_t first = 0; first < medians.size(); first += kColumns) {
        const std::size_t columns = std::min(kColumns, medians.size() - first);
        for (std::size_t row = 0; row < chosen.size(); ++row) {
            const float* source =
                table.values.data() + chosen[row] * table.columns + static_cast<Index>(first);
            // The next columns of far away rows come while these are worked on.
            if (first + 2 * kColumns <= medians.size()) {
                hwy::Prefetch(source + kColumns);
                hwy::Prefetch(source + kColumns + kColumns / 2);
            }
            if (columns < kColumns)
                source = std::copy_n(source, columns, copied) - columns;
            float* target = gathered.data() + row * kColumns;
            std::int32_t* key = keys.data() + row * (kColumns / 2);
            for (std::size_t lane = 0; lane < kColumns; lane += 2 * lanes) {
                const auto a = hn::LoadU(d, source + lane);
                const auto b = hn::LoadU(d, source + lane + lanes);
                hn::StoreU(a, d, target + lane);
                hn::StoreU(b, d, target + lane + lanes);
                const auto upper = hn::AndNot(hn::Set(di, 0xFFFF), hn::BitCast(di, b));
                hn::StoreU(hn::Or(hn::ShiftRight<16>(hn::BitCast(di, a)), upper), di,
                           key + lane / 2);
            }
        }
        for (std::size_t lane = 0; lane < columns; lane += 2 * lanes)
            medianOfColumns(d, gathered.data() + lane, keys.data() + lane / 2, chosen.size(),
                            kColumns, results + lane);
        std::copy_n(results, columns, medians.begin() + static_cast<Index>(first));
    }
}

#endif

} // namespace refrain::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace refrain {

HWY_EXPORT(medianOfRows);

void medianOfRows(const Array2D<float>& table, std::span<const std::int32_t> chosen,
                  std::span<float> medians) {
    // Counts of keys are as wide as these.
    constexpr std::size_t kMost = std::numeric_limits<std::int16_t>::max();
    if (chosen.empty())
        std::ranges::fill(medians, 0.0F);
    else if (chosen.size() > kMost)
        medianOfRowsPlain(table, chosen, medians);
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
