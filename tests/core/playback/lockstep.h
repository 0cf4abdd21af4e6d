// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/render_ahead.h"

#include <array>
#include <cmath>
#include <vector>

namespace refrain::test {

/// A device that is no device: asks for blocks one after the other, and lets the thread that
/// renders have its turn before each. What comes out depends on nothing but the calls.
class Lockstep {
public:
    explicit Lockstep(int deviceRate = 44100) {
        mixer.setRate(deviceRate);
        ahead.setRate(deviceRate);
    }

    /// Plays so many frames, in blocks of this length, and keeps them.
    void run(Index frames, Index block = 1024) {
        for (Index done = 0; done < frames; done += block) {
            while (ahead.work()) {
            }
            playBlock(std::min(block, frames - done));
        }
    }

    /// Plays one block without a turn for the other thread.
    void playBlock(Index frames) {
        buffer_.resize(2 * frames);
        mixer.process(buffer_.data(), frames, 0);
        for (Index i = 0; i < frames; ++i)
            for (std::size_t side = 0; side < 2; ++side)
                sound[side].push_back(buffer_[2 * i + static_cast<Index>(side)]);
    }

    Index length() const { return std::ssize(sound[0]); }

    /// The largest difference of two samples that follow each other on a side.
    double largestJump() const {
        double largest = 0;
        for (const auto& side : sound)
            for (std::size_t i = 1; i < side.size(); ++i)
                largest = std::max(largest, std::abs(double{side[i]} - side[i - 1]));
        return largest;
    }

    Mixer mixer;
    RenderAhead ahead{mixer};
    Stereo sound; // all that was played

private:
    std::vector<float> buffer_;
};

} // namespace refrain::test
