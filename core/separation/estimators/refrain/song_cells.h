// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/base/progress.h"
#include "core/spectrum/stft.h"

#include <cstdint>

namespace refrain {

/// All that the estimator `refrain` looks at of a song. Five bytes for each cell.
struct SongCells {
    int sampleRate = 44100; // Hz
    StftParams params;

    /// `[frame][bin]`, as of `refrain::magnitudes`: the root of the mean power of all channels.
    Array2D<float> magnitudes;

    /// `[frame][bin]`, where a cell is between the channels, see stereo_position.h.
    Array2D<std::uint8_t> places;

    /// The root of the mean square of all magnitudes, above 0: what quiet and loud are measured by.
    double level = 0;

    /// A magnitude that does not count, 60 dB below `level`. Added to both sides of a ratio it
    /// keeps silence from having an opinion.
    float floor() const { return static_cast<float>(1e-3 * level); }

    double binHertz() const { return params.hertz(1, sampleRate); }
    double hertz(Index bin) const { return params.hertz(static_cast<double>(bin), sampleRate); }
    double framesPerSecond() const {
        return static_cast<double>(sampleRate) / static_cast<double>(params.hop);
    }
};

/// Looks at a song of at least one channel. Throws `Cancelled`. Threads: any.
SongCells readCells(const AudioClip& clip, const StftParams& params, const Progress& progress = {});

} // namespace refrain
