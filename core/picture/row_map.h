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
/// A row that holds at least `kPooledBins` bins shows the loudest of those whose centres lie in it:
/// each bin is in one row, and nothing is lost.
///
/// A smaller row is interpolated. Between the centres of two bins the level follows a cubic curve
/// through the four around it (in decibels, where the peak of a sine is nearly a parabola), so that
/// a low note that is many rows tall is a smooth band around its true frequency. Such a row shows
/// the loudest of its upper edge, its lower edge, and every bin whose centre lies between them, so
/// that no pattern appears where about one does.
///
/// Bins that always go together are a lane: those of a pooled row, and each single bin that the
/// interpolated rows read. Whoever has many moments may find the levels of the lanes first.
///
/// Making one takes well under a millisecond. Threads: a value; it may be used from several at
/// once.
class RowMap {
public:
    static constexpr double kPooledBins = 4;

    /// Bins from `first` to before `end`, at least one.
    struct Lane {
        Index first;
        Index end;

        bool operator==(const Lane&) const = default;
    };

    /// For `rows` rows, at least 1, over the whole of `scale`. Above half the sample rate the last
    /// bin is shown.
    RowMap(const FrequencyScale& scale, Index rows, const StftParams& params, int sampleRate);

    Index rowCount() const { return pooledRows_ + std::ssize(edges_) - 1; }

    /// Those of the pooled rows from the top down, then single bins, rising.
    std::span<const Lane> lanes() const { return lanes_; }

    /// Levels in decibels: `bins` has params.binCount() of them, finite; `rows` gets `rowCount()`,
    /// the highest frequency first.
    void apply(std::span<const float> bins, std::span<float> rows) const;

    /// Levels of several moments side by side, for the processor's vectors.
    static constexpr std::size_t kMoments = 16;
    using Moments = std::array<float, kMoments>;

    /// The same from the loudest level of each lane.
    void applyToLanes(std::span<const Moments> lanes, std::span<Moments> rows) const;

private:
    /// Where an interpolated row ends and the next begins: between two bins, with what each of the
    /// four around it weighs. At the ends of the spectrum the last bin stands in for the one that
    /// is missing.
    struct Edge {
        std::array<Index, 4> bins; // counted among the single bins of the lanes
        std::array<float, 4> weights;
    };
    template <std::size_t count>
    static void readEdge(const Edge& edge, std::span<const std::array<float, count>> bins,
                         std::array<float, count>& levels);
    template <std::size_t count>
    void readRows(std::span<const std::array<float, count>> lanes,
                  std::span<std::array<float, count>> rows) const;
    static Edge edgeAt(double bin, Index binCount);

    Index pooledRows_ = 0;    // at the top, where a row is widest
    std::vector<Edge> edges_; // of the other rows, from the top down, one more than them
    std::vector<Lane> lanes_;
};

} // namespace refrain
