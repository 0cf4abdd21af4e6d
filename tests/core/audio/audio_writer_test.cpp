// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/audio_writer.h"

#include "core/audio/audio_file.h"
#include "core/base/error.h"
#include "tests/support/child_process.h"
#include "tests/support/raw_sound_files.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numbers>
#include <numeric>
#include <random>
#include <sndfile.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace refrain {

namespace {

namespace fs = std::filesystem;
using test::inChild;
using test::kNotPermitted;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr AudioFormat kWav16 = {Container::wav, SampleFormat::int16};
constexpr AudioFormat kWav24 = {Container::wav, SampleFormat::int24};
constexpr AudioFormat kWav32 = {Container::wav, SampleFormat::float32};
constexpr AudioFormat kFlac16 = {Container::flac, SampleFormat::int16};
constexpr AudioFormat kFlac24 = {Container::flac, SampleFormat::int24};
constexpr AudioFormat kOgg = {Container::ogg};
constexpr AudioFormat kOpus = {Container::opus};
constexpr AudioFormat kMp3 = {Container::mp3};

std::string nameOf(const AudioFormat& format) {
    std::string name(fileEnding(format.container));
    if (format.container == Container::wav || format.container == Container::flac)
        name += format.samples == SampleFormat::int16   ? "16"
                : format.samples == SampleFormat::int24 ? "24"
                                                        : "32f";
    return name;
}

struct NamedFormat {
    AudioFormat format;
};

void PrintTo(const NamedFormat& named, std::ostream* out) {
    *out << nameOf(named.format);
}

/// An open file that holds nothing yet.
struct OpenFile {
    explicit OpenFile(const fs::path& path)
        : descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {}
    ~OpenFile() { ::close(descriptor); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int descriptor;
};

std::vector<std::span<const float>> spansOf(const AudioClip& clip) {
    return {clip.channels.begin(), clip.channels.end()};
}

class AudioWriterTest : public testing::Test {
protected:
    test::TemporaryFolder folder;
    fs::path path = folder / "song";

