// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/playback/route.h"
#include "core/separation/mask_curve.h"
#include "core/separation/share.h"
#include "core/spectrum/stft.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace refrain {

/// All that decides what a moment of a song sounds like.
struct Listening {
    /// The song with one or two channels (`stereoMix` makes them of more), or null: silence.
    std::shared_ptr<const AudioClip> clip;

    StftParams params;

    /// What the analysis knows so far; null if nothing. Where it knows nothing the song is heard.
    std::shared_ptr<const BackgroundShare> share;

    /// What is heard of each share (`heardGains`); null if the song itself is, sample by sample.
    std::shared_ptr<const GainTable> gains;

    float volume = 1; // a factor on all of it

    bool operator==(const Listening&) const = default;
};

/// Left and right, equally long.
using Stereo = std::array<std::vector<float>, 2>;

/// Renders what is listened to. A sample has the same bits as in an export of it, whenever and in
/// whatever stretch it is rendered.
///
/// Threads: one at a time.
class Preview {
public:
    Preview();
    ~Preview();

    void listen(const Listening& listening);
    const Listening& listening() const { return listening_; }

    /// Fills `sound` with the samples `first` to `first + count - 1`; silence outside the song. A
    /// song of one channel is on both sides.
    void render(Index first, Index count, Stereo& sound);

private:
    struct Renderer;
    Listening listening_;
    bool silent_ = true;
    std::unique_ptr<Renderer> renderer_;
};

/// Renders a song along a route.
///
/// Threads: one at a time.
class RouteReader {
public:
    RouteReader(Preview& preview, const Route& route, Index step)
        : preview_(preview), route_(route), step_(step) {}

    /// The next `count` samples, or as many as there are before the end of the route.
    const Stereo& read(Index count);

    bool atEnd() const { return step_ >= route_.end; }

private:
    void makeJoin();
    void fadeOut(Index firstStep);

    Preview& preview_;
    Route route_;
    Index step_;
    Stereo sound_;
    Stereo part_;
    std::optional<Stereo> join_; // the mix of the loop's two ends
};

} // namespace refrain
