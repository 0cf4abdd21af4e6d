// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"

namespace refrain::demo {

/// How loud moments are held back, as on every record.
struct CompressorSettings {
    double threshold = 0.3;       // sample value above which it works
    double ratio = 3;             // so many dB more at the input give 1 dB more at the output
    double releaseSeconds = 0.12; // to let go again
    double gain = 1;              // of everything, afterwards
};

/// Compresses a stereo clip in place, both channels by the same gain. It looks 3 ms ahead, so that
/// no beat slips through.
void compress(AudioClip& clip, const CompressorSettings& settings);

} // namespace refrain::demo
