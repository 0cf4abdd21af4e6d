// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_file.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace refrain {

/// A song that was opened. Threads: a value; shared as `const`.
struct Song {
    std::filesystem::path path;
    AudioFile file;
    std::uint64_t hash = 0; // of its sound, see `contentHash`

    /// What is listened to instead, if the song has more than two channels; else null.
    std::shared_ptr<const AudioClip> stereo;
};

/// What is listened to.
inline std::shared_ptr<const AudioClip> heardClipOf(const std::shared_ptr<const Song>& song) {
    return song->stereo ? song->stereo : std::shared_ptr<const AudioClip>(song, &song->file.clip);
}

/// The sound of a song, which keeps the song alive.
inline std::shared_ptr<const AudioClip> clipOf(const std::shared_ptr<const Song>& song) {
    return {song, &song->file.clip};
}

} // namespace refrain
