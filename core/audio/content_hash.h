// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"

#include <cstdint>

namespace refrain {

/// A number that tells songs apart by what is heard: the same for the same samples, whatever the
/// file is called and whatever its tags say, and different in practice for any other samples, rate
/// or number of channels. It is no protection against forgery. Threads: any.
std::uint64_t contentHash(const AudioClip& clip);

} // namespace refrain
