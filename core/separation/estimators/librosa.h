// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/share.h"
#include "core/separation/similar_frames.h"

namespace refrain {

/// The rate at which librosa loads a song if it is not told otherwise, in Hz, mono.
constexpr int kLibrosaSampleRate = 22050;

/// The estimator `librosa`: the vocal separation of librosa's examples (librosa 0.11,
/// `decompose.nn_filter` with the median), number by number. Expects the magnitudes of one channel
/// at `kLibrosaSampleRate` with 2048/512 frames, and neighbours of the rule `earliest`.
///
/// Threads: any. Throws `Cancelled`.
BackgroundShare estimateLibrosa(const Array2D<float>& magnitudes, const SimilarFrames& similar,
                                const Progress& progress = {});

} // namespace refrain
