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
};

/// The sound of a song, which keeps the song alive.
inline std::shared_ptr<const AudioClip> clipOf(const std::shared_ptr<const Song>& song) {
    return {song, &song->file.clip};
}

} // namespace refrain
