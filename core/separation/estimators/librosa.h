// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/share.h"
#include "core/separation/similar_frames.h"
#include "core/spectrum/stft.h"

namespace refrain {

/// The rate at which librosa loads a song if it is not told otherwise, in Hz, mono.
constexpr int kLibrosaSampleRate = 22050;

/// The magnitudes of a clip of one channel as librosa has them: transformed in double precision
/// with a double-precision window, rounded to single precision afterwards. Neighbours that are
/// nearly equally near are told apart by the last digits. `[frame][bin]`. Threads: any. Throws
/// `Cancelled`.
Array2D<float> librosaMagnitudes(const AudioClip& clip, const StftParams& params,
                                 const Progress& progress = {});

/// The estimator `librosa`: the vocal separation of librosa's examples (librosa 0.11,
/// `decompose.nn_filter` with the median), number by number. Expects the magnitudes of one channel
/// at `kLibrosaSampleRate` with 2048/512 frames by `librosaMagnitudes`, and neighbours of the rule
/// `earliest`.
///
/// `librosaRows` estimates single frames, with what is in `similar` when a frame is asked for; both
/// tables must outlive it. `estimateLibrosa` estimates all of them.
///
/// Threads: any. Throws `Cancelled`.
RowEstimate librosaRows(const Array2D<float>& magnitudes, const SimilarFrames& similar);

BackgroundShare estimateLibrosa(const Array2D<float>& magnitudes, const SimilarFrames& similar,
                                const Progress& progress = {});

} // namespace refrain
