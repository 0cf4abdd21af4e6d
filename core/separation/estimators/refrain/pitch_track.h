// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "core/base/progress.h"

#include <vector>

namespace refrain {

/// The pitch of the voice, one for each frame: the times are those of the frames, see
/// `StftParams::seconds`. There is always a pitch, sung or not; how far to trust it is what the
/// salience tells.
struct PitchTrack {
    /// The fundamental in Hz, from about 80 to about 1000.
    std::vector<float> hertz;

    /// How far this pitch stands out from the other pitches of its frame, in standard deviations;
    /// 0 in silence, 3 and more where a voice is clearly heard.
    std::vector<float> salience;

    bool operator==(const PitchTrack&) const = default;
};

/// Follows the voice through the saliences, `[frame][pitch]`, of `kPitchCount` pitches: the path
/// with the largest sum of saliences, from which every jump takes 0.1 for each step of 20 cents
/// (more, 0.3 or 0.6 for each, lost a fifth of the right frames; that was measured before the
/// saliences were standardised), found by Viterbi's algorithm. No jump is over 15 steps, three
/// semitones. Of equally good paths the one with the smaller jumps is taken. A parabola through the
/// saliences of the neighbouring pitches then places the pitch between the steps.
///
/// Works frame by frame, on the calling thread. Throws `Cancelled`. Threads: any.
PitchTrack followPitch(const Array2D<float>& salience, const Progress& progress = {});

} // namespace refrain
