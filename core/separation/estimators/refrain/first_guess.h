// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/estimators/refrain/comb.h"
#include "core/separation/estimators/refrain/stereo_position.h"

#include <span>
#include <vector>

namespace refrain {

/// What is voice, at first guess: from the frequency, from what comes again and from the pitch
/// alone, each cell for itself. Where the voice is between the channels is learnt from it, and its
/// surroundings make the final decision smoother.
struct FirstGuess {
    /// `[frame][bin]`: the energy that belongs to the voice, from 0 to the cell's magnitude
    /// squared.
    Array2D<float> voiceEnergy;

    /// `[band][place]`: log-ratios, see `stereoLikelihood`.
    Array2D<float> stereo;
};

/// Takes the table of the repeated parts and makes the voice's energies in its place, as both are
/// as large as the song. Throws `Cancelled`. Threads: any.
FirstGuess guessVoice(const SongCells& cells, Array2D<float> repeated, const PitchTrack& pitch,
                      const std::vector<CombStrength>& strengths, const Progress& progress = {});

/// What the first guess is before the pitch is known, as shares of the background: what a listener
/// hears and sees of a strip until the final estimate is there. `prior` is `quickPrior`, `repeated`
/// a row of the repeated part.
void quickShares(std::span<const float> prior, std::span<const float> repeated,
                 std::span<float> row);
std::vector<float> quickPrior(const SongCells& cells);

} // namespace refrain
