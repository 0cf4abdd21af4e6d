// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/row_math.h"

#include <algorithm>
#include <cassert>

// This file is compiled once for each instruction set; Highway chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/separation/estimators/refrain/row_math.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// The mathematics build on the line above.
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace refrain::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

/// `out[i] = function(a[i], b[i])`; the numbers of the last, incomplete vector are copied, so that
/// nothing is read or written beyond the rows.
template <class Function>
void combineRows(std::span<const float> a, std::span<const float> b, std::span<float> out,
                 const Function& function) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + lanes <= out.size(); i += lanes)
        hn::StoreU(function(hn::LoadU(d, a.data() + i), hn::LoadU(d, b.data() + i)), d,
                   out.data() + i);
    if (i == out.size())
        return;
    HWY_ALIGN float lastOfA[HWY_MAX_BYTES / sizeof(float)];
    HWY_ALIGN float lastOfB[HWY_MAX_BYTES / sizeof(float)];
    std::fill_n(lastOfA, lanes, 1.0F);
    std::fill_n(lastOfB, lanes, 1.0F);
    std::copy(a.begin() + static_cast<std::ptrdiff_t>(i), a.end(), lastOfA);
    std::copy(b.begin() + static_cast<std::ptrdiff_t>(i), b.end(), lastOfB);
    hn::Store(function(hn::Load(d, lastOfA), hn::Load(d, lastOfB)), d, lastOfA);
    std::copy_n(lastOfA, out.size() - i, out.data() + i);
}

template <class Function>
void changeRow(std::span<float> values, const Function& function) {
    combineRows(values, values, values, [&](V value, V) { return function(value); });
}

V boundedExp(V value) {
    const D d;
    // Below -87 the result would be denormal, and slow.
    return hn::Exp(d, hn::Max(hn::Min(value, hn::Set(d, 80.0F)), hn::Set(d, -87.0F)));
}

void logRatios(std::span<const float> above, std::span<const float> below, float floor,
               std::span<float> out) {
    const D d;
    const V least = hn::Set(d, floor);
    const V bound = hn::Set(d, kLargestLogRatio);
    combineRows(above, below, out, [&](V a, V b) {
        const V ratio = hn::Div(hn::Add(a, least), hn::Add(b, least));
        return hn::Max(hn::Min(hn::Log(d, ratio), bound), hn::Neg(bound));
    });
}

void logarithms(std::span<float> values) {
    changeRow(values, [](V value) { return hn::Log(D(), value); });
}

void exponentials(std::span<float> values) {
    changeRow(values, [](V value) { return boundedExp(value); });
}

void powers(std::span<float> values, float exponent) {
    const D d;
    const V power = hn::Set(d, exponent);
    changeRow(values, [&](V value) {
        const V result = boundedExp(hn::Mul(power, hn::Log(d, value)));
        return hn::IfThenElseZero(hn::Gt(value, hn::Zero(d)), result);
    });
}

void logistics(std::span<float> values) {
    const D d;
    const V one = hn::Set(d, 1.0F);
    changeRow(values,
              [&](V value) { return hn::Div(one, hn::Add(one, boundedExp(hn::Neg(value)))); });
}

} // namespace refrain::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace refrain {

HWY_EXPORT(logRatios);
HWY_EXPORT(logarithms);
HWY_EXPORT(exponentials);
HWY_EXPORT(powers);
HWY_EXPORT(logistics);

void logRatios(std::span<const float> above, std::span<const float> below, float floor,
               std::span<float> out) {
    assert(above.size() == out.size() && below.size() == out.size());
    HWY_DYNAMIC_DISPATCH(logRatios)(above, below, floor, out);
}

void logarithms(std::span<float> values) {
    HWY_DYNAMIC_DISPATCH(logarithms)(values);
}

void exponentials(std::span<float> values) {
    HWY_DYNAMIC_DISPATCH(exponentials)(values);
}

void powers(std::span<float> values, float exponent) {
    HWY_DYNAMIC_DISPATCH(powers)(values, exponent);
}

void logistics(std::span<float> values) {
    HWY_DYNAMIC_DISPATCH(logistics)(values);
}

} // namespace refrain

#endif // HWY_ONCE
