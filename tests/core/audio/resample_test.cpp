// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/resample.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stop_token>

namespace refrain {

namespace {

using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;

struct Rates {
    int from;
    int to;
};

void PrintTo(const Rates& rates, std::ostream* out) {
    *out << rates.from << "To" << rates.to;
}

/// The samples of one channel between two positions.
AudioClip cut(const AudioClip& clip, Index from, Index to) {
    AudioClip result = {clip.sampleRate, {}};
    for (const auto& channel : clip.channels)
        result.channels.emplace_back(channel.begin() + from, channel.begin() + to);
    return result;
}

double power(const std::vector<float>& samples) {
    double sum = 0;
    for (const float sample : samples)
        sum += double{sample} * sample;
    return sum / static_cast<double>(samples.size());
}

class ResampleTest : public testing::TestWithParam<Rates> {
protected:
    const int from = GetParam().from;
    const int to = GetParam().to;
};

INSTANTIATE_TEST_SUITE_P(Rates, ResampleTest,
                         testing::Values(Rates{44100, 48000}, Rates{48000, 44100},
                                         Rates{44100, 22050}, Rates{22050, 44100},
                                         Rates{96'000, 48000}, Rates{88'200, 48000},
                                         Rates{8000, 48000}, Rates{192'000, 8000},
                                         Rates{44100, 44101}, Rates{1'536'000, 48000},
                                         Rates{100, 8000}),
                         testing::PrintToStringParamName());

TEST_P(ResampleTest, TheLengthIsRoundedUp) {
    for (const Index length : {1, 2, 3, 7, 100, 1001, 4095, 65536, 65537, 200'001}) {
        if (length * to / from > 1'000'000)
            continue; // slow, and no other case
        const AudioClip clip = resample(test::noise(from, 2, length), to);
        EXPECT_EQ(clip.sampleRate, to);
        const Index expected = static_cast<Index>(
            std::ceil(static_cast<long double>(length) * to / static_cast<long double>(from)));
        EXPECT_EQ(clip.length(), expected);
        EXPECT_EQ(resampledLength(length, from, to), expected);
        for (const auto& channel : clip.channels)
            EXPECT_EQ(std::ssize(channel), expected);
    }
}

TEST_P(ResampleTest, ASineStaysWhereItIs) {
    // At a tenth of the lower rate, well within what both can hold.
    const double hertz = std::min(from, to) / 10.0;
    const Index length = std::max<Index>(40'000, 2000 * Index{from} / to);
    const AudioClip result = resample(test::sine(from, 1, length, hertz), to);
    const AudioClip expected = test::sine(to, 1, result.length(), hertz);
    // The ends ring, as the sine breaks off there.
    const Index rim = result.length() / 5;
    EXPECT_GT(test::signalToNoise(cut(expected, rim, result.length() - rim),
                                  cut(result, rim, result.length() - rim)),
              100);
}

TEST_P(ResampleTest, TheResultDoesNotDependOnTheBlocks) {
    struct Case {
        Index blockLength;
        Index length;
    };
    for (const auto& [blockLength, length] :
         {Case{1, 500}, {10, 3000}, {4096, 30'000}, {30'000, 30'000}}) {
        const AudioClip clip = test::noise(from, 1, length);
        const std::span<const float> samples = clip.channels[0];
        Resampler resampler(from, to);
        std::vector<float> output;
        for (Index first = 0; first < length; first += blockLength)
            resampler.process(samples.subspan(first, std::min(blockLength, length - first)),
                              output);
        resampler.finish(output);
        EXPECT_EQ(output, resample(clip, to).channels[0]) << blockLength;
    }
}

TEST_P(ResampleTest, TheOutputMayBeTakenAwayAtAnyTime) {
    for (const Index length : {1, 5, 1000, 66'000}) {
        const AudioClip clip = test::noise(from, 1, length);
        const std::span<const float> samples = clip.channels[0];
        Resampler resampler(from, to);
        std::vector<float> all;
        std::vector<float> output;
        for (Index first = 0; first < length; first += 700) {
            output.clear();
            resampler.process(samples.subspan(first, std::min<Index>(700, length - first)), output);
            all.insert(all.end(), output.begin(), output.end());
        }
        output.clear();
        resampler.finish(output);
        all.insert(all.end(), output.begin(), output.end());
        EXPECT_EQ(all, resample(clip, to).channels[0]);
    }
}

TEST_P(ResampleTest, NothingGivesNothing) {
    Resampler resampler(from, to);
    std::vector<float> output;
    resampler.process({}, output);
    resampler.finish(output);
    EXPECT_TRUE(output.empty());
    EXPECT_EQ(resample({from, {{}, {}}}, to).length(), 0);
}

TEST_P(ResampleTest, SilenceIsSilent) {
    EXPECT_THAT(resample(test::silence(from, 1, 5000), to).channels[0], Each(0.0F));
}

TEST(ResampleHighTest, WhatTheNewRateCannotHoldIsTakenAway) {
    const AudioClip high = test::sine(96'000, 1, 96'000, 30'000);
    const AudioClip result = resample(high, 48000);
    EXPECT_LT(10 * std::log10(power(cut(result, 5000, 43'000).channels[0])), -110);
}

TEST(ResampleHighTest, WhatTheNewRateCanHoldStays) {
    const AudioClip result = resample(test::sine(96'000, 1, 96'000, 20'000), 48000);
    EXPECT_NEAR(10 * std::log10(power(cut(result, 5000, 43'000).channels[0])),
                10 * std::log10(0.125), 0.01);
}

TEST(ResampleClipTest, TheSameRateChangesNothing) {
    const AudioClip clip = test::noise(44100, 3, 1000);
    EXPECT_EQ(resample(clip, 44100), clip);
}

TEST(ResampleClipTest, ChannelsDoNotMeet) {
    AudioClip clip = test::noise(44100, 5, 100'000);
    clip.channels[3].assign(100'000, 0);
    const AudioClip result = resample(clip, 48000);
    for (Index channel = 0; channel < 5; ++channel)
        EXPECT_EQ(result.channels[channel],
                  resample({44100, {clip.channels[channel]}}, 48000).channels[0]);
}

TEST(ResampleClipTest, TheResultDoesNotDependOnTheThreads) {
    const AudioClip clip = test::noise(44100, 6, 50'000);
    setThreadCount(1);
    const AudioClip expected = resample(clip, 22050);
    setThreadCount(4);
    EXPECT_EQ(resample(clip, 22050), expected);
    setThreadCount(0);
}

TEST(ResampleClipTest, ProgressRisesToOne) {
    std::vector<double> fractions;
    resample(test::noise(44100, 4, 1000), 48000,
             Progress({}, [&](double f) { fractions.push_back(f); }));
    EXPECT_TRUE(std::ranges::is_sorted(fractions));
    EXPECT_EQ(fractions.back(), 1);
}

TEST(ResampleClipTest, AStopIsHeeded) {
    const AudioClip clip = test::noise(44100, 4, 1000);
    std::stop_source source;
    const Progress progress(source.get_token(), [&](double) { source.request_stop(); });
    EXPECT_THROW(resample(clip, 48000, progress), Cancelled);
    EXPECT_THROW(resample(clip, 48000, Progress(source.get_token())), Cancelled);
}

TEST(ResamplerTest, RatesThatMakeNoSenseAreRefused) {
    for (const auto& [from, to] : {Rates{0, 44100}, {44100, 0}, {-1, 44100}, {44100, -1}})
        try {
            const Resampler resampler(from, to);
            ADD_FAILURE() << from << " to " << to;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(),
                        HasSubstr(std::to_string(from) + " Hz to " + std::to_string(to) + " Hz: "));
            EXPECT_THAT(error.what(), EndsWith("; choose another format."));
        }
}

TEST(ResampledLengthTest, OfALongSongDoesNotOverflow) {
    EXPECT_EQ(resampledLength(Index{1} << 40, 44100, 1'536'000), 38'295'915'198'729);
}

TEST(MixToMonoTest, IsTheMeanOfAllChannels) {
    const AudioClip clip = {48000, {{1, -1, 0.5F}, {0, 1, 0.5F}, {0.5F, 0.75F, 0.5F}}};
    EXPECT_EQ(mixToMono(clip), (AudioClip{48000, {{0.5F, 0.25F, 0.5F}}}));
}

TEST(MixToMonoTest, OneChannelStaysAsItIs) {
    const AudioClip clip = test::noise(44100, 1, 100);
    EXPECT_EQ(mixToMono(clip), clip);
}

TEST(MixToMonoTest, NoChannelsMakeAnEmptyOne) {
    EXPECT_EQ(mixToMono({44100, {}}), (AudioClip{44100, {{}}}));
}

TEST(MixToMonoTest, CanBeStopped) {
    std::stop_source stop;
    const Progress progress(stop.get_token(), [&](double fraction) {
        if (fraction > 0.4)
            stop.request_stop();
    });
    EXPECT_THROW(mixToMono(test::silence(48000, 2, 4'000'000), progress), Cancelled);
}

} // namespace

} // namespace refrain
