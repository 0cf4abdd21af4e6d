// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/estimators/refrain/repeated_part.h"

namespace refrain {

/// The pitches that a voice may have: from 80 Hz in steps of 20 cents, up to 1000 Hz. What a bass
/// singer and a soprano share with speech; sung pitches outside are followed by an octave.
constexpr double kLowestPitchHertz = 80;
constexpr double kPitchStepCents = 20;
constexpr Index kPitchCount = 219;

/// The fundamental of candidate `pitch`, which may lie between two candidates, in Hz.
double pitchHertz(double pitch);

/// `[frame][pitch]`: how much of what does not come again is harmonics of each pitch, as the number
/// of standard deviations by which it stands out from the other pitches of its frame; 0 in silence.
///
/// A sum over the first 16 harmonics, each weighing 0.8 of the one before (Hermes, "Measurement of
/// pitch by subharmonic summation", JASA 1988), of magnitudes compressed by a power of 0.6, up to
/// 5 kHz, from which 0.65 of the magnitudes half-way between harmonics is subtracted: a pitch an
/// octave too low would find half of its harmonics there. That, and weighting by the formants
/// (`Leftover`), took the share of voiced frames with the right pitch from 0.61 to 0.76.
/// Throws `Cancelled`. Threads: any.
Array2D<float> pitchSalience(const SongCells& cells, const Array2D<float>& repeated,
                             const Progress& progress = {});

} // namespace refrain
