// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/smoothed_share.h"

#include "core/separation/estimators/refrain/mirrored.h"
#include "core/separation/estimators/refrain/row_math.h"

#include <algorithm>
#include <cassert>

namespace refrain {

SmoothedShare::SmoothedShare(const SongCells& cells, const Array2D<float>& voiceEnergy,
                             Index frames, Index bins)
    : cells_(cells), voiceEnergy_(voiceEnergy), frames_(frames), bins_(bins),
      voice_(voiceEnergy.columns), backing_(voiceEnergy.columns),
      sumsUpTo_(voiceEnergy.columns + bins), backingMeans_(voiceEnergy.columns) {
    assert(frames % 2 == 1 && bins % 2 == 1);
}

void SmoothedShare::of(Index frame, std::span<float> row) {
    const Index reach = frames_ / 2;
    if (current_ >= 0 && frame == current_ + 1) {
        add(frame + reach, 1);
        add(current_ - reach, -1);
    } else {
        std::ranges::fill(voice_, 0);
        std::ranges::fill(backing_, 0);
        for (Index i = frame - reach; i <= frame + reach; ++i)
            add(i, 1);
    }
    current_ = frame;
    meanOverBins(voice_, row);
    meanOverBins(backing_, backingMeans_);
    logRatios(row, backingMeans_, cells_.floor() * cells_.floor(), row);
}

void SmoothedShare::add(Index frame, double sign) {
    const Index place = mirrored(frame, voiceEnergy_.rows);
    const float* magnitudes = cells_.magnitudes.row(place).data();
    const float* voiceEnergy = voiceEnergy_.row(place).data();
    for (std::size_t bin = 0; bin < voice_.size(); ++bin) {
        const float energy = magnitudes[bin] * magnitudes[bin];
        const float backingEnergy = energy - voiceEnergy[bin];
        voice_[bin] += sign * double{voiceEnergy[bin]};
        backing_[bin] += sign * double{backingEnergy};
    }
}

void SmoothedShare::meanOverBins(std::span<const double> sums, std::span<float> means) {
    const Index count = std::ssize(sums);
    const Index reach = bins_ / 2;
    double sum = 0;
    for (Index i = -reach; i < count + reach; ++i) {
        sum += sums[i >= 0 && i < count ? i : mirrored(i, count)];
        sumsUpTo_[i + reach + 1] = sum;
    }
    const double scale = 1 / static_cast<double>(frames_ * bins_);
    for (Index bin = 0; bin < count; ++bin) {
        const double inBox = sumsUpTo_[bin + bins_] - sumsUpTo_[bin];
        means[bin] = static_cast<float>(std::max(0.0, inBox * scale));
    }
}

} // namespace refrain
