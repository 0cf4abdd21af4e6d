// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/audio/audio_writer.h"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace refrain::test {

/// A clip whose samples are `sample(channel, i)`.
AudioClip makeClip(int sampleRate, Index channels, Index length,
                   const std::function<double(Index channel, Index i)>& sample);

AudioClip silence(int sampleRate, Index channels, Index length);
AudioClip sine(int sampleRate, Index channels, Index length, double hertz, double amplitude = 0.5);

/// White noise, evenly spread between ± `amplitude`, the same for the same seed.
AudioClip noise(int sampleRate, Index channels, Index length, std::uint32_t seed = 1,
                double amplitude = 0.5);

/// The first seconds of the demo song (its true stems added up), and the stems themselves.
AudioClip demoSong(double seconds);
AudioClip demoVocals(double seconds);
AudioClip demoAccompaniment(double seconds);

/// Writes a clip as a file.
void writeClip(const std::filesystem::path& path, const AudioClip& clip,
               const AudioFormat& format = {}, const Tags& tags = {});

/// The ratio of a signal to its difference from another, in dB, over the shorter length of both.
double signalToNoise(const AudioClip& signal, const AudioClip& other);

/// The largest difference between samples of two clips of one shape.
double largestDifference(const AudioClip& a, const AudioClip& b);

} // namespace refrain::test