    AudioClip written(const AudioClip& clip, const AudioFormat& format) {
        test::writeDirectly(path, clip, format);
        return readAudioFile(path).clip;
    }
};

// Integers

std::vector<int> allOf16Bits() {
    std::vector<int> values(65536);
    std::iota(values.begin(), values.end(), -32768);
    return values;
}

std::vector<int> someOf24Bits() {
    std::vector<int> values = {-0x800000, -0x7FFFFF, 0x7FFFFF, 0x7FFFFE, -1, 0, 1};
    std::mt19937 random(1);
    for (int i = 0; i < 50'000; ++i)
        values.push_back(static_cast<int>(random() >> 8) - 0x800000);
    return values;
}

class PassingOnTest : public AudioWriterTest, public testing::WithParamInterface<NamedFormat> {};

INSTANTIATE_TEST_SUITE_P(Formats, PassingOnTest,
                         testing::Values(NamedFormat{kWav24}, NamedFormat{kFlac24}),
                         testing::PrintToStringParamName());

TEST_P(PassingOnTest, IntegersOf16BitsDoNotChange) {
    std::vector<int> values = allOf16Bits();
    test::writeRawIntegers(folder / "source.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1, values, 16);
    test::writeDirectly(path, readAudioFile(folder / "source.wav").clip, GetParam().format);
    for (int& value : values)
        value *= 256;
    EXPECT_EQ(test::readRawIntegers(path, 24), values);
}

TEST_P(PassingOnTest, IntegersOf24BitsDoNotChange) {
    const std::vector<int> values = someOf24Bits();
    test::writeRawIntegers(folder / "source.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 1, values, 24);
    test::writeDirectly(path, readAudioFile(folder / "source.wav").clip, GetParam().format);
    EXPECT_EQ(test::readRawIntegers(path, 24), values);
}

TEST_F(AudioWriterTest, FloatsDoNotChange) {
    AudioClip clip = test::noise(44100, 3, 1000, 1, 4);
    clip.channels[0][0] = 1e9F;
    clip.channels[0][1] = 1e-38F;
    EXPECT_EQ(written(clip, kWav32), clip);
}

TEST_F(AudioWriterTest, IntegersAreTheNearest) {
    std::mt19937 random(2);
    std::uniform_real_distribution<float> between(-0.99F, 0.99F);
    AudioClip clip;
    clip.channels.resize(2);
    for (int i = 0; i < 20'000; ++i)
        clip.channels[i % 2].push_back(between(random));
    for (const AudioFormat& format : {kWav24, kFlac24})
        EXPECT_LE(test::largestDifference(clip, written(clip, format)), 0x1p-24 * 1.0001);
}

TEST_F(AudioWriterTest, WhatIsTooLoudIsCutOffAndNeverWraps) {
    const AudioClip clip = {44100,
                            {{1, 1.5F, 1e9F, 0.9999999F, 1 + 0x1p-23F},
                             {-1, -1.5F, -1e9F, -0.9999999F, -1 - 0x1p-23F}}};
    for (const AudioFormat& format : {kWav24, kFlac24}) {
        test::writeDirectly(path, clip, format);
        constexpr int kHighest = 0x7FFFFF;
        constexpr int kLowest = -0x800000;
        EXPECT_THAT(test::readRawIntegers(path, 24),
                    ElementsAre(kHighest, kLowest, kHighest, kLowest, kHighest, kLowest, kHighest,
                                kLowest + 1, kHighest, kLowest));
    }
    for (const AudioFormat& format : {kWav16, kFlac16})
        for (const float level : {1.0F, 1.5F, 0.99999F, 1e9F}) {
            const AudioClip loud = test::makeClip(44100, 2, 5000, [&](Index channel, Index) {
                return channel == 0 ? level : -level;
            });
            const AudioClip result = written(loud, format);
            EXPECT_GT(*std::ranges::min_element(result.channels[0]), 0.9999F);
            EXPECT_LT(*std::ranges::max_element(result.channels[1]), -0.9999F);
        }
}

TEST_F(AudioWriterTest, WhatIsTooLoudKeepsItsSignInEveryFormat) {
    const AudioClip loud = test::sine(48000, 2, 48'000, 100, 1.6);
    for (const AudioFormat& format : {kWav16, kWav24, kFlac16, kFlac24, kOgg, kOpus, kMp3}) {
        const AudioClip result = written(loud, format);
        ASSERT_EQ(result.length(), loud.length());
        Index wrong = 0;
        for (Index i = 2000; i < 46'000; ++i) // codecs ring where the sound breaks off
            if (std::abs(loud.channels[0][i]) > 0.5)
                wrong += loud.channels[0][i] * result.channels[0][i] < 0;
        EXPECT_EQ(wrong, 0) << nameOf(format);
    }
}

TEST_F(AudioWriterTest, LoudnessBeyondFullScaleStaysInFloats) {
    const AudioClip clip = {44100, {{1.5F, -2, 100}}};
    EXPECT_FALSE(kWav32.clips());
    EXPECT_EQ(written(clip, kWav32), clip);
    for (const AudioFormat& format : {kWav16, kWav24, kFlac16, kFlac24, kOgg, kOpus, kMp3})
        EXPECT_TRUE(format.clips()) << nameOf(format);
}

// Dither

/// What 16 bits make of a sound, in steps: the difference from the sound itself.
std::vector<double> errorsOf(const std::vector<float>& sound, const std::vector<float>& result) {
    std::vector<double> errors(sound.size());
    for (std::size_t i = 0; i < sound.size(); ++i)
        errors[i] = 0x1p15 * (double{result[i]} - sound[i]);
    return errors;
}

double meanProduct(std::span<const double> a, std::span<const double> b) {
    const std::size_t count = std::min(a.size(), b.size());
    return std::inner_product(a.begin(), a.begin() + static_cast<Index>(count), b.begin(), 0.0) /
           static_cast<double>(count);
}

class DitherTest : public AudioWriterTest {
protected:
    // 0.3 steps: rounding alone would leave nothing of it.
    static constexpr double kSteps = 0.3;
    static constexpr Index kLength = 200'000;
    AudioClip tiny = test::sine(44100, 2, kLength, 997, kSteps * 0x1p-15);
};

TEST_F(DitherTest, ASoundSmallerThanOneStepSurvives) {
    const AudioClip result = written(tiny, kWav16);
    double sum = 0;
    double energy = 0;
    for (Index i = 0; i < kLength; ++i) {
        sum += double{result.channels[0][i]} * tiny.channels[0][i];
        energy += double{tiny.channels[0][i]} * tiny.channels[0][i];
    }
    EXPECT_NEAR(sum / energy, 1, 0.03) << "its amplitude";
}

TEST_F(DitherTest, TheErrorIsNoiseOfAQuarterStepSquared) {
    for (const AudioFormat& format : {kWav16, kFlac16}) {
        const AudioClip result = written(tiny, format);
        std::vector<std::vector<double>> errors;
        for (const int channel : {0, 1})
            errors.push_back(errorsOf(tiny.channels[channel], result.channels[channel]));

        // 1/6 of the triangular distribution and 1/12 of rounding. Each mean of products of n
        // independent values varies by about 1/sqrt(n), here 0.0022 of the power.
        const double power = meanProduct(errors[0], errors[0]);
        EXPECT_NEAR(power, 0.25, 0.005);
        EXPECT_NEAR(std::accumulate(errors[0].begin(), errors[0].end(), 0.0) / kLength, 0, 0.005);
        EXPECT_LT(*std::ranges::max_element(errors[0]), 1.5);
        EXPECT_GT(*std::ranges::min_element(errors[0]), -1.5);
        for (Index lag = 1; lag <= 50; ++lag)
            EXPECT_NEAR(meanProduct(std::span(errors[0]).subspan(lag), errors[0]) / power, 0, 0.012)
                << "white: nothing in common with itself " << lag << " samples ago";
        for (Index lag = 0; lag <= 2; ++lag)
            EXPECT_NEAR(meanProduct(std::span(errors[1]).subspan(lag), errors[0]) / power, 0, 0.012)
                << "nor with the other channel";
    }
}

TEST_F(DitherTest, TheErrorDoesNotDependOnTheSound) {
    const AudioClip loud = test::sine(44100, 1, kLength, 997, 0.9);
    const std::vector<double> errors =
        errorsOf(loud.channels[0], written(loud, kWav16).channels[0]);
    EXPECT_NEAR(meanProduct(errors, errors), 0.25, 0.005);
    const std::vector<double> sound(loud.channels[0].begin(), loud.channels[0].end());
    EXPECT_NEAR(meanProduct(errors, sound), 0, 0.003);
    std::vector<double> squares = errors;
    std::vector<double> levels = sound;
    for (double& square : squares)
        square = square * square - 0.25;
    for (double& level : levels)
        level = level * level - 0.405;
    EXPECT_NEAR(meanProduct(squares, levels), 0, 0.003) << "nor its power on the level";
}

TEST_F(DitherTest, IsTheSameInEachRun) {
    EXPECT_EQ(written(tiny, kWav16), written(tiny, kWav16));
    EXPECT_EQ(written(tiny, kWav16), written(tiny, kFlac16));
}

TEST_F(DitherTest, OfFilesThatAreAddedUpHasNothingInCommon) {
    std::vector<std::vector<double>> errors;
    for (const int seed : {0, 1, 2}) {
        const OpenFile file(path);
        AudioWriter writer(
            file.descriptor, path, kWav16,
            {.sampleRate = 44100, .channelCount = 2, .length = kLength, .ditherSeed = seed});
        writer.write(spansOf(tiny));
        writer.close();
        errors.push_back(errorsOf(tiny.channels[0], readAudioFile(path).clip.channels[0]));
    }
    for (const auto& [a, b] : {std::pair(0, 1), {0, 2}, {1, 2}})
        for (Index lag = 0; lag <= 2; ++lag)
            EXPECT_NEAR(meanProduct(std::span(errors[a]).subspan(lag), errors[b]) / 0.25, 0, 0.012)
                << a << " and " << b;
}

TEST_F(DitherTest, DoesNotDependOnTheBlocks) {
    const AudioClip whole = written(tiny, kWav16);
    {
        const OpenFile file(path);
        AudioWriter writer(file.descriptor, path, kWav16, {44100, 2, kLength, {}, {}});
        const auto spans = spansOf(tiny);
        for (Index first = 0; first < kLength;) {
            const Index count = std::min<Index>(1 + first / 3, kLength - first);
            writer.write(
                std::vector{spans[0].subspan(first, count), spans[1].subspan(first, count)});
            first += count;
        }
        writer.close();
    }
    EXPECT_EQ(readAudioFile(path).clip, whole);
}

TEST_F(DitherTest, ExactSilenceStaysSilent) {
    AudioClip clip = tiny;
    for (Index i = 1000; i < 3000; ++i)
        clip.channels[0][i] = i % 2 ? 0.0F : -0.0F;
    for (const AudioFormat& format : {kWav16, kFlac16}) {
        const AudioClip result = written(clip, format);
        EXPECT_THAT(
            std::vector(result.channels[0].begin() + 1000, result.channels[0].begin() + 3000),
            Each(0.0F));
    }
}

TEST_F(DitherTest, ThereIsNoneIn24Bits) {
    const AudioClip half = test::makeClip(44100, 1, 1000, [](Index, Index) { return 0x1p-25; });
    EXPECT_THAT(written(half, kWav24).channels[0], Each(0.0F));
}

// What the formats can hold

TEST(WritableRateTest, IsTheOwnOrTheNextAboveOrTheHighest) {
    struct Case {
        AudioFormat format;
        int wanted;
        int given;
    };
    for (const auto& [format, wanted, given] :
         {Case{kWav24, 44100, 44100},  {kWav16, 100, 100},          {kWav32, 1'536'000, 1'536'000},
          {kFlac24, 44100, 44100},     {kFlac24, 192'000, 192'000}, {kFlac24, 655'350, 655'350},
          {kFlac24, 768'000, 655'350}, {kFlac16, 65'535, 65'535},   {kFlac16, 65'536, 65'540},
          {kFlac16, 88'199, 88'200},   {kOgg, 44100, 44100},        {kOgg, 8000, 8000},
          {kOgg, 192'000, 192'000},    {kOgg, 384'000, 200'000},    {kOpus, 44100, 48000},
          {kOpus, 48000, 48000},       {kOpus, 8000, 8000},         {kOpus, 8001, 12000},
          {kOpus, 22050, 24000},       {kOpus, 32000, 48000},       {kOpus, 192'000, 48000},
          {kOpus, 4000, 8000},         {kMp3, 44100, 44100},        {kMp3, 96'000, 48000},
          {kMp3, 88'200, 48000},       {kMp3, 176'400, 48000},      {kMp3, 37'800, 44100},
          {kMp3, 22050, 22050},        {kMp3, 4000, 8000}})
        EXPECT_EQ(writableRate(format, wanted, 2), given) << nameOf(format) << " " << wanted;
}

TEST(FileEndingTest, IsWhatEverybodyCallsTheFormat) {
    EXPECT_EQ(fileEnding(Container::wav), "wav");
    EXPECT_EQ(fileEnding(Container::flac), "flac");
    EXPECT_EQ(fileEnding(Container::ogg), "ogg");
    EXPECT_EQ(fileEnding(Container::opus), "opus");
    EXPECT_EQ(fileEnding(Container::mp3), "mp3");
}

std::string refusal(const AudioFormat& format, int sampleRate, Index channels) {
    try {
        writableRate(format, sampleRate, channels);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

TEST(WritableChannelsTest, TooManyAreRefusedInOneSentence) {
    EXPECT_EQ(refusal(kMp3, 44100, 6), "MP3 cannot hold 6 channels, only 2; choose WAV.");
    EXPECT_EQ(refusal(kFlac24, 44100, 9), "FLAC cannot hold 9 channels, only 8; choose WAV.");
    EXPECT_EQ(refusal(kOpus, 44100, 9), "Opus cannot hold 9 channels, only 8; choose WAV.");
    EXPECT_EQ(refusal(kOgg, 44100, 256),
              "Ogg Vorbis cannot hold 256 channels, only 255; choose WAV.");
}

TEST(WritableChannelsTest, AsManyAsTheFormatHoldsAreTaken) {
    EXPECT_EQ(refusal(kMp3, 44100, 2), "");
    EXPECT_EQ(refusal(kFlac24, 44100, 8), "");
    EXPECT_EQ(refusal(kOpus, 44100, 8), "");
    EXPECT_EQ(refusal(kOgg, 44100, 255), "");
    EXPECT_EQ(refusal(kWav24, 44100, 64), "");
}

TEST(WritableSamplesTest, FlacTakesNoFloats) {
    EXPECT_EQ(refusal({Container::flac, SampleFormat::float32}, 44100, 2),
              "FLAC cannot hold 32-bit float samples; choose 24 bits or WAV.");
}

class EveryRateTest : public AudioWriterTest, public testing::WithParamInterface<NamedFormat> {};

INSTANTIATE_TEST_SUITE_P(Formats, EveryRateTest,
                         testing::Values(NamedFormat{kWav16}, NamedFormat{kWav24},
                                         NamedFormat{kWav32}, NamedFormat{kFlac16},
                                         NamedFormat{kFlac24}, NamedFormat{kOgg},
                                         NamedFormat{kOpus}, NamedFormat{kMp3}),
                         testing::PrintToStringParamName());

TEST_P(EveryRateTest, ThatIsGivenCanBeWritten) {
    for (const int wanted :
         {100,   4000,  8000,  8001,  11025, 16000, 22255, 32000,   37800,   44056,
          44100, 48000, 65535, 65536, 66151, 88200, 99999, 192'000, 352'800, 1'536'000})
        for (const Index channels : {1, 2}) {
            const int rate = writableRate(GetParam().format, wanted, channels);
            const AudioClip result = written(test::noise(rate, channels, 3000), GetParam().format);
            EXPECT_EQ(result.sampleRate, rate);
            EXPECT_EQ(result.channelCount(), channels);
            EXPECT_EQ(result.length(), 3000) << rate << " Hz";
        }
}

TEST_P(EveryRateTest, ALongerFileInTheDescriptorIsWrittenOver) {
    test::writeDirectly(path, test::noise(48000, 2, 20'000), GetParam().format);
    const OpenFile file(path);
    ::lseek(file.descriptor, 0, SEEK_END);
    const AudioClip clip = test::noise(48000, 2, 100);
    AudioWriter writer(file.descriptor, path, GetParam().format, {48000, 2, 100, {}, {}});
    writer.write(spansOf(clip));
    writer.close();
    EXPECT_EQ(readAudioFile(path).clip.length(), 100);
    EXPECT_GE(::lseek(file.descriptor, 0, SEEK_CUR), 0) << "the descriptor stays open";
}

TEST_F(AudioWriterTest, QualityMakesFilesLarger) {
    const AudioClip clip = test::noise(48000, 2, 48'000);
    for (const Container container : {Container::ogg, Container::opus, Container::mp3}) {
        std::vector<std::uintmax_t> sizes;
        for (const double quality : {0.0, 0.3, 0.7, 1.0}) {
            test::writeDirectly(path, clip, {container, SampleFormat::int24, quality});
            sizes.push_back(fs::file_size(path));
        }
        EXPECT_TRUE(std::ranges::is_sorted(sizes)) << testing::PrintToString(sizes);
        EXPECT_GT(sizes.back(), 2 * sizes.front());
    }
}

TEST_F(AudioWriterTest, AWavOfOver4GBBecomesRf64) {
    // 0xFFFF0000 bytes still fit: half of them frames of 16 bits, and so on.
    struct Case {
        AudioFormat format;
        Index channels;
        Index longest;
    };
    for (const auto& [format, channels, longest] : {Case{kWav16, 1, 0x7FFF8000},
                                                    {kWav16, 2, 0x3FFFC000},
                                                    {kWav24, 2, 0xFFFF0000 / 6},
                                                    {kWav32, 2, 0x1FFFE000},
                                                    {kWav24, 6, 0xFFFF0000 / 18}})
        for (const Index length : {longest, longest + 1}) {
            const AudioClip clip = test::noise(44100, channels, 1000);
            {
                const OpenFile file(path);
                AudioWriter writer(file.descriptor, path, format,
                                   {44100, channels, length, {{"title", "Long"}}, {}});
                writer.write(spansOf(clip));
                writer.close();
            }
            EXPECT_THAT(test::readBytes(path), StartsWith(length == longest ? "RIFF" : "RF64"));
            const AudioFile file = readAudioFile(path);
            EXPECT_EQ(file.clip.length(), 1000) << "what was written is there, whatever was said";
            EXPECT_EQ(file.missingLength, 0);
            EXPECT_LT(test::largestDifference(file.clip, clip), 1e-4);
            EXPECT_EQ(file.title, "Long");
        }
}

TEST_F(AudioWriterTest, TheSubwooferOfVorbisAndOpusIsTheLastChannel) {
    const AudioClip clip = test::makeClip(48000, 6, 48'000, [](Index channel, Index i) {
        constexpr double kHertz[] = {200, 310, 430, 50, 570, 710};
        return 0.3 *
               std::sin(2 * std::numbers::pi * kHertz[channel] * static_cast<double>(i) / 48000);
    });
    for (const AudioFormat& format : {kOgg, kOpus}) {
        test::writeDirectly(path, clip, format);
        const AudioClip raw = test::readRaw(path);
        const int order[] = {0, 2, 1, 4, 5, 3};
        for (int place = 0; place < 6; ++place)
            EXPECT_GT(test::signalToNoise({48000, {clip.channels[order[place]]}},
                                          {48000, {raw.channels[place]}}),
                      10)
                << nameOf(format) << ", place " << place;
    }
}

TEST_F(AudioWriterTest, LoudspeakersAreWrittenIntoAWav) {
    const AudioClip clip = test::noise(48000, 4, 100);
    const std::vector<int> speakers = {SF_CHANNEL_MAP_LEFT, SF_CHANNEL_MAP_RIGHT,
                                       SF_CHANNEL_MAP_SIDE_LEFT, SF_CHANNEL_MAP_SIDE_RIGHT};
    {
        const OpenFile file(path);
        AudioWriter writer(file.descriptor, path, kWav24, {48000, 4, 100, {}, speakers});
        writer.write(spansOf(clip));
        writer.close();
    }
    EXPECT_EQ(readAudioFile(path).speakers, speakers);
}

TEST_F(AudioWriterTest, AWriterCanBeMoved) {
    const AudioClip clip = test::noise(44100, 1, 100);
    {
        const OpenFile file(path);
        AudioWriter first(file.descriptor, path, kWav32, {44100, 1, 200, {}, {}});
        first.write(spansOf(clip));
        AudioWriter second = std::move(first);
        second.write(spansOf(clip));
        second.close();
    }
    EXPECT_EQ(readAudioFile(path).clip.length(), 200);
}

TEST_F(AudioWriterTest, WhatTheFormatCannotHoldIsSaid) {
    // Nobody should ask for it without `writableRate`, but who does is told.
    const OpenFile file(path);
    for (const AudioFormat& format : {kOpus, kMp3})
        try {
            AudioWriter(file.descriptor, path, format, {96'000, 2, 100, {}, {}})
                .write(spansOf(test::noise(96'000, 2, 100)));
            ADD_FAILURE() << nameOf(format);
        } catch (const Error& error) {
            EXPECT_THAT(error.what(),
                        AllOf(StartsWith("Cannot write \"" + path.string() + "\": "),
                              EndsWith("cannot hold sound of 96000 Hz; choose another format.")));
        }
}

// Disks

class FullDiskTest : public AudioWriterTest, public testing::WithParamInterface<NamedFormat> {
protected:
    const AudioClip clip = test::noise(48000, 2, 48'000);

    /// Writes and writes; says in which step it failed, and how.
    std::string fill(int seconds, const std::function<void(int descriptor)>& beforeClose) {
        std::string step = "open";
        try {
            const OpenFile file(path);
            AudioWriter writer(file.descriptor, path, GetParam().format,
                               {48000, 2, 48'000 * Index{seconds}, {{"title", "Title"}}, {}});
            step = "write";
            for (int second = 0; second < seconds; ++second)
                writer.write(spansOf(clip));
            step = "close";
            beforeClose(file.descriptor);
            writer.close();
        } catch (const Error& error) {
            return step + ": " + error.what();
        }
        return "written";
    }
};

INSTANTIATE_TEST_SUITE_P(Formats, FullDiskTest,
                         testing::Values(NamedFormat{kWav16}, NamedFormat{kWav24},
                                         NamedFormat{kWav32}, NamedFormat{kFlac16},
                                         NamedFormat{kFlac24}, NamedFormat{kOgg},
                                         NamedFormat{kOpus}, NamedFormat{kMp3}),
                         testing::PrintToStringParamName());

MATCHER_P2(FailsIn, step, path, "says in one sentence that there is no room on the disk") {
    const std::string text = arg;
    return testing::ExplainMatchResult(
        AllOf(StartsWith(std::string(step) + ": Cannot write \"" + fs::path(path).string() +
                         "\": no space left on device; make room on the disk"),
              EndsWith("."), Not(HasSubstr("\n"))),
        text, result_listener);
}

TEST_P(FullDiskTest, IsSaidWhileWriting) {
    const std::string result = inChild([&]() -> std::string {
        if (!test::mountSmallDisk(folder.path(), 1 << 16))
            return kNotPermitted;
        return fill(5, [](int) {});
    });
    if (result == kNotPermitted)
        GTEST_SKIP() << "Left out: this process may not mount";
    EXPECT_THAT(result, FailsIn("write", path));
}

TEST_P(FullDiskTest, IsSaidAtTheVeryBeginning) {
    const std::string result = inChild([&]() -> std::string {
        if (!test::mountSmallDisk(folder.path(), 4096))
            return kNotPermitted;
        const OpenFile filler(folder / "filler");
        if (::write(filler.descriptor, std::string(4096, 'x').data(), 4096) != 4096)
            return kNotPermitted;
        return fill(1, [](int) {}).substr(5); // in which step depends on the encoder
    });
    if (result == kNotPermitted)
        GTEST_SKIP() << "Left out: this process may not mount";
    EXPECT_THAT(result, HasSubstr("no space left on device; make room on the disk"));
}

TEST_P(FullDiskTest, IsSaidWhenTheLastBytesDoNotFit) {
    const std::string result = inChild([&]() -> std::string {
        bool permitted = true;
        const std::string text = fill(1, [&](int descriptor) {
            permitted = test::refuse({.call = SYS_write,
                                      .error = ENOSPC,
                                      .argument = 0,
                                      .value = static_cast<std::uint32_t>(descriptor)});
        });
        return permitted ? text : kNotPermitted;
    });
    if (result == kNotPermitted)
        GTEST_SKIP() << "Left out: system calls cannot be refused here";
    EXPECT_THAT(result, FailsIn("close", path));
}

TEST_P(FullDiskTest, IsNoProblemIfThereIsRoom) {
    EXPECT_EQ(fill(2, [](int) {}), "written");
    EXPECT_EQ(readAudioFile(path).clip.length(), 96'000);
}

TEST_P(FullDiskTest, ADiskThatFailsIsSaidToo) {
    const std::string result = inChild([&]() -> std::string {
        bool permitted = true;
        const std::string text = fill(1, [&](int descriptor) {
            permitted = test::refuse({.call = SYS_write,
                                      .error = EIO,
                                      .argument = 0,
                                      .value = static_cast<std::uint32_t>(descriptor)});
        });
        return permitted ? text : kNotPermitted;
    });
    if (result == kNotPermitted)
        GTEST_SKIP() << "Left out: system calls cannot be refused here";
    EXPECT_THAT(result, HasSubstr("input/output error; choose another folder"));
}

} // namespace

} // namespace refrain
