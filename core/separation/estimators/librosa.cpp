// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/librosa.h"

#include "core/base/parallel.h"
#include "core/separation/repetition.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace refrain {

namespace {

std::vector<double> exactHannWindow(Index size) {
    std::vector<double> window(size);
    for (Index n = 0; n < size; ++n)
        window[n] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(n) /
                                         static_cast<double>(size));
    return window;
}

} // namespace

Array2D<float> librosaMagnitudes(const AudioClip& clip, const StftParams& params,
                                 const Progress& progress) {
    constexpr Index kFramesPerItem = 64; // enough work to outweigh making a plan
    const std::vector<float>& signal = clip.channels.front();
    const Index frames = params.frameCount(clip.length());
    const std::vector<double> window = exactHannWindow(params.fftSize);
    Array2D<float> result(frames, params.binCount());

    parallelFor((frames + kFramesPerItem - 1) / kFramesPerItem, progress, [&](Index item) {
        DoubleFft fft(params.fftSize);
        const Index end = std::min(frames, (item + 1) * kFramesPerItem);
        for (Index frame = item * kFramesPerItem; frame < end; ++frame) {
            progress.check();
            const Index start = frame * params.hop - params.fftSize / 2;
            for (Index n = 0; n < params.fftSize; ++n) {
                const bool inside = start + n >= 0 && start + n < std::ssize(signal);
                fft.samples()[n] = inside ? signal[start + n] * window[n] : 0;
            }
            fft.forward();
            const std::span<float> row = result.row(frame);
            const std::complex<double>* bins = fft.bins().data();
            for (std::size_t bin = 0; bin < row.size(); ++bin) {
                // As librosa has it, of a transform that was rounded to single precision. The
                // squares of such numbers neither round nor overflow in double precision.
                const double real = static_cast<float>(bins[bin].real());
                const double imaginary = static_cast<float>(bins[bin].imag());
                row[bin] = static_cast<float>(std::sqrt(real * real + imaginary * imaginary));
            }
        }
    });
    return result;
}

RowEstimate librosaRows(const Array2D<float>& magnitudes, const SimilarFrames& similar) {
    return [&magnitudes, &similar](Index frame, std::span<float> row) {
        repeatingShare(magnitudes, similar, frame, row);
    };
}

BackgroundShare estimateLibrosa(const Array2D<float>& magnitudes, const SimilarFrames& similar,
                                const Progress& progress) {
    return makeShare(magnitudes.rows, magnitudes.columns, progress,
                     librosaRows(magnitudes, similar));
}

} // namespace refrain
