// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/stems.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <complex>

namespace refrain {

StemRenderer::StemRenderer(const AudioClip& clip, const StftParams& params,
                           const BackgroundShare& share)
    : clip_(clip), params_(params), share_(share), forward_(params), inverse_(params) {}

std::vector<std::vector<std::vector<float>>>
StemRenderer::render(Index first, Index count, std::span<const GainTable* const> tables) {
    std::vector<std::vector<std::vector<float>>> stems(
        tables.size(),
        std::vector<std::vector<float>>(clip_.channelCount(), std::vector<float>(count)));
    const Index half = params_.fftSize / 2;
    const Index lastFrame = params_.frameCount(clip_.length()) - 1;
    const Index fromFrame = std::max<Index>(0, (first - half) / params_.hop);
    const Index toFrame = std::min(lastFrame, (first + count + half) / params_.hop);
    std::vector<std::complex<float>> masked(params_.binCount());

    for (Index frame = fromFrame; frame <= toFrame; ++frame) {
        const auto shares = share_.row(frame);
        for (Index channel = 0; channel < clip_.channelCount(); ++channel) {
            const auto bins = forward_.forward(clip_.channels[channel], frame);
            for (std::size_t i = 0; i < tables.size(); ++i) {
                std::ranges::copy(bins, masked.begin());
                for (std::size_t bin = 0; bin < shares.size(); ++bin)
                    masked[bin] *= (*tables[i])[shares[bin]];
                inverse_.inverseAdd(masked, frame, stems[i][channel], first);
            }
        }
    }

    const std::vector<float> energy = windowEnergy(params_, clip_.length(), first, count);
    for (auto& stem : stems)
        for (auto& channel : stem)
            for (Index i = 0; i < count; ++i)
                channel[i] /= energy[i];
    return stems;
}

Index renderBlockLength(const StftParams& params) {
    return 32 * params.hop;
}

AudioClip renderClip(const AudioClip& clip, const StftParams& params, const BackgroundShare& share,
                     const GainTable& table, Index first, Index count, const Progress& progress) {
    AudioClip result;
    result.sampleRate = clip.sampleRate;
    result.channels.assign(clip.channels.size(), std::vector<float>(count));
    const Index blockLength = renderBlockLength(params);
    const GainTable* const tables[] = {&table};

    parallelFor((count + blockLength - 1) / blockLength, progress, [&](Index block) {
        const Index start = block * blockLength;
        StemRenderer renderer(clip, params, share);
        const auto stems =
            renderer.render(first + start, std::min(blockLength, count - start), tables);
        for (Index channel = 0; channel < clip.channelCount(); ++channel)
            std::ranges::copy(stems[0][channel], result.channels[channel].begin() + start);
    });
    return result;
}

} // namespace refrain
