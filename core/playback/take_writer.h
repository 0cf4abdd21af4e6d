// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/resample.h"
#include "core/playback/preview.h"
#include "core/playback/take.h"

namespace refrain {

/// Fills a take with what is heard along its route, at the device's rate.
///
/// Threads: one at a time, the one that renders.
class TakeWriter {
public:
    /// For a take that has just begun. Both must outlive it. Throws `Error` if libsoxr cannot
    /// convert between the two rates, in Hz.
    TakeWriter(Take& take, Preview& preview, int songRate, int deviceRate);

    /// Appends `count` frames; fewer where the route ends, which finishes the take.
    void write(Index count);

    bool finished() const { return finished_; }
    Take& take() const { return *take_; }

private:
    void resampleMore();

    Take* take_;
    RouteReader reader_;
    std::vector<Resampler> resamplers_; // left and right, or none if the rates are equal
    Stereo resampled_;                  // and not appended yet
    Index surplus_ = 0;                 // frames that come out of the resamplers before the first
    bool finished_ = false;
};

} // namespace refrain
