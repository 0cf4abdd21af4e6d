// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/base/progress.h"

#include <memory>
#include <span>
#include <vector>

namespace refrain {

/// Changes the rate of one channel of sound as it comes, by libsoxr's "high quality" recipe (20
/// bits, linear phase), which is librosa's default too. The output is not delayed: its first sample
/// belongs to the first sample of the input.
///
/// Threads: one at a time.
class Resampler {
public:
    /// Rates in Hz. Throws `Error` if libsoxr refuses them.
    Resampler(int fromRate, int toRate);
    ~Resampler();
    Resampler(Resampler&&) noexcept;

    /// Takes `input` and appends to `output` what can be told by now.
    void process(std::span<const float> input, std::vector<float>& output);

    /// Appends the rest, so that the output is `resampledLength` of the input in all.
    void finish(std::vector<float>& output);

private:
    struct State;
    void convert(const float* input, std::size_t count, std::vector<float>& output);
    std::unique_ptr<State> state_;
};

/// The length of `length` samples at another rate: rounded up.
Index resampledLength(Index length, int fromRate, int toRate);

/// The clip at `sampleRate` Hz. Threads: any. Throws `Cancelled`, and `Error` as `Resampler`.
AudioClip resample(const AudioClip& clip, int sampleRate, const Progress& progress = {});

/// One channel: the mean of all of them. Threads: any. Throws `Cancelled`.
AudioClip mixToMono(const AudioClip& clip, const Progress& progress = {});

} // namespace refrain
