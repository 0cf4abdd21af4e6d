// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/signals.h"

#include "core/base/staged_files.h"
#include "core/separation/evaluation.h"
#include "resources/demo/demo_song.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace refrain::test {

AudioClip makeClip(int sampleRate, Index channels, Index length,
                   const std::function<double(Index channel, Index i)>& sample) {
    AudioClip clip;
    clip.sampleRate = sampleRate;
    for (Index channel = 0; channel < channels; ++channel) {
        std::vector<float>& samples = clip.channels.emplace_back(length);
        for (Index i = 0; i < length; ++i)
            samples[i] = static_cast<float>(sample(channel, i));
    }
    return clip;
}

AudioClip silence(int sampleRate, Index channels, Index length) {
    return makeClip(sampleRate, channels, length, [](Index, Index) { return 0.0; });
}

AudioClip sine(int sampleRate, Index channels, Index length, double hertz, double amplitude) {
    return makeClip(sampleRate, channels, length, [&](Index, Index i) {
        return amplitude *
               std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / sampleRate);
    });
}

AudioClip noise(int sampleRate, Index channels, Index length, std::uint32_t seed,
                double amplitude) {
    std::mt19937 random(seed);
    return makeClip(sampleRate, channels, length, [&](Index, Index) {
        return amplitude * (static_cast<double>(random()) / 2147483648.0 - 1);
    });
}

AudioClip demoSong(double seconds) {
    return mix(demoVocals(seconds), demoAccompaniment(seconds));
}

AudioClip demoVocals(double seconds) {
    return makeDemoSong(seconds).vocals;
}

AudioClip demoAccompaniment(double seconds) {
    return makeDemoSong(seconds).accompaniment;
}

void writeClip(const std::filesystem::path& path, const AudioClip& clip, const AudioFormat& format,
               const Tags& tags) {
    StagedFiles files(true);
    AudioWriter writer(files.create(path), path, format,
                       {.sampleRate = clip.sampleRate,
                        .channelCount = clip.channelCount(),
                        .length = clip.length(),
                        .tags = tags});
    writer.write(std::vector<std::span<const float>>(clip.channels.begin(), clip.channels.end()));
    writer.close();
    files.commit();
}

double signalToNoise(const AudioClip& signal, const AudioClip& other) {
    const Index length = std::min(signal.length(), other.length());
    double energy = 0;
    double difference = 0;
    for (Index channel = 0; channel < signal.channelCount(); ++channel)
        for (Index i = 0; i < length; ++i) {
            const double sample = signal.channels[channel][i];
            energy += sample * sample;
            difference += std::pow(sample - other.channels[channel][i], 2);
        }
    return 10 * std::log10(energy / difference);
}

double largestDifference(const AudioClip& a, const AudioClip& b) {
    double largest = 0;
    for (Index channel = 0; channel < a.channelCount(); ++channel)
        for (Index i = 0; i < a.length(); ++i)
            largest = std::max(largest,
                               std::abs(double{a.channels[channel][i]} - b.channels[channel][i]));
    return largest;
}

} // namespace refrain::test
