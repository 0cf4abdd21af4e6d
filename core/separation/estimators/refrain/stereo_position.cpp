// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/stereo_position.h"

#include "core/separation/estimators/refrain/mirrored.h"
#include "core/separation/estimators/refrain/row_math.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace refrain {

namespace {

/// Gaussian smoothing with a standard deviation of one step, cut off at four, mirrored at both
/// ends, of `count` numbers `stride` apart.
void smooth(std::span<double> values, Index first, Index count, Index stride) {
    constexpr Index kReach = 4;
    std::array<double, 2 * kReach + 1> weights;
    for (Index i = -kReach; i <= kReach; ++i)
        weights[i + kReach] = std::exp(-0.5 * static_cast<double>(i * i));
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);

    std::vector<double> before(count);
    for (Index i = 0; i < count; ++i)
        before[i] = values[first + i * stride];
    for (Index i = 0; i < count; ++i) {
        double sum = 0;
        for (Index j = -kReach; j <= kReach; ++j)
            sum += weights[j + kReach] * before[mirrored(i + j, count)];
        values[first + i * stride] = sum / total;
    }
}

/// The energies of one band as a smooth density. With 252 places and thousands of cells some
/// places are hit by chance, their neighbours not.
std::vector<double> density(const std::vector<double>& energies, Index band) {
    const auto first = energies.begin() + band * kStereoPlaces;
    std::vector<double> places(first, first + kStereoPlaces);
    const double total = std::accumulate(places.begin(), places.end(), 0.0) + 1e-20;
    for (Index unlikeness = 0; unlikeness < kUnlikenessSteps; ++unlikeness)
        smooth(places, unlikeness, kBalanceSteps, kUnlikenessSteps);
    for (Index balance = 0; balance < kBalanceSteps; ++balance)
        smooth(places, balance * kUnlikenessSteps, kUnlikenessSteps, 1);
    for (double& place : places)
        place /= total;
    return places;
}

} // namespace

void stereoPlaces(std::span<const std::complex<float>> left,
                  std::span<const std::complex<float>> right, std::span<const float> power,
                  std::span<std::uint8_t> places) {
    for (std::size_t bin = 0; bin < places.size(); ++bin) {
        const float leftPower = std::norm(left[bin]);
        const float rightPower = std::norm(right[bin]);
        const float product =
            left[bin].real() * right[bin].real() + left[bin].imag() * right[bin].imag();
        const float total = power[bin] + 1e-20F;
        const float balance = (leftPower - rightPower) / total; // from -1 to 1
        const float likeness = 2 * product / total;             // likewise
        const float unlikeness = std::sqrt(std::clamp((1 - likeness) / 2, 0.0F, 1.0F));
        const auto balanceStep = static_cast<Index>((balance + 1) / 2 * kBalanceSteps);
        const auto unlikenessStep = static_cast<Index>(unlikeness * kUnlikenessSteps);
        const Index place =
            std::clamp<Index>(balanceStep, 0, kBalanceSteps - 1) * kUnlikenessSteps +
            std::min(unlikenessStep, kUnlikenessSteps - 1);
        places[bin] = static_cast<std::uint8_t>(place);
    }
}

std::vector<std::uint8_t> stereoBands(const SongCells& cells) {
    std::vector<std::uint8_t> bands(cells.params.binCount());
    for (Index bin = 0; bin < std::ssize(bands); ++bin)
        bands[bin] = static_cast<std::uint8_t>(std::ranges::count_if(
            kStereoBandEdges, [&](double edge) { return cells.hertz(bin) >= edge; }));
    return bands;
}

void StereoCount::add(std::span<const float> magnitudes, std::span<const std::uint8_t> places,
                      std::span<const std::uint8_t> bands, std::span<const float> guess) {
    for (std::size_t bin = 0; bin < magnitudes.size(); ++bin) {
        const Index cell = bands[bin] * kStereoPlaces + places[bin];
        const double magnitude = magnitudes[bin];
        const double foreground = magnitude * guess[bin];
        const double rest = magnitude - foreground;
        voice[cell] += foreground * foreground;
        backing[cell] += rest * rest;
    }
}

void StereoCount::add(const StereoCount& other) {
    std::ranges::transform(voice, other.voice, voice.begin(), std::plus{});
    std::ranges::transform(backing, other.backing, backing.begin(), std::plus{});
}

Array2D<float> stereoLikelihood(const StereoCount& count) {
    // A place that hardly occurs tells little: it counts as at least a thousandth of the
    // commonest.
    constexpr double kRarest = 1e-3;
    Array2D<float> likelihood(kStereoBands, kStereoPlaces);
    for (Index band = 0; band < kStereoBands; ++band) {
        const std::vector<double> voice = density(count.voice, band);
        const std::vector<double> backing = density(count.backing, band);
        const double leastVoice = kRarest * std::ranges::max(voice) + 1e-12;
        const double leastBacking = kRarest * std::ranges::max(backing) + 1e-12;
        for (Index place = 0; place < kStereoPlaces; ++place) {
            const double ratio = (voice[place] + leastVoice) / (backing[place] + leastBacking);
            likelihood.row(band)[place] = std::clamp(static_cast<float>(std::log(ratio)),
                                                     -kLargestLogRatio, kLargestLogRatio);
        }
    }
    return likelihood;
}

} // namespace refrain
