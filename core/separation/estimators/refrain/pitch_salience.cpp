// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/pitch_salience.h"

#include "core/base/parallel.h"
#include "core/separation/estimators/refrain/row_math.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace refrain {

namespace {

constexpr int kHarmonics = 16;
constexpr double kHarmonicDecay = 0.8;
constexpr double kHalfwayPenalty = 0.65;
constexpr float kCompression = 0.6F;
constexpr double kHighestHertz = 5000;

// Frames that are summed side by side: two vectors of 8, and few enough that their spectra stay in
// the first-level cache.
constexpr Index kFrames = 16;

using Lanes = std::array<float, kFrames>;

/// A place between two bins where a pitch expects a harmonic, or none, and what the magnitudes of
/// the lower and of the upper bin count there.
struct Term {
    Index bin;
    float lowerWeight;
    float upperWeight;
};

/// The terms of one pitch within the first `bins` bins, from the first harmonic up.
std::vector<Term> termsOf(Index pitch, double binHertz, Index bins) {
    std::vector<Term> terms;
    double weight = 1;
    for (int harmonic = 1; harmonic <= kHarmonics; ++harmonic, weight *= kHarmonicDecay)
        for (const auto& [multiple, gain] :
             {std::pair{harmonic - 0.0, weight},
              std::pair{harmonic - 0.5, -kHalfwayPenalty * weight}}) {
            const double place = pitchHertz(static_cast<double>(pitch)) * multiple / binHertz;
            const auto bin = static_cast<Index>(place);
            const double beyond = place - static_cast<double>(bin);
            if (bin < bins - 2)
                terms.push_back({bin, static_cast<float>(gain * (1 - beyond)),
                                 static_cast<float>(gain * beyond)});
        }
    return terms;
}

/// The saliences of one pitch in `kFrames` frames; `spectra[bin]` are their magnitudes.
Lanes sumOf(const std::vector<Term>& terms, const std::vector<Lanes>& spectra) {
    Lanes sum{};
    for (const auto& [bin, lowerWeight, upperWeight] : terms) {
        const Lanes& lower = spectra[bin];
        const Lanes& upper = spectra[bin + 1];
        for (std::size_t lane = 0; lane < sum.size(); ++lane)
            sum[lane] += lowerWeight * lower[lane] + upperWeight * upper[lane];
    }
    return sum;
}

/// Subtracts the mean and divides by the standard deviation.
void standardise(std::span<float> row) {
    const auto count = static_cast<double>(row.size());
    double sum = 0;
    for (const float value : row)
        sum += value;
    const double mean = sum / count;
    double squares = 0;
    for (const float value : row)
        squares += (value - mean) * (value - mean);
    const double deviation = std::sqrt(squares / count) + 1e-9; // of silence it is 0
    for (float& value : row)
        value = static_cast<float>((value - mean) / deviation);
}

} // namespace

double pitchHertz(double pitch) {
    return kLowestPitchHertz * std::exp2(pitch * kPitchStepCents / 1200);
}

Array2D<float> pitchSalience(const SongCells& cells, const Array2D<float>& repeated,
                             const Progress& progress) {
    const Index frames = cells.magnitudes.rows;
    const Index bins =
        std::min(static_cast<Index>(kHighestHertz / cells.binHertz()) + 2, cells.params.binCount());
    std::vector<std::vector<Term>> terms;
    for (Index pitch = 0; pitch < kPitchCount; ++pitch)
        terms.push_back(termsOf(pitch, cells.binHertz(), bins));

    const Leftover leftover(cells);
    Array2D<float> salience(frames, kPitchCount);
    parallelFor((frames + kFrames - 1) / kFrames, progress, [&](Index item) {
        const Index first = item * kFrames;
        const Index count = std::min(kFrames, frames - first);
        std::vector<Lanes> spectra(bins);
        std::vector<float> row(bins);
        for (Index lane = 0; lane < count; ++lane) {
            leftover.of(cells.magnitudes.row(first + lane), repeated.row(first + lane), row);
            powers(row, kCompression);
            for (Index bin = 0; bin < bins; ++bin)
                spectra[bin][lane] = row[bin];
        }
        for (Index pitch = 0; pitch < kPitchCount; ++pitch) {
            const Lanes sums = sumOf(terms[pitch], spectra);
            for (Index lane = 0; lane < count; ++lane)
                salience.row(first + lane)[pitch] = sums[lane];
        }
        for (Index lane = 0; lane < count; ++lane)
            standardise(salience.row(first + lane));
    });
    return salience;
}

} // namespace refrain
