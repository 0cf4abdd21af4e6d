// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "core/base/progress.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace refrain {

/// How many different values a stored share has. 16 bits, evenly spaced: at the article's margins
/// stems made from them differ by less than -85 dB from those of exact shares.
constexpr Index kShareSteps = 65536;

/// A share from 0 to 1 as it is stored, and back.
inline std::uint16_t storedShare(float share) {
    return static_cast<std::uint16_t>(std::lround(share * (kShareSteps - 1)));
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

/// Fills a share, several frames at a time: `estimate(frame, row)` writes the shares, from 0 to 1,
/// of one frame into `row`, one number for each bin. Throws `Cancelled`. Threads: any; `estimate`
/// is called from several at once.
BackgroundShare makeShare(Index frames, Index bins, const Progress& progress,
                          const std::function<void(Index frame, std::span<float> row)>& estimate);

} // namespace refrain
