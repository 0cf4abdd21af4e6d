// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each kernel beside its plain version, and what the machine can do at most: `Limit/…` moves or
// multiplies as many numbers as it can. `bytes_per_second` counts what a kernel has to read and
// write at least, `items_per_second` its multiplications and additions. Sizes are those of a song
// of four minutes at 22.05 kHz.
#include "core/separation/estimators/refrain/median_network.h"
#include "core/separation/estimators/refrain/row_math.h"
#include "core/separation/median.h"
#include "core/separation/similar_frames.h"
#include "core/spectrum/stft.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cmath>
#include <random>

namespace refrain {

namespace {

constexpr Index kFrames = 10336;
constexpr Index kBins = 1025;
constexpr Index kNeighbours = 202;

/// Magnitudes as of noise: what they are makes little difference to any kernel.
const Array2D<float>& cells() {
    static const Array2D<float> table = [] {
        Array2D<float> result(kFrames, kBins);
        std::mt19937 random(1);
        std::exponential_distribution<float> magnitude;
        std::ranges::generate(result.values, [&] { return magnitude(random); });
        return result;
    }();
    return table;
}

std::vector<std::int32_t> someFrames(std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<std::int32_t> frames(kNeighbours);
    std::ranges::generate(frames, [&] { return static_cast<std::int32_t>(random() % kFrames); });
    std::ranges::sort(frames);
    return frames;
}

void setBytes(benchmark::State& state, Index perTurn) {
    state.SetBytesProcessed(state.iterations() * perTurn);
}

template <auto Median>
void median(benchmark::State& state) {
    const Array2D<float>& table = cells(); // made before the clock runs
    std::vector<float> medians(kBins);
    std::vector<std::vector<std::int32_t>> lists;
    for (std::uint32_t seed = 0; seed < 64; ++seed)
        lists.push_back(someFrames(seed));
    std::size_t turn = 0;
    for (auto _ : state) {
        Median(table, lists[turn++ % lists.size()], medians);
        benchmark::DoNotOptimize(medians.data());
    }
    setBytes(state, 4 * kNeighbours * kBins);
}
BENCHMARK(median<medianOfRows>)->Name("Median/tuned");
BENCHMARK(median<medianOfRowsPlain>)->Name("Median/plain");

/// The cheapest that a median can be: to fetch the rows.
void fetchRows(benchmark::State& state) {
    std::vector<float> sum(kBins);
    const std::vector<std::int32_t> frames = someFrames(3);
    for (auto _ : state) {
        for (const std::int32_t frame : frames)
            std::ranges::transform(cells().row(frame), sum, sum.begin(), std::plus{});
        benchmark::DoNotOptimize(sum.data());
    }
    setBytes(state, 4 * kNeighbours * kBins);
}
BENCHMARK(fetchRows)->Name("Limit/fetch the rows of a median");

void similarTuned(benchmark::State& state) {
    Array2D<float> some(1024, kBins);
    std::copy_n(cells().values.begin(), some.values.size(), some.values.begin());
    for (auto _ : state)
        benchmark::DoNotOptimize(findSimilarFrames(some, {86, 40}));
    state.SetItemsProcessed(state.iterations() * 1024 * 1024 * kBins);
}
BENCHMARK(similarTuned)->Name("Similar frames/tuned")->Unit(benchmark::kMillisecond)->UseRealTime();

/// One frame against all, number by number.
void similarPlain(benchmark::State& state) {
    std::vector<float> cosines(1024);
    for (auto _ : state) {
        for (Index other = 0; other < 1024; ++other) {
            float sum = 0;
            for (Index bin = 0; bin < kBins; ++bin)
                sum += cells().row(0)[bin] * cells().row(other)[bin];
            cosines[other] = sum;
        }
        std::ranges::nth_element(cosines, cosines.begin() + 40, std::greater{});
        benchmark::DoNotOptimize(cosines.data());
    }
    state.SetItemsProcessed(state.iterations() * 1024 * 2 * kBins);
}
BENCHMARK(similarPlain)->Name("Similar frames/plain, one row of 1024");

template <bool Tuned>
void middles(benchmark::State& state) {
    const MedianNetwork network(24);
    std::vector<const float*> rows;
    for (Index i = 0; i < network.count(); ++i)
        rows.push_back(cells().row(i).data());
    std::vector<float> lower(kBins);
    std::vector<float> upper(kBins);
    for (auto _ : state) {
        if constexpr (Tuned)
            network.middlesOfRows(rows, lower, upper);
        else
            middlesOfRowsPlain(rows, lower, upper);
        benchmark::DoNotOptimize(lower.data());
    }
    setBytes(state, 4 * network.count() * kBins);
}
BENCHMARK(middles<true>)->Name("Median network/tuned");
BENCHMARK(middles<false>)->Name("Median network/plain");

template <bool Tuned>
void logRatio(benchmark::State& state) {
    std::vector<float> out(kBins);
    for (auto _ : state) {
        if constexpr (Tuned)
            logRatios(cells().row(0), cells().row(1), 1e-3F, out);
        else
            for (Index bin = 0; bin < kBins; ++bin)
                out[bin] = std::clamp(
                    std::log((cells().row(0)[bin] + 1e-3F) / (cells().row(1)[bin] + 1e-3F)),
                    -kLargestLogRatio, kLargestLogRatio);
        benchmark::DoNotOptimize(out.data());
    }
    setBytes(state, 3 * 4 * kBins);
}
BENCHMARK(logRatio<true>)->Name("Log-ratios/tuned");
BENCHMARK(logRatio<false>)->Name("Log-ratios/plain");

template <bool Tuned>
void logistic(benchmark::State& state) {
    std::vector<float> values(kBins);
    for (auto _ : state) {
        std::ranges::copy(cells().row(2), values.begin());
        if constexpr (Tuned)
            logistics(values);
        else
            for (float& value : values)
                value = 1 / (1 + std::exp(-value));
        benchmark::DoNotOptimize(values.data());
    }
    setBytes(state, 2 * 4 * kBins);
}
BENCHMARK(logistic<true>)->Name("Logistics/tuned");
BENCHMARK(logistic<false>)->Name("Logistics/plain");

void transform(benchmark::State& state) {
    FrameTransform frame(defaultStftParams(22050));
    const std::vector<float> signal(100000, 0.5F);
    for (auto _ : state)
        benchmark::DoNotOptimize(frame.forward(signal, 20).data());
    // The usual count for a real transform of n numbers.
    state.SetItemsProcessed(state.iterations() * Index{2048} * 11 * 5 / 2);
}
BENCHMARK(transform)->Name("Fourier transform, 2048");

void copyMemory(benchmark::State& state) {
    static std::vector<float> target(cells().values.size());
    for (auto _ : state) {
        std::ranges::copy(cells().values, target.begin());
        benchmark::DoNotOptimize(target.data());
    }
    setBytes(state, 2 * 4 * kFrames * kBins);
}
BENCHMARK(copyMemory)->Name("Limit/copy 42 MB");

} // namespace

} // namespace refrain

BENCHMARK_MAIN();
