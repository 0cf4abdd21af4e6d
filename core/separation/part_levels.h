// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/base/progress.h"
#include "core/separation/mask_curve.h"
#include "core/separation/share.h"
#include "core/spectrum/stft.h"

#include <array>

namespace refrain {

/// How loud the parts of a song are, and whether anything got lost between them.
struct PartLevels {
    /// By `Part`: its energy against that of the song, in dB; -infinity if it is silent.
    std::array<double, 3> decibels{};

    /// The energy of what the sum of the parts differs from the song by, against that of the song,
    /// in dB; -infinity if by nothing at all. About -140 is rounding.
    double nullDecibels = 0;

    double of(Part part) const { return decibels[static_cast<std::size_t>(part)]; }
};

/// Renders all parts and listens to them. Throws `Cancelled`. Threads: any.
PartLevels measureParts(const AudioClip& clip, const StftParams& params,
                        const BackgroundShare& share, const MaskCurve& curve,
                        const Progress& progress = {});

} // namespace refrain
