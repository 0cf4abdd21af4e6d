// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/audio_writer.h"

#include "core/audio/sound_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <optional>
#include <unistd.h>

namespace refrain {

namespace {

// libsndfile's Vorbis encoder keeps a block on the stack; much more than this overflows it.
constexpr Index kBlockLength = 65536;

int bitsOf(SampleFormat samples) {
    return samples == SampleFormat::int16 ? 16 : 24;
}

bool isLossless(Container container) {
    return container == Container::wav || container == Container::flac;
}

std::string formatText(Container container) {
    switch (container) {
    case Container::wav:
        return "WAV";
    case Container::flac:
        return "FLAC";
    case Container::ogg:
        return "Ogg Vorbis";
    case Container::opus:
        return "Opus";
    case Container::mp3:
        return "MP3";
    }
    return {};
}

int soundFileFormat(const AudioFormat& format, Index channelCount, Index length) {
    const int samples = format.samples == SampleFormat::int16   ? SF_FORMAT_PCM_16
                        : format.samples == SampleFormat::int24 ? SF_FORMAT_PCM_24
                                                                : SF_FORMAT_FLOAT;
    switch (format.container) {
    case Container::wav: {
        const Index bytes =
            format.samples == SampleFormat::float32 ? 4 : bitsOf(format.samples) / 8;
        // The sizes in a WAV header have 32 bits; some room is left for the header and the tags.
        if (length * channelCount * bytes > 0xFFFF0000)
            return SF_FORMAT_RF64 | samples;
        // More than two channels need the header that says which loudspeaker is which.
        return (channelCount > 2 ? SF_FORMAT_WAVEX : SF_FORMAT_WAV) | samples;
    }
    case Container::flac:
        return SF_FORMAT_FLAC | samples;
    case Container::ogg:
        return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    case Container::opus:
        return SF_FORMAT_OGG | SF_FORMAT_OPUS;
    case Container::mp3:
        return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
    }
    return 0;
}

/// The rates that a format is confined to, rising; empty if it takes any.
std::span<const int> ratesOf(Container container) {
    static constexpr int opus[] = {8000, 12000, 16000, 24000, 48000};
    static constexpr int mp3[] = {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
    if (container == Container::opus)
        return opus;
    if (container == Container::mp3)
        return mp3;
    return {};
}

struct Limits {
    Index channels;
    int rate; // Hz, the highest
};

Limits limitsOf(Container container) {
    switch (container) {
    case Container::wav:
        return {1024, 1 << 30};
    case Container::flac:
        return {8, 655'350}; // RFC 9639, section 9.1
    case Container::ogg:
        return {255, 200'000}; // libvorbis refuses more
    case Container::opus:
        return {8, 48'000}; // RFC 7845, mapping family 1
    case Container::mp3:
        return {2, 48'000};
    }
    return {0, 0};
}

} // namespace

std::string_view fileEnding(Container container) {
    switch (container) {
    case Container::wav:
        return "wav";
    case Container::flac:
        return "flac";
    case Container::ogg:
        return "ogg";
    case Container::opus:
        return "opus";
    case Container::mp3:
        return "mp3";
    }
    return "";
}

int writableRate(const AudioFormat& format, int sampleRate, Index channelCount) {
    const std::string name = formatText(format.container);
    const Limits limits = limitsOf(format.container);
    if (channelCount > limits.channels)
        throw Error(name + " cannot hold " + std::to_string(channelCount) + " channels, only " +
                    std::to_string(limits.channels) + "; choose WAV.");
    if (format.container == Container::flac && format.samples == SampleFormat::float32)
        throw Error("FLAC cannot hold 32-bit float samples; choose 24 bits or WAV.");
    const std::span<const int> rates = ratesOf(format.container);
    if (rates.empty())
        return std::min(sampleRate, limits.rate);
    const auto rate = std::lower_bound(rates.begin(), rates.end(), sampleRate);
    return rate == rates.end() ? rates.back() : *rate;
}

namespace {

/// Noise of a triangular distribution between -1 and 1: the sum of two uniform ones.
class Dither {
public:
    double next() { return uniform() + uniform(); }

private:
    double uniform() {
        // A linear congruential generator with the constants of Knuth's MMIX; the upper bits of it
        // are random enough for noise, and the same everywhere.
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<double>(state_ >> 11) * 0x1p-53 - 0.5;
    }
    std::uint64_t state_ = 0x5EED;
};

} // namespace

struct AudioWriter::State {
    SoundFile file;
    std::filesystem::path target;
    bool integers = false;
    int bits = 24;
    std::optional<Dither> dither;
    std::vector<float> floats;
    std::vector<int> ints;

    /// libsndfile keeps what the system said in `errno` when a write fails.
    [[noreturn]] void fail(int error) const {
        if (error == ENOSPC || error == EDQUOT)
            throw Error("Cannot write " + quoted(target) + ": " + systemMessage(error) +
                        "; make room on the disk or choose another folder.");
        throw Error("Cannot write " + quoted(target) + ": " +
                    (error ? systemMessage(error) : soundFileMessage(file.get())) +
                    "; choose another folder or format.");
    }

    /// The sample as an integer of `bits` bits in the upper bits of an `int`, as libsndfile wants
    /// it.
    int toInteger(float sample) {
        const double scale = bits == 16 ? 0x1p15 : 0x1p23;
        double value = sample * scale;
        if (dither && sample != 0)
            value += dither->next();
        const auto rounded = static_cast<int>(std::clamp(std::nearbyint(value), -scale, scale - 1));
        return rounded * (1 << (32 - bits));
    }

    void writeBlock(std::span<const std::span<const float>> channels, Index first, Index count) {
        const std::size_t step = channels.size();
        floats.resize(count * step);
        for (std::size_t c = 0; c < step; ++c)
            for (Index i = 0; i < count; ++i)
                floats[i * step + c] = channels[c][first + i];
        errno = 0;
        sf_count_t written = 0;
        if (integers) {
            ints.resize(floats.size());
            std::ranges::transform(floats, ints.begin(), [this](float x) { return toInteger(x); });
            written = sf_writef_int(file.get(), ints.data(), count);
        } else {
            written = sf_writef_float(file.get(), floats.data(), count);
        }
        if (written != count)
            fail(errno);
    }
};

AudioWriter::AudioWriter(int descriptor, const std::filesystem::path& target,
                         const AudioFormat& format, const AudioFileHeader& header)
    : state_(std::make_unique<State>()) {
    State& state = *state_;
    state.target = target;
    state.integers = isLossless(format.container) && format.samples != SampleFormat::float32;
    state.bits = bitsOf(format.samples);
    if (state.integers && state.bits == 16)
        state.dither.emplace();

    if (::ftruncate(descriptor, 0) != 0 || ::lseek(descriptor, 0, SEEK_SET) != 0)
        state.fail(errno);
    SF_INFO info = {};
    info.samplerate = header.sampleRate;
    info.channels = static_cast<int>(header.channelCount);
    info.format = soundFileFormat(format, header.channelCount, header.length);
    errno = 0;
    state.file.reset(sf_open_fd(descriptor, SFM_WRITE, &info, SF_FALSE));
    if (!state.file)
        state.fail(errno == ENOSPC ? ENOSPC : 0);
    SNDFILE* file = state.file.get();

    if (!isLossless(format.container)) {
        double quality = format.quality;
        sf_command(file, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
    }
    if (!header.speakers.empty()) {
        std::vector<int> speakers = header.speakers;
        sf_command(file, SFC_SET_CHANNEL_MAP_INFO, speakers.data(),
                   static_cast<int>(speakers.size() * sizeof(int)));
    }
    for (const auto& [name, id] : kTagNames)
        if (const auto tag = header.tags.find(name); tag != header.tags.end())
            sf_set_string(file, id, tag->second.c_str());
}

AudioWriter::~AudioWriter() = default;
AudioWriter::AudioWriter(AudioWriter&&) noexcept = default;

void AudioWriter::write(std::span<const std::span<const float>> channels) {
    const Index length = channels.empty() ? 0 : std::ssize(channels.front());
    assert(std::ranges::all_of(channels, [&](auto c) { return std::ssize(c) == length; }));
    for (Index first = 0; first < length; first += kBlockLength)
        state_->writeBlock(channels, first, std::min(kBlockLength, length - first));
}

void AudioWriter::close() {
    SNDFILE* file = state_->file.release();
    errno = 0;
    if (sf_close(file) != 0)
        state_->fail(errno);
}

} // namespace refrain
