// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/estimators/refrain/song_cells.h"
#include "core/separation/similar_frames.h"

#include <span>
#include <vector>

namespace refrain {

/// How much less than a cell its repetition may be: `e^-4`. Below that it does not repeat at all.
constexpr float kLeastRepetition = 0.0183156389F;

/// `[frame][bin]`: the part of each cell's magnitude that comes again, from `kLeastRepetition` to
/// 1: the median of the cell over the similar frames against the cell itself. All of a frame that
/// nothing is like counts as repeating: nothing is known of it, and the other cues decide.
///
/// The whole of a cell is compared with the whole of its repetitions, whatever their frequency;
/// other quantiles than the median gave nothing once weighed. Throws `Cancelled`. Threads: any.
/// `repeatedPartOf` is one frame of it.
Array2D<float> repeatedPart(const SongCells& cells, const SimilarFrames& similar,
                            const Progress& progress = {});
void repeatedPartOf(const SongCells& cells, const SimilarFrames& similar, Index frame,
                    std::span<float> row);

/// What does not come again, weighted as a voice is likely to be strong in it, is what the voice's
/// pitch is looked for in. Compared with the pitch of the true voice, the pitch was right in 76 of
/// 100 voiced frames; looked for in the whole song it was in 61.
class Leftover {
public:
    explicit Leftover(const SongCells& cells);

    /// `row[bin] = magnitude * (1 - repeated) * weight`, for the first `row.size()` bins.
    void of(std::span<const float> magnitudes, std::span<const float> repeated,
            std::span<float> row) const;

private:
    /// A bell round 1 kHz, one standard deviation for each factor of e: the formants. Without it
    /// it is 70.
    std::vector<float> weights_;
};

} // namespace refrain
