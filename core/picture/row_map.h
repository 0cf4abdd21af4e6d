// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spectrum/frequency_scale.h"
#include "core/spectrum/stft.h"

#include <array>
#include <span>
#include <vector>

namespace refrain {

/// Turns the bins of a moment into the rows of a picture.
///
/// Between the centres of two bins the level follows a cubic curve through the four around it (in
/// decibels, where the peak of a sine is nearly a parabola), so that a low note that is many rows
/// tall is a smooth band around its true frequency. A row shows the loudest of its upper edge, its
/// lower edge, and every bin whose centre lies between them: nothing is lost where many bins fall
/// into one row, and no pattern appears where about one does.
///
/// Making one takes well under a millisecond. Threads: a value; `apply` may be called from several
/// at once.
class RowMap {
public:
    /// For `rows` rows, at least 1, over the whole of `scale`. Above half the sample rate the last
    /// bin is shown.
    RowMap(const FrequencyScale& scale, Index rows, const StftParams& params, int sampleRate);

    Index rowCount() const { return static_cast<Index>(edges_.size()) - 1; }

    /// Levels in decibels: `bins` has params.binCount() of them, finite; `rows` gets `rowCount()`,
    /// the highest frequency first.
    void apply(std::span<const float> bins, std::span<float> rows) const;

private:
    /// Where a row ends and the next begins: between two bins, with what each of the four around it
    /// weighs. At the ends of the spectrum the last bin stands in for the one that is missing.
    struct Edge {
        std::array<Index, 4> bins;
        std::array<float, 4> weights;
        float level(std::span<const float> levels) const;
    };
    static Edge edgeAt(double bin, Index binCount);

    std::vector<Edge> edges_; // from the top down, one more than rows
};

} // namespace refrain
