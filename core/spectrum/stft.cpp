// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/stft.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain {

namespace {

/// The samples of a frame that lie within a signal: `[first, last)`, counted in the frame.
struct Overlap {
    Index first;
    Index last;
};

Overlap overlap(Index frameStart, Index fftSize, Index signalStart, Index signalLength) {
    const Index first = std::clamp<Index>(signalStart - frameStart, 0, fftSize);
    const Index last = std::clamp<Index>(signalStart + signalLength - frameStart, first, fftSize);
    return {first, last};
}

} // namespace

StftParams defaultStftParams(int sampleRate) {
    constexpr double kSeconds = 2048.0 / 22050; // librosa's frame at its own rate, 93 ms
    const double exponent = std::round(std::log2(kSeconds * sampleRate));
    const auto fftSize = static_cast<Index>(std::exp2(std::max(exponent, 4.0)));
    return {.fftSize = fftSize, .hop = fftSize / 4};
}

std::vector<float> hannWindow(Index size) {
    std::vector<float> window(size);
    for (Index n = 0; n < size; ++n)
        window[n] =
            static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(n) /
                                                    static_cast<double>(size)));
    return window;
}

FrameTransform::FrameTransform(const StftParams& params)
    : params_(params), fft_(params.fftSize), window_(hannWindow(params.fftSize)),
      inverseWindow_(window_) {
    for (float& weight : inverseWindow_)
        weight /= static_cast<float>(params.fftSize);
}

std::span<std::complex<float>> FrameTransform::forward(std::span<const float> signal, Index frame) {
    const std::span<float> samples = fft_.samples();
    const Index start = frame * params_.hop - params_.fftSize / 2;
    const auto [first, last] = overlap(start, params_.fftSize, 0, std::ssize(signal));
    std::fill(samples.begin(), samples.begin() + first, 0.0F);
    for (Index n = first; n < last; ++n)
        samples[n] = signal[start + n] * window_[n];
    std::fill(samples.begin() + last, samples.end(), 0.0F);
    fft_.forward();
    return fft_.bins();
}

void FrameTransform::inverseAdd(Index frame, std::span<float> output, Index outputStart) {
    fft_.inverse();
    const std::span<const float> samples = fft_.samples();
    const Index start = frame * params_.hop - params_.fftSize / 2;
    const auto [first, last] = overlap(start, params_.fftSize, outputStart, std::ssize(output));
    for (Index n = first; n < last; ++n)
        output[start + n - outputStart] += samples[n] * inverseWindow_[n];
}

void FrameTransform::inverseAdd(std::span<const std::complex<float>> spectrum, Index frame,
                                std::span<float> output, Index outputStart) {
    std::ranges::copy(spectrum, fft_.bins().begin());
    inverseAdd(frame, output, outputStart);
}

std::vector<float> windowEnergy(const StftParams& params, Index length, Index firstSample,
                                Index count) {
    const std::vector<float> window = hannWindow(params.fftSize);
    const Index half = params.fftSize / 2;
    const Index lastFrame = params.frameCount(length) - 1;
    std::vector<float> energy(count);
    const Index fromFrame = std::max<Index>(0, (firstSample - half) / params.hop);
    const Index toFrame = std::min(lastFrame, (firstSample + count + half) / params.hop);
    for (Index frame = fromFrame; frame <= toFrame; ++frame) {
        const Index start = frame * params.hop - half;
        const auto [first, last] = overlap(start, params.fftSize, firstSample, count);
        for (Index n = first; n < last; ++n) {
            const float weight = window[n];
            energy[start + n - firstSample] += weight * weight;
        }
    }
    return energy;
}

Array2D<float> magnitudes(const AudioClip& clip, const StftParams& params,
                          const Progress& progress) {
    constexpr Index kFramesPerItem = 64; // enough work to outweigh making a plan
    const Index frames = params.frameCount(clip.length());
    Array2D<float> result(frames, params.binCount());
    const float scale = 1.0F / static_cast<float>(std::max<Index>(1, clip.channelCount()));

    parallelFor((frames + kFramesPerItem - 1) / kFramesPerItem, progress, [&](Index item) {
        FrameTransform transform(params);
        const Index end = std::min(frames, (item + 1) * kFramesPerItem);
        for (Index frame = item * kFramesPerItem; frame < end; ++frame) {
            progress.check();
            const std::span<float> row = result.row(frame);
            for (const auto& channel : clip.channels) {
                const auto bins = transform.forward(channel, frame);
                for (std::size_t bin = 0; bin < row.size(); ++bin)
                    row[bin] += std::norm(bins[bin]);
            }
            for (float& cell : row)
                cell = std::sqrt(cell * scale);
        }
    });
    return result;
}

} // namespace refrain
