// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/similar_frames.h"

#include <span>

namespace refrain {

/// What comes again of one frame: for each bin the part of the magnitude that belongs to the
/// repetition, as a share from 0 to 1 of the cell. With `S` the cell's magnitude it is `R / S`,
/// where `R = min(S, median of the cell over the similar frames)`: what happens in most of the
/// frames like this one, and no more than there is here (Rafii and Pardo, ISMIR 2012). A silent
/// cell counts as repeating; a frame that nothing is like has a share of 0.
///
/// Threads: any.
void repeatingShare(const Array2D<float>& magnitudes, const SimilarFrames& similar, Index frame,
                    std::span<float> row);

} // namespace refrain
