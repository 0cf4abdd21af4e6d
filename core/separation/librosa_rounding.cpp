// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/librosa_rounding.h"

#include "core/base/array2d.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace refrain {

float librosaNorm(std::span<const float> cells) {
    std::array<float, 4> sums = {};
    const auto add = [&](std::size_t first) {
        for (std::size_t lane = 0; lane < 4 && first + lane < cells.size(); ++lane) {
            const float square = cells[first + lane] * cells[first + lane];
            sums[lane] += square;
        }
    };
    std::size_t i = 0;
    for (; i + 16 <= cells.size(); i += 16)
        for (const std::size_t offset : {12, 8, 4, 0})
            add(i + offset);
    for (; i < cells.size(); i += 4)
        add(i);
    return std::sqrt((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

float librosaDistance(std::span<const float> a, float lengthA, std::span<const float> b,
                      float lengthB) {
    constexpr Index kPanel = 448;
    constexpr Index kUnroll = 16;
    float cosine = 0;
    Index bin = 0;
    while (bin < std::ssize(a)) {
        Index count = std::ssize(a) - bin;
        if (count >= 2 * kPanel)
            count = kPanel;
        else if (count > kPanel)
            count = (count / 2 + kUnroll - 1) / kUnroll * kUnroll;
        float sum = 0;
        for (const Index end = bin + count; bin < end; ++bin)
            sum = std::fma(a[bin] / lengthA, b[bin] / lengthB, sum);
        cosine += sum;
    }
    return std::max(0.0F, 1 - cosine);
}

} // namespace refrain
