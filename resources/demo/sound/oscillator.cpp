// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/sound/oscillator.h"

#include "resources/demo/sound/stereo.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain::demo {

namespace {

constexpr double kHighestHertz = 18000;
constexpr int kHarmonics = 180; // of the lowest table: kHighestHertz over 100 Hz

} // namespace

Phase phaseStep(double hertz) {
    return static_cast<Phase>(std::llround(hertz / kSampleRate * 0x1p32));
}

BandLimitedWave::BandLimitedWave(std::span<const std::complex<double>> harmonics) {
    constexpr std::size_t kCycle = 1u << kTableBits;
    double power = 0;
    for (const auto& harmonic : harmonics)
        power += std::norm(harmonic) / 2;
    for (int t = 0; t < kTables; ++t) {
        const double hertz = kLowestHertz * std::exp2(0.5 * t);
        const auto count =
            std::min(static_cast<std::size_t>(kHighestHertz / hertz), harmonics.size());
        std::vector<float>& table = tables_[static_cast<std::size_t>(t)];
        table.resize(kCycle + 1);
        for (std::size_t i = 0; i <= kCycle; ++i) {
            const std::complex<double> turn =
                std::polar(1.0, 2 * std::numbers::pi * static_cast<double>(i % kCycle) / kCycle);
            std::complex<double> sum = 0;
            for (std::size_t h = count; h-- > 0;) // Horner's rule
                sum = (sum + harmonics[h]) * turn;
            table[i] = static_cast<float>(sum.real() / std::sqrt(power));
        }
    }
}

std::span<const float> BandLimitedWave::tableFor(double hertz) const {
    const double halfOctaves = 2 * std::log2(std::max(hertz, kLowestHertz) / kLowestHertz);
    return tables_[static_cast<std::size_t>(std::min(std::ceil(halfOctaves), kTables - 1.0))];
}

std::vector<std::complex<double>> sawtoothHarmonics() {
    std::vector<std::complex<double>> harmonics;
    for (int h = 1; h <= kHarmonics; ++h)
        harmonics.emplace_back(0, 1.0 / h);
    return harmonics;
}

std::vector<std::complex<double>> glottalHarmonics(double openQuotient) {
    // Fourier integrals of 2 t - 3 t^2 / q from 0 to q, the derivative of a flow t^2 - t^3 / q.
    const double q = openQuotient;
    std::vector<std::complex<double>> harmonics;
    for (int h = 1; h <= kHarmonics; ++h) {
        const std::complex<double> s(0, 2 * std::numbers::pi * h);
        const std::complex<double> end = std::exp(-s * q);
        const auto linear = (1.0 - end * (1.0 + s * q)) / (s * s);
        const auto square = (2.0 - end * (2.0 + 2.0 * s * q + s * s * q * q)) / (s * s * s);
        harmonics.push_back(2.0 * linear - 3.0 / q * square);
    }
    return harmonics;
}

} // namespace refrain::demo
