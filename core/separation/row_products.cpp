// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/row_products.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <functional>
#include <hwy/cache_control.h>
#include <vector>

// This file is compiled once for each instruction set; Highway chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/separation/row_products.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace refrain::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// The product of rows `a` and `b`; `next` is the row to be fetched meanwhile.
float productOfRows(const float* a, const float* b, std::size_t count, const float* next) {
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    using V = hn::Vec<decltype(d)>;
    // Four sums, as an addition has to wait for the one before.
    V sum0 = hn::Zero(d);
    V sum1 = hn::Zero(d);
    V sum2 = hn::Zero(d);
    V sum3 = hn::Zero(d);
    constexpr std::size_t kCacheLine = 16;
    const auto add = [&](std::size_t i, V sum) {
        if (i % kCacheLine == 0)
            hwy::Prefetch(next + i);
        return hn::MulAdd(hn::LoadU(d, a + i), hn::LoadU(d, b + i), sum);
    };
    std::size_t i = 0;
    for (; i + 4 * lanes <= count; i += 4 * lanes) {
        sum0 = add(i, sum0);
        sum1 = add(i + lanes, sum1);
        sum2 = add(i + 2 * lanes, sum2);
        sum3 = add(i + 3 * lanes, sum3);
    }
    for (; i + lanes <= count; i += lanes)
        sum0 = add(i, sum0);
    float sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(sum0, sum1), hn::Add(sum2, sum3))));
    for (; i < count; ++i)
        sum += a[i] * b[i];
    return sum;
}

void productsOfRows(std::span<const float> row, std::span<const float* const> others,
                    std::span<float> products) {
    for (std::size_t i = 0; i < others.size(); ++i) {
        const float* next = others[std::min(i + 1, others.size() - 1)];
        products[i] = productOfRows(row.data(), others[i], row.size(), next);
    }
}

/// Non-negative floats order as their bits do: an interval of these is halved, and the values that
/// are not below its middle are counted, until it is a single number. Of some hundred values that
/// takes a tenth of the time of partitioning them, as nothing depends on a guess of the processor.
float largestOf(std::span<const float> values, std::ptrdiff_t rank) {
    const hn::ScalableTag<float> d;
    const hn::RebindToSigned<decltype(d)> di;
    const std::size_t lanes = hn::Lanes(d);
    const auto zero = hn::Zero(d);
    auto most = zero;
    float largest = 0;
    std::size_t whole = 0;
    for (; whole + lanes <= values.size(); whole += lanes)
        most = hn::Max(most, hn::LoadU(d, values.data() + whole));
    for (std::size_t i = whole; i < values.size(); ++i)
        largest = std::max(largest, values[i]);
    largest = std::max(largest, hn::GetLane(hn::MaxOfLanes(d, most)));

    const auto countReaching = [&](float least) {
        const auto bound = hn::Set(d, least);
        auto counts = hn::Zero(di); // falling: a comparison that holds is -1
        for (std::size_t i = 0; i < whole; i += lanes) {
            const auto reaches = hn::Ge(hn::LoadU(d, values.data() + i), bound);
            counts = hn::Add(counts, hn::VecFromMask(di, hn::RebindMask(di, reaches)));
        }
        std::ptrdiff_t count = -std::ptrdiff_t{hn::GetLane(hn::SumOfLanes(di, counts))};
        for (std::size_t i = whole; i < values.size(); ++i)
            count += values[i] >= least ? 1 : 0;
        return count;
    };
    std::int32_t low = 0; // at least `rank` values reach this, or it is 0
    std::int32_t high = std::bit_cast<std::int32_t>(largest) + 1; // fewer reach this
    while (high - low > 1) {
        const std::int32_t middle = low + (high - low) / 2;
        (countReaching(std::bit_cast<float>(middle)) >= rank ? low : high) = middle;
    }
    return std::bit_cast<float>(low);
}

std::size_t findReaching(std::span<const float> values, std::span<const float> leasts,
                         std::span<std::int32_t> positions) {
    const hn::CappedTag<float, 16> d;
    const hn::RebindToSigned<decltype(d)> di;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t count = 0;
    std::size_t i = 0;
    for (; i + lanes <= values.size(); i += lanes) {
        const auto reaches =
            hn::Ge(hn::LoadU(d, values.data() + i), hn::LoadU(d, leasts.data() + i));
        if (!hn::AllFalse(d, reaches)) // hardly one in ten does
            count += hn::CompressStore(hn::Iota(di, static_cast<std::int32_t>(i)),
                                       hn::RebindMask(di, reaches), di, positions.data() + count);
    }
    for (; i < values.size(); ++i)
        if (values[i] >= leasts[i])
            positions[count++] = static_cast<std::int32_t>(i);
    return count;
}

} // namespace refrain::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace refrain {

HWY_EXPORT(productsOfRows);
HWY_EXPORT(largestOf);
HWY_EXPORT(findReaching);

void productsOfRows(std::span<const float> row, std::span<const float* const> others,
                    std::span<float> products) {
    assert(products.size() == others.size());
    HWY_DYNAMIC_DISPATCH(productsOfRows)(row, others, products);
}

float productOfRowsPlain(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += double{a[i]} * b[i];
    return static_cast<float>(sum);
}

double exactProductOfRows(std::span<const float> a, std::span<const float> b) {
    assert(a.size() == b.size());
    constexpr std::size_t kSums = 8; // as an addition has to wait for the one before
    double sums[kSums] = {};
    std::size_t i = 0;
    for (; i + kSums <= a.size(); i += kSums)
        for (std::size_t k = 0; k < kSums; ++k)
            sums[k] += double{a[i + k]} * b[i + k];
    for (std::size_t k = 0; i < a.size(); ++i, ++k)
        sums[k] += double{a[i]} * b[i];
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) +
           ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

float largestOf(std::span<const float> values, std::ptrdiff_t rank) {
    assert(rank > 0 && rank <= std::ssize(values));
    return HWY_DYNAMIC_DISPATCH(largestOf)(values, rank);
}

float largestOfPlain(std::span<const float> values, std::ptrdiff_t rank) {
    std::vector<float> sorted(values.begin(), values.end());
    std::ranges::sort(sorted, std::greater{});
    return std::max(0.0F, sorted[rank - 1]);
}

std::size_t findReaching(std::span<const float> values, std::span<const float> leasts,
                         std::span<std::int32_t> positions) {
    assert(leasts.size() == values.size() && positions.size() >= values.size() + 16);
    return HWY_DYNAMIC_DISPATCH(findReaching)(values, leasts, positions);
}

std::size_t findReachingPlain(std::span<const float> values, std::span<const float> leasts,
                              std::span<std::int32_t> positions) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] >= leasts[i])
            positions[count++] = static_cast<std::int32_t>(i);
    return count;
}

} // namespace refrain

#endif // HWY_ONCE
