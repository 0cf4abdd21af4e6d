// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "core/base/progress.h"

#include <span>

namespace refrain {

/// Frames in few dimensions, by which the cosine of any two of them is known within bounds.
///
/// The frames, scaled to a length of 1, are projected on an orthonormal basis of directions that
/// hold most of what the song has. What the basis does not hold of two frames can add to the
/// product of their coordinates, or take away from it, no more than the product of its lengths
/// (Cauchy and Schwarz). Any orthonormal basis gives bounds; a good one gives narrow ones.
struct FrameProjection {
    /// Dimensions of the basis for that many frames. More make bounds narrower and products longer:
    /// 159, 191 and 255 take as long for a song of 4 minutes, but the moment that is wanted first
    /// is known the sooner the fewer there are; 159 leave too much open of 15 minutes and 191 of an
    /// hour, whose candidates would not fit into the memory that is estimated. With the rest it is
    /// a number that vectors divide.
    static constexpr Index dimensionsFor(Index frames) {
        return frames < 16384 ? 159 : frames < 65536 ? 191 : 255;
    }

    /// `[frame][dimension]`, and in the last column the length of what the basis does not hold, and
    /// something for rounding: the product of two rows is the most that the cosine can be, and by
    /// twice the product of the last numbers more than the least.
    Array2D<float> coordinates;

    float rest(Index frame) const { return coordinates.row(frame).back(); }
};

/// Projects frames, `[frame][bin]`, of at least `dimensionsFor` their number of bins. `scales` are
/// what to multiply each of them by so that its length is 1, or 0 if it is silent.
///
/// The basis is that of a randomized range finder (Halko, Martinsson and Tropp, "Finding structure
/// with randomness", SIAM Review 2011) with one power iteration, over frames spread evenly across
/// the song; its seed is fixed. Threads: any. Throws `Cancelled`.
FrameProjection projectFrames(const Array2D<float>& frames, std::span<const float> scales,
                              const Progress& progress = {});

/// Directions, `[direction][bin]`, that together hold much of the frames: of length 1 and at right
/// angles to each other, or all zero if the frames have no more directions.
Array2D<float> mainDirections(const Array2D<float>& frames, std::span<const float> scales,
                              Index count, const Progress& progress = {});

} // namespace refrain
