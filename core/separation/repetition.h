// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/similar_frames.h"
#include "core/spectrum/stft.h"

#include <span>
#include <vector>

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

/// For each bin, how far a voice may be there: 0 below `voiceAboveHertz`, 1 above, half a cosine of
/// a third of an octave between, so that nothing rings; 1 everywhere if it is 0. Threads: any.
std::vector<float> voiceRange(const StftParams& params, int sampleRate, double voiceAboveHertz);

} // namespace refrain
