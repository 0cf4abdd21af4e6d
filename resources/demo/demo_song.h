// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"

namespace refrain {

/// A song made by this program, of which the true parts are known. The song is their sum, sample by
/// sample, and stays well below full scale.
struct DemoSong {
    AudioClip vocals;        // 44.1 kHz, stereo
    AudioClip accompaniment; // as long as the vocals
};

/// Plays the demo song, of 1 second to 4 hours. The same length gives the same song, bit for bit.
/// Takes 0.7 MB of memory for each second.
///
/// Threads: may be called from any thread.
DemoSong makeDemoSong(double seconds);

} // namespace refrain
