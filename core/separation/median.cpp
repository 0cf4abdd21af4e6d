// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/median.h"

#include <algorithm>
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

/// The medians of the columns of `values`, `[row][lane]`, `count` rows of `stride` numbers, for as
/// many lanes as a vector has.
///
/// Non-negative floats order as their bits do, so the median is searched by halving an interval of
/// integers and counting what is not above its middle. The search can end long before the
/// interval is a single number: as soon as the middle splits the values where the median does, the
/// median is the largest value below the middle, the smallest above it, or the mean of both.
template <class D>
void medianOfColumns(D, const float* HWY_RESTRICT values, std::size_t count, std::size_t stride,
                     float* HWY_RESTRICT median) {
    const hn::RebindToSigned<D> di;
    const D df;
    using V = hn::Vec<decltype(di)>;
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
    const V largest = hn::Set(di, std::numeric_limits<std::int32_t>::max());
    while (true) {
        // Invariant: low <= lower middle value <= high.
        const V middle = hn::Add(low, hn::ShiftRight<1>(hn::Sub(high, low)));
        V notAbove = hn::Set(di, static_cast<std::int32_t>(count));
        for (std::size_t row = 0; row < count; ++row)
            // A true comparison is -1 as a number.
            notAbove = hn::Add(notAbove, hn::VecFromMask(di, hn::Gt(load(row), middle)));

        const auto lowerIsBelow = hn::Gt(notAbove, lowerRank);
        const auto unsplit =
            hn::Or(hn::Gt(upperRank, notAbove), hn::Gt(notAbove, hn::Add(lowerRank, one)));
        const auto searching = hn::And(unsplit, hn::Gt(high, low));
        if (hn::AllFalse(di, searching)) {
            V below = hn::Zero(di);
            V above = largest;
            for (std::size_t row = 0; row < count; ++row) {
                const V value = load(row);
                const auto isAbove = hn::Gt(value, middle);
                below = hn::Max(below, hn::IfThenZeroElse(isAbove, value));
                above = hn::Min(above, hn::IfThenElse(isAbove, value, largest));
            }
            const V lower = hn::IfThenElse(lowerIsBelow, below, above);
            const V upper = hn::IfThenElse(hn::Gt(notAbove, upperRank), below, above);
            const auto sum = hn::Add(hn::BitCast(df, lower), hn::BitCast(df, upper));
            hn::StoreU(hn::Mul(sum, hn::Set(df, 0.5F)), df, median);
            return;
        }
        // Lanes that are ready keep their interval, and find the same middle again.
        high = hn::IfThenElse(hn::And(searching, lowerIsBelow), middle, high);
        low = hn::IfThenElse(hn::AndNot(lowerIsBelow, searching), hn::Add(middle, one), low);
    }
}

void medianOfRows(const Array2D<float>& table, std::span<const std::int32_t> chosen,
                  std::span<float> medians) {
    // Columns that are gathered at a time: a run of two cache lines from every row, and few enough
    // that all of them stay in the second-level cache for a dozen passes.
    constexpr std::size_t kColumns = 32;
    const hn::CappedTag<float, kColumns> d;
    thread_local std::vector<float> gathered;
    gathered.resize(chosen.size() * kColumns);
    float results[kColumns];

    for (std::size_t first = 0; first < medians.size(); first += kColumns) {
        const std::size_t columns = std::min(kColumns, medians.size() - first);
        for (std::size_t row = 0; row < chosen.size(); ++row) {
            const auto source = table.row(chosen[row]).subspan(first, columns);
            const auto end = std::ranges::copy(source, gathered.data() + row * kColumns).out;
            std::fill(end, gathered.data() + (row + 1) * kColumns, 0.0F);
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
