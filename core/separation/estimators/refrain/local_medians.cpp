// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/local_medians.h"

#include "core/separation/estimators/refrain/mirrored.h"
#include "core/separation/estimators/refrain/row_math.h"

#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

constexpr double kMedianHertz = 97;
constexpr double kStepSeconds = 0.0929; // 93 ms: a frame's length, so that all 25 are different
constexpr Index kSteps = 12;            // to either side

} // namespace

MedianOverBins::MedianOverBins(const SongCells& cells)
    : cells_(cells), network_(oddLength(kMedianHertz / cells.binHertz())),
      mirroredRow_(cells.params.binCount() + network_.count() - 1),
      unused_(cells.params.binCount()) {
    for (Index shift = 0; shift < network_.count(); ++shift)
        rows_.push_back(mirroredRow_.data() + shift);
}

void MedianOverBins::of(Index frame, std::span<float> row) {
    const auto magnitudes = cells_.magnitudes.row(frame);
    const Index reach = network_.count() / 2;
    for (Index i = 0; i < reach; ++i) {
        mirroredRow_[i] = magnitudes[mirrored(i - reach, cells_.params.binCount())];
        mirroredRow_[reach + cells_.params.binCount() + i] =
            magnitudes[mirrored(cells_.params.binCount() + i, cells_.params.binCount())];
    }
    std::ranges::copy(magnitudes, mirroredRow_.begin() + reach);
    network_.middlesOfRows(rows_, row, unused_);
    logRatios(row, magnitudes, cells_.floor(), row);
}

void mediansOverTime(const SongCells& cells, Index first, Array2D<float>& out,
                     const Progress& progress) {
    static const MedianNetwork network(2 * kSteps);
    const Array2D<float>& magnitudes = cells.magnitudes;
    const auto step = std::max<Index>(
        1, static_cast<Index>(std::nearbyint(kStepSeconds * cells.framesPerSecond())));
    const auto row = [&](Index frame) { return magnitudes.row(mirrored(frame, magnitudes.rows)); };
    const Index end = first + out.rows;
    std::array<const float*, 2 * kSteps> common;
    std::vector<float> upper(out.columns);

    // A frame and the one a step later have 24 of their 25 frames in common. The median of each is
    // the 25th frame, kept between the middle two of the common ones.
    for (Index group = first; group < end; group += 2 * step)
        for (Index frame = group; frame < std::min(group + step, end); ++frame) {
            progress.check();
            for (Index i = 0; i < 2 * kSteps; ++i)
                common[i] = row(frame + (i - kSteps + 1) * step).data();
            const auto earlier = out.row(frame - first);
            network.middlesOfRows(common, earlier, upper);
            const auto finish = [&](Index of, Index own) {
                const auto result = out.row(of - first);
                const auto alone = row(own);
                for (std::size_t bin = 0; bin < result.size(); ++bin)
                    result[bin] = std::max(earlier[bin], std::min(upper[bin], alone[bin]));
                logRatios(result, row(of), cells.floor(), result);
            };
            if (frame + step < end)
                finish(frame + step, frame + (kSteps + 1) * step);
            finish(frame, frame - kSteps * step);
        }
}

} // namespace refrain
