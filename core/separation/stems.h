// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/base/progress.h"
#include "core/separation/mask_curve.h"
#include "core/separation/share.h"
#include "core/spectrum/stft.h"

#include <span>
#include <vector>

namespace refrain {

/// Turns shares back into sound: the STFT of the song, each cell times the gain of its share,
/// transformed back. Whatever can be heard of a separation is such a table of gains; with a table
/// of ones it is the song. A sample comes out with the same bits whatever stretch it is rendered
/// in.
///
/// A frame whose share is not known yet is passed on unchanged.
///
/// Threads: one at a time; make one for each thread. The clip, the share and the tables must
/// outlive it.
class StemRenderer {
public:
    StemRenderer(const AudioClip& clip, const StftParams& params, const BackgroundShare& share);

    /// The samples `first` to `first + count - 1` of the song, which must lie within it, for each
    /// of the tables: `[table][channel][sample]`.
    std::vector<std::vector<std::vector<float>>> render(Index first, Index count,
                                                        std::span<const GainTable* const> tables);

private:
    const AudioClip& clip_;
    StftParams params_;
    const BackgroundShare& share_;
    FrameTransform forward_;
    FrameTransform inverse_;
};

/// How many samples to render at a time: long enough that the frames which two neighbouring
/// stretches share cost little, short enough to stay in the cache and to be stopped at once.
Index renderBlockLength(const StftParams& params);

/// Renders the samples `[first, first + count)` with one table, on all threads. Throws `Cancelled`.
/// Threads: any.
AudioClip renderClip(const AudioClip& clip, const StftParams& params, const BackgroundShare& share,
                     const GainTable& table, Index first, Index count,
                     const Progress& progress = {});

} // namespace refrain
