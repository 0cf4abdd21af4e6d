// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/base/progress.h"
#include "core/spectrum/fft.h"

#include <span>
#include <vector>

namespace refrain {

/// How a song is cut into frames. Frame `i` is centred on sample `i * hop` and covers `fftSize`
/// samples, weighted by a periodic Hann window; before the start and after the end of the song
/// there is silence. This is librosa's `stft` with its defaults since 0.9.
struct StftParams {
    Index fftSize = 4096; // samples, even
    Index hop = 1024;     // samples, a quarter of fftSize: where Hann windows add up evenly

    Index binCount() const { return fftSize / 2 + 1; }

    /// How many frames a song of `length` samples has: at least one.
    Index frameCount(Index length) const { return 1 + length / hop; }

    /// The middle of a frame, for a rate in Hz.
    double seconds(Index frame, int sampleRate) const {
        return static_cast<double>(frame * hop) / sampleRate;
    }
    /// The centre of a bin.
    double hertz(double bin, int sampleRate) const {
        return bin * sampleRate / static_cast<double>(fftSize);
    }

    bool operator==(const StftParams&) const = default;
};

/// The power of two nearest 93 ms, and a quarter of it: 4096/1024 at 44.1 and 48 kHz, 2048/512 at
/// 22.05 kHz, which is librosa's.
StftParams defaultStftParams(int sampleRate);

/// The periodic Hann window of `size` samples.
std::vector<float> hannWindow(Index size);

/// Transforms single frames of a signal, back and forth.
///
/// Threads: one at a time; make one for each thread.
class FrameTransform {
public:
    explicit FrameTransform(const StftParams& params);

    /// The spectrum of frame `frame` of `signal`, valid until the next call; the caller may change
    /// it in place. `binCount()` bins, unscaled: a sine of amplitude 1 on a bin has magnitude
    /// fftSize/4.
    std::span<std::complex<float>> forward(std::span<const float> signal, Index frame);

    /// Adds the windowed inverse of the spectrum that `forward` gave to `output`, whose first
    /// sample is sample `outputStart` of the song. What falls outside is left out. Divide by
    /// `windowEnergy` when all frames are in.
    void inverseAdd(Index frame, std::span<float> output, Index outputStart);

    /// As above, for a spectrum of the caller's.
    void inverseAdd(std::span<const std::complex<float>> spectrum, Index frame,
                    std::span<float> output, Index outputStart);

private:
    StftParams params_;
    RealFft fft_;
    std::vector<float> window_;
    std::vector<float> inverseWindow_; // with the transform's scale in it
};

/// For each of `count` samples from `firstSample` on, the sum of the squared windows of all frames
/// of a song of `length` samples: what overlapping windows have to be divided by. 1.5 inside a
/// song, somewhat less within a window of either end; nowhere less than 0.25.
std::vector<float> windowEnergy(const StftParams& params, Index length, Index firstSample,
                                Index count);

/// `[frame][bin]`: for each cell the root of the mean power of all channels, so that channels of
/// opposite phase do not vanish. Unscaled, as `FrameTransform`. Throws `Cancelled`. Threads: any.
Array2D<float> magnitudes(const AudioClip& clip, const StftParams& params,
                          const Progress& progress = {});

} // namespace refrain
