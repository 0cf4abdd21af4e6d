// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/audio/tags.h"
#include "core/base/progress.h"

#include <filesystem>
#include <string>
#include <vector>

namespace refrain {

/// A sound file that was read.
struct AudioFile {
    AudioClip clip;
    Tags tags;

    /// The title tag, or else the name of the file without its ending.
    std::string title;

    /// As libsndfile names it: "FLAC (Free Lossless Audio Codec), Signed 16 bit PCM".
    std::string format;

    /// The place of each channel's loudspeaker, as libsndfile's `SF_CHANNEL_MAP_…`; empty if the
    /// file does not tell. Whatever their order in the file, here they are in that of WAV: left,
    /// right, centre, subwoofer, rear left, rear right, ...
    std::vector<int> speakers;

    /// Samples of all channels that were NaN, infinite or beyond ±1e9 and became silence.
    Index badSamples = 0;

    /// Samples per channel that the file promised and did not have. Ogg promises nothing: one that
    /// ends early looks like one that was recorded from the network.
    Index missingLength = 0;
};

/// Reads a whole sound file of any format that libsndfile knows, at its own rate and with its own
/// channels. A file that ends early or is damaged in the middle gives what comes before.
///
/// Throws `Error` if there is no sound to be had from it and `Cancelled` when stopped. libsndfile
/// may take very long to examine a damaged header; once stopped, it is given no more data.
///
/// Threads: any.
AudioFile readAudioFile(const std::filesystem::path& path, const Progress& progress = {});

} // namespace refrain
