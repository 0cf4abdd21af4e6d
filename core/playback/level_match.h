// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/separation/mask_curve.h"
#include "core/separation/share.h"
#include "core/spectrum/stft.h"

#include <vector>

namespace refrain {

/// How much of a song's energy lies at which background share, which is enough to tell how loud any
/// table of gains makes it.
///
/// Threads: a value.
struct EnergyByShare {
    std::vector<double> energies; // of each stored share
    double unknown = 0;           // where the share is not known, and the song is heard

    bool operator==(const EnergyByShare&) const = default;
};

/// Measures some hundred frames, evenly spread over the song: a few milliseconds. Threads: any.
EnergyByShare energyByShare(const AudioClip& clip, const StftParams& params,
                            const BackgroundShare& share);

/// The factor that makes what these gains let through as loud as the song, by its root mean square;
/// at most 24 dB, and 1 if nothing is let through. Threads: any.
double matchingGain(const EnergyByShare& song, const GainTable& gains);

} // namespace refrain
