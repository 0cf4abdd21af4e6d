// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/share.h"
#include "core/separation/similar_frames.h"
#include "core/spectrum/stft.h"

namespace refrain {

/// The estimator `repeating`: what the most similar frames have in common is background
/// (REPET-SIM), and so is everything too low for a singer.
///
/// `voiceAboveHertz`: below this frequency all is background, with a soft edge of a third of an
/// octave around it; 0 turns that off. It is the high-pass remedy of the REPET papers (Rafii and
/// Pardo, 2013) and gains about 1 dB on real songs. When no frame is like any other, the song is
/// too short to tell and all of it is foreground.
///
/// `repeatingRows` estimates single frames, with what is in `similar` when a frame is asked for;
/// both tables must outlive it. `estimateRepeating` estimates all of them.
///
/// Threads: any. Throws `Cancelled`.
RowEstimate repeatingRows(const Array2D<float>& magnitudes, const SimilarFrames& similar,
                          const StftParams& params, int sampleRate, double voiceAboveHertz);

BackgroundShare estimateRepeating(const Array2D<float>& magnitudes, const SimilarFrames& similar,
                                  const StftParams& params, int sampleRate, double voiceAboveHertz,
                                  const Progress& progress = {});

} // namespace refrain
