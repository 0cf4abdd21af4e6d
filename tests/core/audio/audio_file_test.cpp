// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/audio_file.h"

#include "core/audio/audio_writer.h"
#include "core/base/parallel.h"
#include "tests/support/child_process.h"
#include "tests/support/raw_sound_files.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"

#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <numbers>
#include <sndfile.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace refrain {

namespace {

namespace fs = std::filesystem;
using test::inChild;
using test::kNotPermitted;
using test::writeText;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// Something that every codec can keep: slow waves, each channel its own.
AudioClip chord(int sampleRate, Index channels, Index length) {
    return test::makeClip(sampleRate, channels, length, [&](Index channel, Index i) {
        const double phase = 2 * std::numbers::pi * static_cast<double>(i) / sampleRate;
        return 0.4 * std::sin(phase * (220 + 50 * static_cast<double>(channel))) +
               0.2 * std::sin(phase * (330 + 70 * static_cast<double>(channel)));
    });
}

std::string errorOf(const fs::path& path, const Progress& progress = {}) {
    try {
        readAudioFile(path, progress);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

/// One sentence that names the file and ends with what to do about it.
MATCHER_P2(SaysOf, path, why, "is one sentence that names the file, the cause and what to do") {
    const std::string text = arg;
    return testing::ExplainMatchResult(AllOf(StartsWith("Cannot "),
                                             HasSubstr("\"" + fs::path(path).string() + "\": "),
                                             HasSubstr(why), HasSubstr("; "), EndsWith("."),
                                             Not(HasSubstr("\n")), Not(HasSubstr(". "))),
                                       text, result_listener);
}

class AudioFileTest : public testing::Test {
protected:
    test::TemporaryFolder folder;
};

// Every format

struct Format {
    const char* name;
    AudioFormat format;
    int sampleRate;
    double leastSnr; // dB, of the chord; infinite if nothing may change
    const char* says;
};

void PrintTo(const Format& format, std::ostream* out) {
    *out << format.name;
}

constexpr double kExact = std::numeric_limits<double>::infinity();
constexpr SampleFormat kNoChoice = SampleFormat::int24;

// Of the integer formats the figures follow from their steps and the dither, of the others they
// were measured and 3 dB taken off.
const Format kFormats[] = {
    {"wav16",
     {Container::wav, SampleFormat::int16},
     44100,
     85,
     "WAV (Microsoft), Signed 16 bit PCM"},
    {"wav24",
     {Container::wav, SampleFormat::int24},
     44100,
     135,
     "WAV (Microsoft), Signed 24 bit PCM"},
    {"wav32f",
     {Container::wav, SampleFormat::float32},
     44100,
     kExact,
     "WAV (Microsoft), 32 bit float"},
    {"flac16",
     {Container::flac, SampleFormat::int16},
     44100,
     85,
     "FLAC (Free Lossless Audio Codec), Signed 16 bit PCM"},
    {"flac24",
     {Container::flac, SampleFormat::int24},
     44100,
     135,
     "FLAC (Free Lossless Audio Codec), Signed 24 bit PCM"},
    {"ogg", {Container::ogg, kNoChoice, 0.7}, 44100, 20, "OGG (OGG Container format), Vorbis"},
    {"opus", {Container::opus, kNoChoice, 0.7}, 48000, 20, "OGG (OGG Container format), Opus"},
    {"mp3", {Container::mp3, kNoChoice, 0.7}, 44100, 20, "MPEG-1/2 Audio, MPEG Layer III"},
};

class EveryFormatTest : public testing::TestWithParam<Format> {
protected:
    test::TemporaryFolder folder;
    fs::path path = folder / ("song." + std::string(fileEnding(GetParam().format.container)));

    void write(const AudioClip& clip, const Tags& tags = {}) {
        test::writeDirectly(path, clip, GetParam().format, tags);
    }
};

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormatTest, testing::ValuesIn(kFormats),
                         testing::PrintToStringParamName());

TEST_P(EveryFormatTest, WhatWasWrittenIsReadBack) {
    for (const Index channels : {1, 2}) {
        const AudioClip clip = chord(GetParam().sampleRate, channels, 50'001);
        write(clip);
        const AudioFile file = readAudioFile(path);
        EXPECT_EQ(file.clip.sampleRate, GetParam().sampleRate);
        EXPECT_EQ(file.clip.channelCount(), channels);
        ASSERT_EQ(file.clip.length(), 50'001);
        if (GetParam().leastSnr == kExact)
            EXPECT_EQ(file.clip, clip);
        else
            EXPECT_GE(test::signalToNoise(clip, file.clip), GetParam().leastSnr);
        EXPECT_EQ(file.format, GetParam().says);
        EXPECT_EQ(file.badSamples, 0);
        EXPECT_EQ(file.missingLength, 0);
        EXPECT_THAT(file.speakers, IsEmpty());
    }
}

TEST_P(EveryFormatTest, TheLengthIsKeptToTheSample) {
    for (const Index length : {1, 2, 100, 1151, 1152, 1153, 4095, 4097, 65536, 65537}) {
        write(chord(GetParam().sampleRate, 2, length));
        EXPECT_EQ(readAudioFile(path).clip.length(), length);
    }
}

TEST_P(EveryFormatTest, TheTagsAreKept) {
    Tags tags = {{"title", "Füße Дм 日本 🎵 – a title of more than thirty letters"},
                 {"artist", "Björk Guðmundsdóttir"},
                 {"album", "A / B"},
                 {"date", "1999-05-06"},
                 {"tracknumber", "7/12"},
                 {"genre", "Indie Folk"},
                 {"comment", "näh"},
                 {"copyright", "© someone"},
                 {"license", "CC BY 4.0"}};
    write(chord(GetParam().sampleRate, 2, 5000), tags);
    const AudioFile file = readAudioFile(path);
    const Container container = GetParam().format.container;
    if (container == Container::wav || container == Container::mp3)
        tags.erase("license"); // for which these have no place
    EXPECT_EQ(file.tags, tags);
    EXPECT_EQ(file.title, tags.at("title"));
}

TEST_P(EveryFormatTest, WithoutTagsTheTitleIsTheNameOfTheFile) {
    write(chord(GetParam().sampleRate, 1, 5000), {{"artist", "Somebody"}, {"title", ""}});
    const AudioFile file = readAudioFile(path);
    EXPECT_THAT(file.tags, ElementsAre(testing::Pair("artist", "Somebody")));
    EXPECT_EQ(file.title, "song");
}

TEST_P(EveryFormatTest, SilenceIsSilent) {
    write(test::silence(GetParam().sampleRate, 2, 20'000));
    const AudioFile file = readAudioFile(path);
    ASSERT_EQ(file.clip.length(), 20'000);
    for (const auto& channel : file.clip.channels)
        for (const float sample : channel)
            ASSERT_LT(std::abs(sample), 1e-4F);
}

TEST_P(EveryFormatTest, ATruncatedFileGivesWhatIsThere) {
    const AudioClip clip = chord(GetParam().sampleRate, 2, 300'000);
    write(clip, {{"title", "Title"}});
    fs::resize_file(path, fs::file_size(path) * 6 / 10);
    const AudioFile file = readAudioFile(path);
    EXPECT_GT(file.clip.length(), 100'000);
    EXPECT_LT(file.clip.length(), 250'000);
    EXPECT_GE(test::signalToNoise(clip, file.clip), std::min(GetParam().leastSnr, 200.0));
    const Container container = GetParam().format.container;
    if (container == Container::ogg || container == Container::opus)
        EXPECT_EQ(file.missingLength, 0) << "Ogg does not say how long it is";
    else
        EXPECT_EQ(file.clip.length() + file.missingLength, 300'000);
    EXPECT_EQ(file.title, "Title");
}

TEST_P(EveryFormatTest, AFileCutAnywhereIsReadOrRefusedInOneSentence) {
    const AudioClip clip = chord(GetParam().sampleRate, 1, 6000);
    write(clip, {{"title", "Title"}});
    const std::string bytes = test::readBytes(path);
    for (std::size_t length = 1; length < bytes.size(); length += 1 + length / 8) {
        writeText(path, bytes.substr(0, length));
        const std::string message = errorOf(path);
        if (message.empty())
            EXPECT_GE(readAudioFile(path).clip.length(), 1);
        else
            EXPECT_THAT(message, SaysOf(path, "")) << "after " << length << " bytes";
    }
}

TEST_P(EveryFormatTest, ProgressRisesToOne) {
    write(chord(GetParam().sampleRate, 2, 300'000));
    std::vector<double> fractions;
    readAudioFile(path, Progress({}, [&](double f) { fractions.push_back(f); }));
    EXPECT_GE(std::ssize(fractions), 3);
    EXPECT_TRUE(std::ranges::is_sorted(fractions));
    EXPECT_GT(fractions.front(), 0);
    EXPECT_LT(fractions.front(), 1);
    EXPECT_EQ(fractions.back(), 1);
}

TEST_P(EveryFormatTest, AStopWhileReadingIsHeeded) {
    write(chord(GetParam().sampleRate, 2, 300'000));
    for (const int after : {1, 2, 3}) {
        std::stop_source source;
        int reports = 0;
        const Progress progress(source.get_token(), [&](double) {
            if (++reports == after)
                source.request_stop();
        });
        EXPECT_THROW(readAudioFile(path, progress), Cancelled);
        EXPECT_EQ(reports, after);
    }
}

TEST_P(EveryFormatTest, AStopBeforeReadingIsHeeded) {
    write(chord(GetParam().sampleRate, 1, 1000));
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(readAudioFile(path, Progress(source.get_token())), Cancelled);
    EXPECT_THROW(readAudioFile(folder / "missing", Progress(source.get_token())), Cancelled);
}

// Formats that are only read

struct RawFormat {
    const char* name;
    int format;
    double step; // the distance of two neighbouring values; half of it is the error of rounding
};

void PrintTo(const RawFormat& format, std::ostream* out) {
    *out << format.name;
}

class RawFormatTest : public testing::TestWithParam<RawFormat> {};

INSTANTIATE_TEST_SUITE_P(
    Formats, RawFormatTest,
    testing::Values(RawFormat{"wav8", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 0x1p-7},
                    RawFormat{"wav32", SF_FORMAT_WAV | SF_FORMAT_PCM_32, 0x1p-23},
                    RawFormat{"wav64f", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 0},
                    RawFormat{"rf64", SF_FORMAT_RF64 | SF_FORMAT_PCM_24, 0x1p-23},
                    RawFormat{"aiff16", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 0x1p-15},
                    RawFormat{"aiff8", SF_FORMAT_AIFF | SF_FORMAT_PCM_S8, 0x1p-7},
                    RawFormat{"aiff32f", SF_FORMAT_AIFF | SF_FORMAT_FLOAT, 0},
                    RawFormat{"caf24", SF_FORMAT_CAF | SF_FORMAT_PCM_24, 0x1p-23},
                    RawFormat{"cafalac", SF_FORMAT_CAF | SF_FORMAT_ALAC_16, 0x1p-15},
                    RawFormat{"w64", SF_FORMAT_W64 | SF_FORMAT_PCM_16, 0x1p-15},
                    RawFormat{"au16", SF_FORMAT_AU | SF_FORMAT_PCM_16, 0x1p-15},
                    RawFormat{"auUlaw", SF_FORMAT_AU | SF_FORMAT_ULAW, 0x1p-5},
                    RawFormat{"wavImaAdpcm", SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, 0.2}),
    testing::PrintToStringParamName());

TEST_P(RawFormatTest, IsRead) {
    const test::TemporaryFolder folder;
    const AudioClip clip = chord(44100, 2, 20'410);
    test::writeRaw(folder / "song", GetParam().format, clip);
    const AudioFile file = readAudioFile(folder / "song");
    EXPECT_EQ(file.clip.sampleRate, 44100);
    ASSERT_EQ(file.clip.channelCount(), 2);
    ASSERT_GE(file.clip.length(), 20'410); // some codecs have whole blocks only
    EXPECT_LE(test::largestDifference(clip, file.clip), GetParam().step);
    EXPECT_EQ(file.missingLength, 0);
}

TEST_F(AudioFileTest, TheRateIsKept) {
    const std::pair<Container, int> rates[] = {
        {Container::wav, 192'000},   {Container::wav, 8000},  {Container::wav, 100},
        {Container::wav, 1'536'000}, {Container::flac, 8000}, {Container::flac, 192'000},
        {Container::ogg, 192'000},   {Container::ogg, 8000},  {Container::opus, 8000},
        {Container::mp3, 8000},      {Container::mp3, 48000}};
    for (const auto& [container, hertz] : rates) {
        SCOPED_TRACE(std::string(fileEnding(container)) + " " + std::to_string(hertz));
        const AudioClip clip = chord(hertz, 2, 30'000);
        test::writeDirectly(folder / "song", clip, {container});
        const AudioFile file = readAudioFile(folder / "song");
        EXPECT_EQ(file.clip.sampleRate, hertz);
        ASSERT_EQ(file.clip.length(), 30'000);
        if (hertz >= 8000) { // the waves lie below half of it
            EXPECT_GT(test::signalToNoise(clip, file.clip), 10);
        }
    }
}

// Several loudspeakers

constexpr int kLeft = SF_CHANNEL_MAP_LEFT;
constexpr int kRight = SF_CHANNEL_MAP_RIGHT;
constexpr int kCentre = SF_CHANNEL_MAP_CENTER;
constexpr int kBass = SF_CHANNEL_MAP_LFE;
constexpr int kRearLeft = SF_CHANNEL_MAP_REAR_LEFT;
constexpr int kRearRight = SF_CHANNEL_MAP_REAR_RIGHT;
constexpr int kSideLeft = SF_CHANNEL_MAP_SIDE_LEFT;
constexpr int kSideRight = SF_CHANNEL_MAP_SIDE_RIGHT;

/// Six channels that are easily told apart, the fourth of which a subwoofer can play.
AudioClip surround(int sampleRate = 48000) {
    constexpr std::array<double, 6> hertz = {200, 310, 430, 50, 570, 710};
    return test::makeClip(sampleRate, 6, 48'000, [&](Index channel, Index i) {
        return 0.3 * std::sin(2 * std::numbers::pi * hertz[channel] * static_cast<double>(i) /
                              sampleRate);
    });
}

class SurroundTest : public testing::TestWithParam<Format> {};

INSTANTIATE_TEST_SUITE_P(
    Formats, SurroundTest,
    testing::Values(Format{"wav16", {Container::wav, SampleFormat::int16}, 48000, 80, "WAVEX"},
                    Format{"wav32f", {Container::wav, SampleFormat::float32}, 48000, 140, "WAVEX"},
                    Format{"flac", {Container::flac}, 48000, 120, "FLAC"},
                    Format{"ogg", {Container::ogg}, 48000, 10, "OGG"},
                    Format{"opus", {Container::opus}, 48000, 10, "OGG"}),
    testing::PrintToStringParamName());

TEST_P(SurroundTest, EveryChannelKeepsItsPlace) {
    const test::TemporaryFolder folder;
    const AudioClip clip = surround();
    test::writeDirectly(folder / "song", clip, GetParam().format);
    const AudioFile file = readAudioFile(folder / "song");
    EXPECT_THAT(file.format, StartsWith(GetParam().says));
    ASSERT_EQ(file.clip.channelCount(), 6);
    ASSERT_EQ(file.clip.length(), clip.length());
    for (Index channel = 0; channel < 6; ++channel) {
        const AudioClip before = {48000, {clip.channels[channel]}};
        const AudioClip after = {48000, {file.clip.channels[channel]}};
        EXPECT_GE(test::signalToNoise(before, after), GetParam().leastSnr) << "channel " << channel;
    }
    EXPECT_THAT(file.speakers, ElementsAre(kLeft, kRight, kCentre, kBass, kRearLeft, kRearRight));
}

TEST_F(AudioFileTest, TheLoudspeakersOfAWavAreTold) {
    const std::vector<int> speakers = {kLeft, kRight, kCentre, kBass, kSideLeft, kSideRight};
    test::writeRaw(folder / "song.wav", SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, surround(), speakers);
    EXPECT_EQ(readAudioFile(folder / "song.wav").speakers, speakers);
}

TEST_F(AudioFileTest, VorbisChannelsAreBroughtIntoTheOrderOfWav) {
    const AudioClip clip = surround();
    AudioClip inItsOrder = clip; // left, centre, right, rear left, rear right, subwoofer
    for (const auto& [to, from] : {std::pair(1, 2), {2, 1}, {3, 4}, {4, 5}, {5, 3}})
        inItsOrder.channels[to] = clip.channels[from];
    test::writeRaw(folder / "song.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, inItsOrder);
    EXPECT_GT(test::signalToNoise(clip, readAudioFile(folder / "song.ogg").clip), 15);
}

TEST_F(AudioFileTest, ChannelsInAnotherOrderAreBroughtIntoThatOfWav) {
    const AudioClip clip = test::makeClip(
        48000, 6, 100, [](Index channel, Index) { return 0.1 * static_cast<double>(channel + 1); });
    test::writeRaw(folder / "song.caf", SF_FORMAT_CAF | SF_FORMAT_FLOAT, clip,
                   {kCentre, kLeft, kRight, kRearLeft, kRearRight, kBass});
    const AudioFile file = readAudioFile(folder / "song.caf");
    EXPECT_THAT(file.speakers, ElementsAre(kLeft, kRight, kCentre, kBass, kRearLeft, kRearRight));
    std::vector<float> firsts;
    for (const auto& channel : file.clip.channels)
        firsts.push_back(channel.front());
    EXPECT_THAT(firsts, ElementsAre(0.2F, 0.3F, 0.1F, 0.6F, 0.4F, 0.5F));
}

TEST_F(AudioFileTest, AsManyChannelsAsAStudioHasAreRead) {
    test::writeRaw(folder / "song.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, chord(8000, 64, 100));
    EXPECT_EQ(readAudioFile(folder / "song.wav").clip.channelCount(), 64);
}

// Titles and tags

TEST_F(AudioFileTest, OldTagsInLatin1BecomeUtf8) {
    const std::string name("Bj\xf6rk\0", 6);
    writeText(folder / "song.wav",
              test::waveFile(test::chunk("LIST", "INFO" + test::chunk("IART", name)), {1, 2, 3}));
    EXPECT_EQ(readAudioFile(folder / "song.wav").tags.at("artist"), "Björk");
}

TEST_F(AudioFileTest, ANameThatIsNoUtf8MakesATitleThatIs) {
    writeText(folder / "Bj\xf6rk.wav", test::waveFile("", {1, 2, 3}));
    EXPECT_EQ(readAudioFile(folder / "Bj\xf6rk.wav").title, "Björk");
}

TEST_F(AudioFileTest, TheTitleFromANameLosesTheEndingOnly) {
    for (const auto& [name, title] :
         {std::pair("a.b.wav", "a.b"), {"noending", "noending"}, {".wav", ".wav"}}) {
        writeText(folder / name, test::waveFile("", {1, 2, 3}));
        EXPECT_EQ(readAudioFile(folder / name).title, title);
    }
}

// Bad input

TEST_F(AudioFileTest, AMissingFileIsSaid) {
    EXPECT_THAT(errorOf(folder / "no\nsuch.wav"),
                AllOf(HasSubstr("/no?such.wav\": there is no such file; check its name."),
                      Not(HasSubstr("\n"))));
    writeText(folder / "file", "text");
    EXPECT_THAT(errorOf(folder / "file/song.wav"),
                SaysOf(folder / "file/song.wav", "there is no such file"));
}

TEST_F(AudioFileTest, AFolderIsSaid) {
    EXPECT_THAT(errorOf(folder.path()), SaysOf(folder.path(), "it is a folder"));
}

TEST_F(AudioFileTest, AnUnreadableFileIsSaid) {
    writeText(folder / "song.wav", test::waveFile("", {1, 2, 3}));
    fs::permissions(folder / "song.wav", fs::perms::owner_all);
    fs::permissions(folder.path(), fs::perms::all);
    const std::string message = inChild([&]() -> std::string {
        return test::becomeNobody() ? errorOf(folder / "song.wav") : kNotPermitted;
    });
    if (message == kNotPermitted)
        GTEST_SKIP() << "Left out: only root can give up its rights";
    EXPECT_THAT(message,
                SaysOf(folder / "song.wav", "permission denied; check the rights of the file"));
}

TEST_F(AudioFileTest, ANameThatIsTooLongIsSaid) {
    const fs::path path = folder / std::string(300, 'x');
    EXPECT_THAT(errorOf(path), SaysOf(path, "file name too long"));
}

TEST_F(AudioFileTest, AnEmptyFileIsSaid) {
    writeText(folder / "song.wav", "");
    EXPECT_THAT(errorOf(folder / "song.wav"), SaysOf(folder / "song.wav", "the file is empty"));
}

TEST_F(AudioFileTest, ATextThatIsCalledASongIsSaid) {
    for (const char* name : {"song.wav", "song.mp3", "song.flac", "song"}) {
        writeText(folder / name, "This is no song. It goes on for a while, as texts do, so that "
                                 "there is something to look at for a decoder.\n");
        EXPECT_THAT(errorOf(folder / name),
                    SaysOf(folder / name, "format not recognised; choose a WAV, AIFF, FLAC"));
    }
}

TEST_F(AudioFileTest, AFormatThatIsNotKnownIsSaid) {
    // MPEG-4, which libsndfile does not read.
    writeText(folder / "song.m4a", std::string("\0\0\0\x20"
                                               "ftypM4A \0\0\0\0M4A mp42isom",
                                               28) +
                                       std::string(500, '\0'));
    EXPECT_THAT(errorOf(folder / "song.m4a"), SaysOf(folder / "song.m4a", "choose a WAV"));
}

TEST_F(AudioFileTest, NoiseIsRefused) {
    const AudioClip noise = test::noise(8000, 1, 5000);
    const auto* bytes = reinterpret_cast<const char*>(noise.channels[0].data());
    writeText(folder / "song.wav", std::string(bytes, 20'000));
    EXPECT_THAT(errorOf(folder / "song.wav"), SaysOf(folder / "song.wav", ""));
}

TEST_F(AudioFileTest, AHeaderWithoutSamplesIsSaid) {
    writeText(folder / "song.wav", test::waveFile("", {}));
    EXPECT_THAT(errorOf(folder / "song.wav"),
                SaysOf(folder / "song.wav", "there are no samples in it"));
    test::writeRaw(folder / "song.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, {44100, {{}}});
    EXPECT_THAT(errorOf(folder / "song.flac"), SaysOf(folder / "song.flac", ""));
}

TEST_F(AudioFileTest, AHeaderThatEndsEarlyIsSaid) {
    const std::string bytes = test::waveFile("", {1, 2, 3});
    writeText(folder / "song.wav", bytes.substr(0, 30));
    EXPECT_THAT(errorOf(folder / "song.wav"),
                SaysOf(folder / "song.wav", "it is damaged or not whole; use another copy of it"));
}

TEST_F(AudioFileTest, OneSampleIsEnough) {
    writeText(folder / "song.wav", test::waveFile("", {-16384}));
    const AudioFile file = readAudioFile(folder / "song.wav");
    EXPECT_THAT(file.clip.channels, ElementsAre(ElementsAre(-0.5F)));
    EXPECT_EQ(file.clip.sampleRate, 8000);
}

TEST_F(AudioFileTest, WhatIsNoSampleBecomesSilenceAndIsCounted) {
    constexpr float kInfinite = std::numeric_limits<float>::infinity();
    const AudioClip clip = {
        44100,
        {{0.5F, std::numeric_limits<float>::quiet_NaN(), -0.25F, kInfinite, 1e30F},
         {-kInfinite, 2, -1e30F, -1e9F, std::bit_cast<float>(0x7F800001)}}};
    test::writeRaw(folder / "song.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, clip);
    const AudioFile file = readAudioFile(folder / "song.wav");
    EXPECT_THAT(file.clip.channels,
                ElementsAre(ElementsAre(0.5F, 0, -0.25F, 0, 0), ElementsAre(0, 2, 0, -1e9F, 0)));
    EXPECT_EQ(file.badSamples, 6);
}

TEST_F(AudioFileTest, BadSamplesOfADoubleAreFoundToo) {
    AudioClip clip = chord(44100, 1, 100'000);
    clip.channels[0][70'000] = std::numeric_limits<float>::quiet_NaN();
    clip.channels[0][99'999] = 3e38F;
    test::writeRaw(folder / "song.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, clip);
    const AudioFile file = readAudioFile(folder / "song.wav");
    EXPECT_EQ(file.badSamples, 2);
    EXPECT_EQ(file.clip.channels[0][70'000], 0);
    EXPECT_EQ(file.clip.channels[0][99'999], 0);
    EXPECT_EQ(file.clip.channels[0][99'998], clip.channels[0][99'998]);
}

TEST_F(AudioFileTest, SamplesBeyondFullScaleStay) {
    const AudioClip clip = {44100, {{1.5F, -7, 100}}};
    test::writeRaw(folder / "song.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, clip);
    EXPECT_EQ(readAudioFile(folder / "song.wav").clip, clip);
}

TEST_F(AudioFileTest, AnImpossibleRateOrChannelCountIsSaid) {
    const std::string good = test::waveFile("", {1, 2, 3});
    for (const auto& [offset, value] : {std::pair(24, 1), {24, 2'000'000}, {22, 65}, {22, 1000}}) {
        std::string bytes = good + std::string(4000, '\1');
        bytes[offset] = static_cast<char>(value & 0xFF);
        bytes[offset + 1] = static_cast<char>(value >> 8 & 0xFF);
        if (offset == 24)
            bytes[offset + 2] = static_cast<char>(value >> 16 & 0xFF);
        if (offset == 22) // the length of one sample of all channels goes with it
            for (const int byte : {0, 1})
                bytes[32 + byte] = static_cast<char>(2 * value >> (8 * byte) & 0xFF);
        bytes[40] = '\xA0'; // the length of the samples: 4000 bytes
        bytes[41] = '\x0F';
        writeText(folder / "song.wav", bytes);
        EXPECT_THAT(errorOf(folder / "song.wav"), SaysOf(folder / "song.wav", "cannot be right"))
            << "at " << offset << ": " << value;
    }
}

// Lengths that are not true

TEST_F(AudioFileTest, TheMissingEndOfOtherFormatsIsToldToo) {
    for (const int format : {SF_FORMAT_AIFF | SF_FORMAT_PCM_24, SF_FORMAT_AU | SF_FORMAT_PCM_16,
                             SF_FORMAT_WAV | SF_FORMAT_PCM_U8, SF_FORMAT_WAV | SF_FORMAT_FLOAT,
                             SF_FORMAT_WAVEX | SF_FORMAT_PCM_16}) {
        test::writeRaw(folder / "song", format, chord(44100, 2, 10'000));
        fs::resize_file(folder / "song", fs::file_size(folder / "song") / 3);
        const AudioFile file = readAudioFile(folder / "song");
        EXPECT_GT(file.clip.length(), 3000);
        EXPECT_LT(file.clip.length(), 3400);
        EXPECT_EQ(file.clip.length() + file.missingLength, 10'000) << file.format;
    }
}

TEST_F(AudioFileTest, AWavFromAPipeMissesNothing) {
    // Programs that cannot know the length write the largest number there is, or nearly.
    for (const long claim : {0xFFFFFFFFL, 0x7FFFFFFFL, 0x7FFFF000L, 0x80000000L}) {
        writeText(folder / "song.wav", test::waveFile("", std::vector<short>(100, 7), claim));
        const AudioFile file = readAudioFile(folder / "song.wav");
        EXPECT_EQ(file.clip.length(), 100);
        EXPECT_EQ(file.missingLength, 0);
    }
}

TEST_F(AudioFileTest, ASongThatSaysThatItsTagsEndLaterMissesNothing) {
    const std::string bytes = test::waveFile("", std::vector<short>(100, 7));
    writeText(folder / "song.wav", bytes + test::chunk("LIST", "INFOINAM", 500));
    const AudioFile file = readAudioFile(folder / "song.wav");
    EXPECT_EQ(file.clip.length(), 100);
    EXPECT_EQ(file.missingLength, 0);
}

/// The largest memory that reading the file took, in MB, or what went wrong.
std::string memoryFor(const fs::path& path) {
    return inChild([&]() -> std::string {
        const auto peak = [] {
            struct rusage usage = {};
            getrusage(RUSAGE_SELF, &usage);
            return usage.ru_maxrss / 1024;
        };
        const long before = peak();
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(__clang__)
        // Memory that is promised counts too. (Sanitizers have themselves promised all there is.)
        const rlimit limit = {1UL << 30, 1UL << 30};
        setrlimit(RLIMIT_AS, &limit);
#endif
        const AudioFile file = readAudioFile(path);
        const long taken = peak() - before;
        return taken < 100 ? std::to_string(file.clip.length()) + " samples, " +
                                 std::to_string(file.missingLength) + " missing"
                           : std::to_string(taken) + " MB";
    });
}

TEST_F(AudioFileTest, AHeaderThatPromisesTooMuchCostsNoMemory) {
    const AudioClip clip = chord(44100, 2, 10'000);
    test::writeDirectly(folder / "song.flac", clip, {Container::flac});
    std::string bytes = test::readBytes(folder / "song.flac");
    // The 36 bits of the length follow on 8 + 10 bytes and 4 bits: 2^31 of them.
    bytes[22] = '\x80';
    bytes[23] = bytes[24] = bytes[25] = '\0';
    writeText(folder / "song.flac", bytes);
    EXPECT_EQ(memoryFor(folder / "song.flac"), "10000 samples, 2147473648 missing");
}

TEST_F(AudioFileTest, AWavThatPromisesTooMuchCostsNoMemory) {
    writeText(folder / "song.wav", test::waveFile("", std::vector<short>(100, 7), 0xF0000000L));
    EXPECT_EQ(memoryFor(folder / "song.wav"), "100 samples, 2013265820 missing");
}

TEST_F(AudioFileTest, ADecoderThatMakesSilenceOfNothingIsEnded) {
    // libsndfile's GSM decoder goes on after the end of the file until it has given what the header
    // promises, here 2^60 frames.
    test::writeRaw(folder / "song.w64", SF_FORMAT_W64 | SF_FORMAT_GSM610, chord(8000, 1, 100'000));
    std::string bytes = test::readBytes(folder / "song.w64");
    const std::size_t data = bytes.find("data");
    const std::size_t facts = bytes.find("fact");
    ASSERT_NE(data, std::string::npos);
    if (facts != std::string::npos)
        bytes[facts + 24 + 7] = '\x10';
    bytes[data + 16 + 7] = '\x10';
    writeText(folder / "song.w64", bytes);
    const std::string result = memoryFor(folder / "song.w64");
    EXPECT_THAT(result, Not(HasSubstr("signal")));
    EXPECT_THAT(result, Not(HasSubstr("MB")));
}

TEST_F(AudioFileTest, ALongSilenceIsReadWhole) {
    AudioClip clip = test::silence(8000, 1, (Index{1} << 24) + 200'000);
    clip.channels[0].back() = 0.5F;
    test::writeDirectly(folder / "song.flac", clip, {Container::flac, SampleFormat::int16});
    const AudioFile file = readAudioFile(folder / "song.flac");
    ASSERT_EQ(file.clip.length(), clip.length());
    EXPECT_NEAR(file.clip.channels[0].back(), 0.5, 1e-4);
}

// Things that would keep us waiting

TEST_F(AudioFileTest, APipeIsRefusedAtOnce) {
    ASSERT_EQ(::mkfifo((folder / "song.wav").c_str(), 0600), 0);
    EXPECT_THAT(inChild([&] { return errorOf(folder / "song.wav"); }),
                SaysOf(folder / "song.wav", "it is not an ordinary file"));
}

TEST_F(AudioFileTest, ADeviceIsRefused) {
    EXPECT_THAT(errorOf("/dev/zero"), SaysOf("/dev/zero", "it is not an ordinary file"));
}

TEST_F(AudioFileTest, ATagThatLeadsBackwardsDoesNotTurnInCircles) {
    // libsndfile 1.2 takes a length of nearly 4 GB for a step back by 26 bytes, and reads the title
    // again and again.
    const std::string tags = "INFO" + test::chunk("INAM", std::string("Title\0", 6)) +
                             test::chunk("Ixxx", std::string(8, 'x'), 0xFFFFFFE6L);
    writeText(folder / "song.wav", test::waveFile(test::chunk("LIST", tags), {1, 2, 3}));
    EXPECT_EQ(inChild([&] {
                  const AudioFile file = readAudioFile(folder / "song.wav");
                  return file.title + " " + std::to_string(file.clip.length());
              }),
              "Title 3");
}

TEST_F(AudioFileTest, ADiskThatFailsIsSaid) {
    test::writeDirectly(folder / "song.flac", chord(44100, 2, 300'000), {Container::flac});
    const auto read = [&](bool fromTheStart) {
        return inChild([&]() -> std::string {
            // The descriptor that the file will have.
            const int descriptor = ::open("/dev/null", O_RDONLY);
            ::close(descriptor);
            const auto fail = [&] {
                return test::refuse({.call = SYS_read,
                                     .error = EIO,
                                     .argument = 0,
                                     .value = static_cast<std::uint32_t>(descriptor)});
            };
            bool permitted = !fromTheStart || fail();
            const Progress progress({}, [&, first = true](double) mutable {
                if (first && !fromTheStart)
                    permitted = fail();
                first = false;
            });
            const std::string message = errorOf(folder / "song.flac", progress);
            return permitted ? message : kNotPermitted;
        });
    };
    for (const bool fromTheStart : {true, false}) {
        const std::string message = read(fromTheStart);
        if (message == kNotPermitted)
            GTEST_SKIP() << "Left out: system calls cannot be refused here";
        EXPECT_THAT(message, SaysOf(folder / "song.flac", "input/output error; check the disk"));
    }
}

TEST_F(AudioFileTest, SeveralFilesCanBeReadAtOnce) {
    std::vector<AudioClip> clips;
    for (std::size_t i = 0; i < std::size(kFormats); ++i)
        clips.push_back(chord(kFormats[i].sampleRate, 2, 30'000));
    std::vector<double> ratios(std::size(kFormats));
    setThreadCount(4);
    parallelFor(std::ssize(clips), {}, [&](Index i) {
        const fs::path path = folder / kFormats[i].name;
        test::writeDirectly(path, clips[i], kFormats[i].format);
        ratios[i] = test::signalToNoise(clips[i], readAudioFile(path).clip);
    });
    setThreadCount(0);
    for (std::size_t i = 0; i < std::size(kFormats); ++i)
        EXPECT_GE(ratios[i], kFormats[i].leastSnr) << kFormats[i].name;
}

TEST_F(AudioFileTest, NoDescriptorIsLeftOpen) {
    writeText(folder / "good.wav", test::waveFile("", {1, 2, 3}));
    writeText(folder / "bad.wav", "bad");
    const int next = ::dup(0);
    ::close(next);
    readAudioFile(folder / "good.wav");
    EXPECT_NE(errorOf(folder / "bad.wav"), "");
    EXPECT_NE(errorOf(folder.path()), "");
    const int after = ::dup(0);
    ::close(after);
    EXPECT_EQ(after, next);
}

} // namespace

} // namespace refrain
