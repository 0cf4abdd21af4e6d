// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/base/progress.h"
#include "core/separation/share.h"
#include "core/spectrum/stft.h"

namespace refrain {

/// How good an estimate of a stem is, in dB; the higher the better, infinite if it is perfect.
struct Quality {
    /// Signal to distortion: `|stem|^2 / |stem - estimate|^2`, with no gain or filter forgiven.
    double distortion;

    /// Signal to interference: how far the other stem, as far as it is heard in the estimate, is
    /// below this one.
    double interference;

    /// Signal to artefacts: how far whatever is neither of both stems is below them.
    double artefacts;
};

/// Compares an estimate with the true stems. Interference and artefacts are those of BSS Eval
/// (Vincent, Gribonval and Fevotte 2006) with one gain for each stem instead of filters: the
/// estimate is projected onto both stems; what the other stem accounts for is interference, and
/// what is left over is artefact. All clips of one shape. Threads: any.
Quality qualityOf(const AudioClip& estimate, const AudioClip& stem, const AudioClip& other);

/// The sum of two clips of one rate and channel count; the shorter one is silent after its end.
AudioClip mix(const AudioClip& a, const AudioClip& b);

/// The share that one would choose if one knew the true stems: for each cell the background's part
/// of the sum of both energies. With margins and power of 1 it is the ideal ratio mask, which no
/// method that gives all channels one real mask is expected to beat. Throws `Cancelled`. Threads:
/// any.
BackgroundShare idealShare(const AudioClip& foreground, const AudioClip& background,
                           const StftParams& params, const Progress& progress = {});

} // namespace refrain
