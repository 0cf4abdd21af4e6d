// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/estimators/refrain/first_guess.h"
#include "core/separation/share.h"

namespace refrain {

/// The last step: the background share of each cell from all cues, put into `share` strip by strip.
/// A logistic regression: the weighted sum of the cues is the logarithm of the odds that the cell
/// is voice, and the share is 1 minus that probability, which minimises the squared error of what
/// is heard.
///
/// The weights were fitted on 38 excerpts with known stems. Fitted without the excerpts they were
/// tried on they are much the same, and gain the same; the figures at the cues are such.
/// Throws `Cancelled`. Threads: any.
void weighCues(const SongCells& cells, const PitchTrack& pitch,
               const std::vector<CombStrength>& strengths, const FirstGuess& guess,
               GrowingShare& share, const Progress& progress = {});

} // namespace refrain
