// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "core/base/progress.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace refrain {

/// How many different values a stored share has. 16 bits, evenly spaced: at the article's margins
/// stems made from them differ by less than -85 dB from those of exact shares.
constexpr Index kShareSteps = 65536;

/// A share from 0 to 1 as it is stored, and back.
inline std::uint16_t storedShare(float share) {
    // To the nearest, halves up; unlike std::lround it is done to many at once.
    const float steps = share * (kShareSteps - 1);
    const auto below = static_cast<std::int32_t>(steps);
    return static_cast<std::uint16_t>(below + (steps - static_cast<float>(below) >= 0.5F));
}
inline double shareOf(Index stored) {
    return static_cast<double>(stored) / (kShareSteps - 1);
}

/// The one result of an analysis: for each cell, how much of its magnitude belongs to the
/// background, what repeats. 0 is all foreground, 65535 all background. One share serves all
/// channels.
///
/// Threads: a value; the strips are never changed, so that copying one is cheap and safe.
struct BackgroundShare {
    /// Frames are kept in strips of this many (the last one may be shorter).
    static constexpr Index kStripLength = 256;

    Index frames = 0;
    Index bins = 0;

    /// `[frame within the strip][bin]`; null while a strip is not known yet.
    std::vector<std::shared_ptr<const Array2D<std::uint16_t>>> strips;

    /// The bins of one frame, or nothing while they are not known.
    std::span<const std::uint16_t> row(Index frame) const {
        const auto& strip = strips[frame / kStripLength];
        return strip ? strip->row(frame % kStripLength) : std::span<const std::uint16_t>{};
    }
};

/// Writes the shares, from 0 to 1, of one frame into `row`, one number for each bin. Called from
/// several threads at once.
using RowEstimate = std::function<void(Index frame, std::span<float> row)>;

/// Fills a share, several frames at a time. Throws `Cancelled`. Threads: any.
BackgroundShare makeShare(Index frames, Index bins, const Progress& progress,
                          const RowEstimate& estimate);

/// How a share is to become known before all of it is.
struct ShareGrowth {
    /// The frame to begin with: the strips are made by their distance from its own. None means the
    /// order in which the whole is made soonest.
    std::optional<Index> firstFrame;

    /// Called after every strip with all that is known by then; a strip may be known soon by a
    /// first estimate and replaced later. On whichever thread finished the strip, one call at a
    /// time; work waits for it, so it should only pass the pointer on.
    std::function<void(std::shared_ptr<const BackgroundShare>)> grown;
};

/// The strips of a share of `frames` frames in the order of `growth`. Of two equally near ones the
/// later in the song comes first: it is heard sooner.
std::vector<Index> stripOrder(Index frames, const ShareGrowth& growth);

/// A share that is made strip by strip.
///
/// Threads: any, all at once.
class GrowingShare {
public:
    GrowingShare(Index frames, Index bins, ShareGrowth growth);

    /// Makes `strips`, or makes them anew, in that order, several frames at a time. Throws
    /// `Cancelled`; the strips that were finished are kept.
    void fill(std::span<const Index> strips, const Progress& progress, const RowEstimate& estimate);

    /// Takes a strip that was made elsewhere, of as many frames as belong to it.
    void put(Index strip, std::shared_ptr<const Array2D<std::uint16_t>> shares);

    /// What is known so far.
    BackgroundShare share() const;

    const ShareGrowth& growth() const { return growth_; }

private:
    ShareGrowth growth_;
    mutable std::mutex mutex_; // guards share_ and the calls of growth_.grown
    BackgroundShare share_;
};

} // namespace refrain
