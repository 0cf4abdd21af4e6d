// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "core/base/progress.h"

#include <cstdint>
#include <vector>

namespace refrain {

/// The pitch of the voice, one for each frame: the times are those of the frames, see
/// `StftParams::seconds`. There is always a pitch, whether somebody sings or not.
struct PitchTrack {
    /// The fundamental in Hz, from about 80 to about 1000.
    std::vector<float> hertz;

    /// How far this pitch stands out from the other pitches of its frame, in standard deviations;
    /// 0 in silence. Instruments stand out as well as voices.
    std::vector<float> salience;

    /// 1 where somebody sings, else 0, see `sungFrames`; empty until that is known.
    std::vector<std::uint8_t> sung;

    bool operator==(const PitchTrack&) const = default;
};

/// Whether somebody sings at a frame; not in one that the track does not have. Threads: any.
inline bool isSung(const PitchTrack& pitch, Index frame) {
    return frame >= 0 && frame < std::ssize(pitch.sung) && pitch.sung[frame] != 0;
}

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
