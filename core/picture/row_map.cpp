// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/row_map.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace refrain {

namespace {

// How far the outer two of the four bins may lie below the inner two. Without a limit the curve
// would swing around a cell that a mask has emptied; and with this one the peak of a sine in a Hann
// window is within 0.011 bins of its frequency, wherever it lies (with 20 dB 0.08, with 40 dB 0.3).
constexpr float kFallDecibels = 14;

// A sine halfway between two bins is this much quieter in both of them than it would be on one (the
// scalloping loss of the Hann window): so much the curve may rise above them, and no more.
constexpr float kHannScallopDecibels = 1.42F;

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

float RowMap::Edge::level(std::span<const float> levels) const {
    const float below = levels[bins[1]];
    const float above = levels[bins[2]];
    const float before = std::max(levels[bins[0]], below - kFallDecibels);
    const float after = std::max(levels[bins[3]], above - kFallDecibels);
    const float curve =
        weights[0] * before + weights[1] * below + weights[2] * above + weights[3] * after;
    const bool peak = before < below && after < above; // elsewhere the levels rise or fall steadily
    const auto [quieter, louder] = std::minmax(below, above);
    return std::clamp(curve, quieter, peak ? louder + kHannScallopDecibels : louder);
}

RowMap::RowMap(const FrequencyScale& scale, Index rows, const StftParams& params, int sampleRate) {
    assert(rows >= 1 && params.binCount() >= 2);
    edges_.reserve(rows + 1);
    for (Index i = 0; i <= rows; ++i) {
        const double height = 1 - static_cast<double>(i) / static_cast<double>(rows);
        const double bin = scale.hertz(height) * static_cast<double>(params.fftSize) / sampleRate;
        edges_.push_back(edgeAt(bin, params.binCount()));
    }
}

void RowMap::apply(std::span<const float> bins, std::span<float> rows) const {
    assert(std::ssize(rows) == rowCount());
    float upper = edges_.front().level(bins);
    for (Index i = 0; i < rowCount(); ++i) {
        const float lower = edges_[i + 1].level(bins);
        float loudest = std::max(upper, lower);
        for (Index bin = edges_[i + 1].bins[2]; bin <= edges_[i].bins[1]; ++bin)
            loudest = std::max(loudest, bins[bin]);
        rows[i] = loudest;
        upper = lower;
    }
}

} // namespace refrain
