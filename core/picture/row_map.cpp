// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/row_map.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace refrain {

namespace {

// How far the outer two of the four bins may lie below the inner two. Without a limit the curve
// would swing around a cell that a mask has emptied; and with this one the peak of a sine in a Hann
// window is within 0.011 bins of its frequency, wherever it lies (with 20 dB 0.08, with 40 dB 0.3).
constexpr float kFallDecibels = 14;

// A sine halfway between two bins is this much quieter in both of them than it would be on one (the
// scalloping loss of the Hann window): so much the curve may rise above them, and no more.
constexpr float kHannScallopDecibels = 1.42F;

// As std::min and std::max, but in a form that compilers turn into vectors.
float smaller(float a, float b) {
    return a < b ? a : b;
}
float larger(float a, float b) {
    return a > b ? a : b;
}

template <std::size_t count>
void raise(std::array<float, count>& loudest, const std::array<float, count>& others) {
    for (std::size_t i = 0; i < count; ++i)
        loudest[i] = larger(loudest[i], others[i]);
}

/// The weights of four bins in a row at a place between the middle two, `t` from 0 to 1 (Catmull
/// and Rom 1974).
std::array<double, 4> cubicWeights(double t) {
    return {((-0.5 * t + 1.0) * t - 0.5) * t, (1.5 * t - 2.5) * t * t + 1.0,
            ((-1.5 * t + 2.0) * t + 0.5) * t, (0.5 * t - 0.5) * t * t};
}

} // namespace

RowMap::Edge RowMap::edgeAt(double bin, Index binCount) {
    const double place = std::clamp(bin, 0.0, static_cast<double>(binCount - 1));
    const Index below = std::min(static_cast<Index>(place), binCount - 2);
    Edge edge{.bins = {std::max<Index>(below - 1, 0), below, below + 1,
                       std::min(below + 2, binCount - 1)},
              .weights = {}};
    std::ranges::transform(cubicWeights(place - static_cast<double>(below)), edge.weights.begin(),
                           [](double weight) { return static_cast<float>(weight); });
    return edge;
}

/// The levels at an edge, for `count` moments at once.
template <std::size_t count>
void RowMap::readEdge(const Edge& edge, std::span<const std::array<float, count>> bins,
                      std::array<float, count>& levels) {
    const std::array<float, count>& outerBelow = bins[edge.bins[0]];
    const std::array<float, count>& innerBelow = bins[edge.bins[1]];
    const std::array<float, count>& innerAbove = bins[edge.bins[2]];
    const std::array<float, count>& outerAbove = bins[edge.bins[3]];
    for (std::size_t i = 0; i < count; ++i) {
        const float below = innerBelow[i];
        const float above = innerAbove[i];
        const float before = larger(outerBelow[i], below - kFallDecibels);
        const float after = larger(outerAbove[i], above - kFallDecibels);
        const float curve = edge.weights[0] * before + edge.weights[1] * below +
                            edge.weights[2] * above + edge.weights[3] * after;
        // Elsewhere than at a peak the levels rise or fall steadily.
        const float rise = before < below ? kHannScallopDecibels : 0;
        const float peak = after < above ? rise : 0;
        levels[i] = smaller(larger(curve, smaller(below, above)), larger(below, above) + peak);
    }
}

RowMap::RowMap(const FrequencyScale& scale, Index rows, const StftParams& params, int sampleRate) {
    assert(rows >= 1 && params.binCount() >= 2);
    const auto binAt = [&](Index row) { // at the upper edge of the row
        const double height = 1 - static_cast<double>(row) / static_cast<double>(rows);
        return scale.hertz(height) * static_cast<double>(params.fftSize) / sampleRate;
    };
    const auto firstBinFrom = [&](double bin) {
        return std::clamp(static_cast<Index>(std::ceil(bin)), Index{0}, params.binCount());
    };
    // On every scale the rows are the wider, counted in bins, the higher they are.
    while (pooledRows_ < rows && binAt(pooledRows_) - binAt(pooledRows_ + 1) >= kPooledBins) {
        const Index first = std::min(firstBinFrom(binAt(pooledRows_ + 1)), params.binCount() - 1);
        lanes_.push_back({first, std::max(firstBinFrom(binAt(pooledRows_)), first + 1)});
        ++pooledRows_;
    }
    for (Index row = pooledRows_; row <= rows; ++row)
        edges_.push_back(edgeAt(binAt(row), params.binCount()));
    if (pooledRows_ == rows)
        return;
    const Index lowest = edges_.back().bins.front();
    for (Index bin = lowest; bin <= edges_.front().bins.back(); ++bin)
        lanes_.push_back({bin, bin + 1});
    for (Edge& edge : edges_)
        for (Index& bin : edge.bins)
            bin -= lowest;
}

template <std::size_t count>
void RowMap::readRows(std::span<const std::array<float, count>> lanes,
                      std::span<std::array<float, count>> rows) const {
    assert(std::ssize(rows) == rowCount() && lanes.size() == lanes_.size());
    std::ranges::copy(lanes.first(pooledRows_), rows.begin());
    const auto bins = lanes.subspan(pooledRows_);
    if (bins.empty())
        return;
    std::array<float, count> upper;
    std::array<float, count> lower;
    readEdge(edges_.front(), bins, upper);
    for (std::size_t i = 0; i + 1 < edges_.size(); ++i) {
        readEdge(edges_[i + 1], bins, lower);
        raise(upper, lower);
        for (Index bin = edges_[i + 1].bins[2]; bin <= edges_[i].bins[1]; ++bin)
            raise(upper, bins[bin]);
        rows[pooledRows_ + i] = upper;
        upper = lower;
    }
}

void RowMap::apply(std::span<const float> bins, std::span<float> rows) const {
    std::vector<std::array<float, 1>> loudest(lanes_.size());
    std::ranges::transform(lanes_, loudest.begin(), [bins](const Lane& lane) {
        return std::array{std::ranges::max(bins.subspan(lane.first, lane.end - lane.first))};
    });
    std::vector<std::array<float, 1>> levels(rows.size());
    readRows(std::span(std::as_const(loudest)), std::span(levels));
    std::ranges::transform(levels, rows.begin(), [](const auto& level) { return level[0]; });
}

void RowMap::applyToLanes(std::span<const Moments> lanes, std::span<Moments> rows) const {
    readRows(lanes, rows);
}

} // namespace refrain
