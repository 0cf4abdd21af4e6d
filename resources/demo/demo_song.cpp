// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/demo_song.h"

#include "resources/demo/band/band.h"
#include "resources/demo/sound/compressor.h"
#include "resources/demo/sound/room.h"
#include "resources/demo/voice/singer.h"

#include <cassert>

namespace refrain {

namespace {

using namespace demo;

constexpr CompressorSettings kVocalCompressor = {
    .threshold = 0.3, .ratio = 3, .releaseSeconds = 0.15, .gain = 0.62};
constexpr CompressorSettings kBandCompressor = {
    .threshold = 0.45, .ratio = 4, .releaseSeconds = 0.09, .gain = 0.75};

AudioClip silence(double seconds) {
    AudioClip clip;
    clip.sampleRate = kSampleRate;
    clip.channels.resize(2);
    for (std::vector<float>& channel : clip.channels)
        channel.resize(static_cast<std::size_t>(samplesIn(seconds)));
    return clip;
}

/// The last half second dies away.
void fadeOut(AudioClip& clip) {
    const Index length = std::min(samplesIn(0.5), clip.length());
    for (std::vector<float>& channel : clip.channels)
        for (Index i = 0; i < length; ++i) {
            const float x = static_cast<float>(i) / static_cast<float>(length);
            channel[static_cast<std::size_t>(clip.length() - 1 - i)] *= x * x * (3 - 2 * x);
        }
}

} // namespace

DemoSong makeDemoSong(double seconds) {
    assert(seconds >= 1 && seconds <= 4 * 3600);
    const SongForm form = songForm(seconds);
    DemoSong song{silence(seconds), silence(seconds)};
    sing(song.vocals, writeMelody(form));
    compress(song.vocals, kVocalCompressor);
    addRoom(song.vocals, {.size = 1.15,
                          .decaySeconds = 1.3,
                          .dampingHertz = 5200,
                          .preDelaySeconds = 0.028,
                          .lowCutHertz = 260,
                          .level = 0.1});
    playBand(song.accompaniment, form);
    compress(song.accompaniment, kBandCompressor);
    addRoom(song.accompaniment, {.size = 0.62,
                                 .decaySeconds = 0.55,
                                 .dampingHertz = 6500,
                                 .preDelaySeconds = 0.007,
                                 .lowCutHertz = 220,
                                 .level = 0.17});
    fadeOut(song.vocals);
    fadeOut(song.accompaniment);
    return song;
}

} // namespace refrain
