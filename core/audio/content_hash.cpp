// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/content_hash.h"

#include <bit>

namespace refrain {

namespace {

/// The finisher of MurmurHash3: every bit of the input changes half of the output's.
std::uint64_t mixed(std::uint64_t bits) {
    bits ^= bits >> 33;
    bits *= 0xff51afd7ed558ccd;
    bits ^= bits >> 33;
    bits *= 0xc4ceb9fe1a85ec53;
    return bits ^ bits >> 33;
}

} // namespace

std::uint64_t contentHash(const AudioClip& clip) {
    std::uint64_t hash = mixed(clip.sampleRate);
    for (const auto& channel : clip.channels) {
        hash = mixed(hash + channel.size());
        // A zero of either sign sounds the same.
        for (const float sample : channel)
            hash = mixed(hash ^ std::bit_cast<std::uint32_t>(sample == 0 ? 0.0F : sample));
    }
    return hash;
}

} // namespace refrain
