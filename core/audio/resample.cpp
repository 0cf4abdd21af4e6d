// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/resample.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <memory>
#include <soxr.h>
#include <string>

namespace refrain {

namespace {

constexpr Index kBlockLength = 65536;

struct DeleteSoxr {
    void operator()(soxr* resampler) const { soxr_delete(resampler); }
};

} // namespace

struct Resampler::State {
    std::unique_ptr<soxr, DeleteSoxr> converter;
    int fromRate;
    int toRate;
    Index taken = 0;
    Index given = 0;
};

Resampler::Resampler(int fromRate, int toRate) : state_(std::make_unique<State>()) {
    soxr_error_t problem = nullptr;
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    state_->converter.reset(soxr_create(fromRate, toRate, 1, &problem, nullptr, &quality, nullptr));
    state_->fromRate = fromRate;
    state_->toRate = toRate;
    if (problem)
        throw Error("Cannot convert sound from " + std::to_string(fromRate) + " Hz to " +
                    std::to_string(toRate) + " Hz: " + problem + "; choose another format.");
}

Resampler::~Resampler() = default;
Resampler::Resampler(Resampler&&) noexcept = default;

void Resampler::process(std::span<const float> input, std::vector<float>& output) {
    if (!input.empty())
        convert(input.data(), input.size(), output);
    state_->taken += std::ssize(input);
}

void Resampler::finish(std::vector<float>& output) {
    convert(nullptr, 0, output); // libsoxr understands it as the end
    const Index missing =
        resampledLength(state_->taken, state_->fromRate, state_->toRate) - state_->given;
    // By rounding there may be a sample more or less than wanted.
    output.resize(output.size() + missing);
    state_->given += missing;
}

void Resampler::convert(const float* input, std::size_t count, std::vector<float>& output) {
    while (true) {
        const std::size_t before = output.size();
        output.resize(before + kBlockLength);
        std::size_t used = 0;
        std::size_t made = 0;
        const soxr_error_t problem = soxr_process(state_->converter.get(), input, count, &used,
                                                  output.data() + before, kBlockLength, &made);
        if (problem)
            throw Error(std::string("Cannot convert the rate of the sound: ") + problem +
                        "; choose another format.");
        output.resize(before + made);
        state_->given += static_cast<Index>(made);
        if (input) {
            input += used;
            count -= used;
        }
        if (count == 0 && made < static_cast<std::size_t>(kBlockLength))
            return;
    }
}

Index resampledLength(Index length, int fromRate, int toRate) {
    return (length * toRate + fromRate - 1) / fromRate;
}

AudioClip resample(const AudioClip& clip, int sampleRate, const Progress& progress) {
    if (sampleRate == clip.sampleRate)
        return clip;
    AudioClip result;
    result.sampleRate = sampleRate;
    result.channels.resize(clip.channels.size());
    const Index length = resampledLength(clip.length(), clip.sampleRate, sampleRate);
    parallelFor(clip.channelCount(), progress, [&](Index c) {
        const std::span<const float> input = clip.channels[c];
        std::vector<float>& output = result.channels[c];
        output.reserve(length + kBlockLength);
        Resampler resampler(clip.sampleRate, sampleRate);
        for (Index first = 0; first < clip.length(); first += kBlockLength) {
            progress.check();
            resampler.process(input.subspan(first, std::min(kBlockLength, clip.length() - first)),
                              output);
        }
        resampler.finish(output);
    });
    return result;
}

AudioClip mixToMono(const AudioClip& clip, const Progress& progress) {
    constexpr std::size_t kChecked = 1 << 20; // samples, which take a millisecond
    if (clip.channelCount() == 1)
        return clip;
    AudioClip mono;
    mono.sampleRate = clip.sampleRate;
    mono.channels.emplace_back(clip.length());
    const auto count = static_cast<float>(clip.channelCount());
    for (std::size_t i = 0; i < mono.channels[0].size(); ++i) {
        if (i % kChecked == 0)
            progress.report(static_cast<double>(i) / static_cast<double>(clip.length()));
        float sum = 0;
        for (const auto& channel : clip.channels)
            sum += channel[i];
        mono.channels[0][i] = sum / count;
    }
    return mono;
}

} // namespace refrain
