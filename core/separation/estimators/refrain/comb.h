// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/estimators/refrain/pitch_track.h"
#include "core/separation/estimators/refrain/repeated_part.h"

#include <span>
#include <vector>

namespace refrain {

/// The comb of a pitch, which gains 0.8 dB: for each bin, 1 on a harmonic, falling off with the
/// distance from the nearest one as a bell with a standard deviation of two bins, the width of a
/// Hann window's main lobe (1.5 to 3 bins lose up to 0.03 dB). `row` has one number for each bin.
void combOf(float hertz, const SongCells& cells, std::span<float> row);

/// How far the harmonics of the followed pitch are what does not come again in one frame. There is
/// no decision whether there is a voice; these two stand for it, with the weights they deserve.
struct CombStrength {
    /// The part of the leftover's energy, from 150 to 4000 Hz, that is on the comb, above what a
    /// comb takes of noise: 0 for noise, 1 for a voice alone, at least -0.2. The median over 9
    /// frames, without which single frames flicker.
    float share = 0;

    /// The energy on the comb against all of the song's from 150 to 4000 Hz, a natural logarithm
    /// from -4 to 0. Gains 0.1 dB.
    float level = 0;
};

/// For each frame. Throws `Cancelled`. Threads: any.
std::vector<CombStrength> combStrengths(const SongCells& cells, const Array2D<float>& repeated,
                                        const PitchTrack& pitch, const Progress& progress = {});

} // namespace refrain
