// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/fft.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <random>

namespace refrain {

TEST(FftTest, ASineOnABinHasHalfTheSizeAsItsMagnitudeAndIsNowhereElse) {
    constexpr Index size = 512;
    for (const Index bin : {1, 7, 100, 255}) {
        RealFft fft(size);
        for (Index n = 0; n < size; ++n)
            fft.samples()[n] = static_cast<float>(
                std::sin(2 * std::numbers::pi * static_cast<double>(bin * n % size) / size));
        fft.forward();
        for (Index i = 0; i < fft.binCount(); ++i)
            EXPECT_NEAR(std::abs(fft.bins()[i]), i == bin ? size / 2 : 0, 1e-3) << bin << " " << i;
    }
}

TEST(FftTest, ThereAndBackIsTheSizeTimesTheSignal) {
    std::mt19937 random(1);
    std::uniform_real_distribution<float> uniform(-1, 1);
    for (const Index size : {2, 64, 1000, 4096}) {
        RealFft fft(size);
        std::vector<float> signal(size);
        std::ranges::generate(signal, [&] { return uniform(random); });
        std::ranges::copy(signal, fft.samples().begin());
        fft.forward();
        fft.inverse();
        for (Index n = 0; n < size; ++n)
            ASSERT_NEAR(fft.samples()[n] / static_cast<float>(size), signal[n], 1e-6) << size;
    }
}

} // namespace refrain
