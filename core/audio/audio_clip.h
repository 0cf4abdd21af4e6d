// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

#include <vector>

namespace refrain {

/// Sound in memory.
///
/// Threads: a value; shared between threads only as `const`.
struct AudioClip {
    int sampleRate = 44100; // Hz, at least 1

    /// `[channel][sample]`, nominally from -1 to 1, always finite; all channels equally long.
    std::vector<std::vector<float>> channels;

    Index channelCount() const { return static_cast<Index>(channels.size()); }
    Index length() const {
        return channels.empty() ? 0 : static_cast<Index>(channels.front().size());
    }
    double seconds() const { return static_cast<double>(length()) / sampleRate; }

    bool operator==(const AudioClip&) const = default;
};

} // namespace refrain
