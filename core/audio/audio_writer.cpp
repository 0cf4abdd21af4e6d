// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/audio_writer.h"

#include "core/audio/channel_order.h"
#include "core/audio/id3_tag.h"
#include "core/audio/sound_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <sys/stat.h>
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
    if (rates.empty()) {
        // FLAC counts in tens of Hz what 16 bits cannot hold.
        const int step = format.container == Container::flac && sampleRate > 0xFFFF ? 10 : 1;
        return std::min((sampleRate + step - 1) / step * step, limits.rate);
    }
    const auto rate = std::lower_bound(rates.begin(), rates.end(), sampleRate);
    return rate == rates.end() ? rates.back() : *rate;
}

namespace {

/// Noise of a triangular distribution between -1 and 1: the sum of two uniform ones.
class Dither {
public:
    explicit Dither(int seed)
        : state_(0x5EED + static_cast<std::uint64_t>(seed) * 0x9E3779B97F4A7C15U) {}

    double next() { return uniform() + uniform(); }

private:
    double uniform() {
        // A linear congruential generator with the constants of Knuth's MMIX; the upper bits of it
        // are random enough for noise, and the same everywhere.
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<double>(state_ >> 11) * 0x1p-53 - 0.5;
    }
    std::uint64_t state_;
};

} // namespace

namespace {

/// The file as libsndfile sees it through `SF_VIRTUAL_IO`. Its MP3 and Vorbis writers do not look
/// whether their bytes have reached the disk, so what the system says is kept here.
struct Sink {
    int descriptor = -1;
    sf_count_t start = 0; // bytes before libsndfile's part
    int error = 0;        // of the first write that failed

    static Sink& of(void* self) { return *static_cast<Sink*>(self); }

    sf_count_t write(const char* bytes, sf_count_t count) {
        sf_count_t written = 0;
        while (error == 0 && written < count) {
            const ssize_t now = ::write(descriptor, bytes + written, count - written);
            if (now < 0 && errno != EINTR)
                error = errno;
            written += std::max<ssize_t>(0, now);
        }
        return written;
    }

    static SF_VIRTUAL_IO callbacks() {
        return {
            .get_filelen = [](void* self) -> sf_count_t {
                struct stat status = {};
                ::fstat(of(self).descriptor, &status);
                return status.st_size - of(self).start;
            },
            .seek = [](sf_count_t offset, int whence, void* self) -> sf_count_t {
                if (whence == SEEK_SET)
                    offset += of(self).start;
                return ::lseek(of(self).descriptor, offset, whence) - of(self).start;
            },
            .read = [](void*, sf_count_t, void*) -> sf_count_t { return 0; },
            .write = [](const void* bytes, sf_count_t count, void* self) -> sf_count_t {
                return of(self).write(static_cast<const char*>(bytes), count);
            },
            .tell = [](void* self) -> sf_count_t {
                return ::lseek(of(self).descriptor, 0, SEEK_CUR) - of(self).start;
            },
        };
    }
};

} // namespace

struct AudioWriter::State {
    Sink sink; // outlives the file
    SoundFile file;
    std::filesystem::path target;
    bool integers = false;
    int bits = 24;
    std::optional<Dither> dither;
    std::vector<int> places; // of each channel in the file
    std::vector<float> floats;
    std::vector<int> ints;

    [[noreturn]] void fail(const std::string& reason, const std::string& advice) const {
        throw Error("Cannot write " + quoted(target) + ": " + reason + "; " + advice + ".");
    }

    /// Throws if the system or libsndfile had something to complain about.
    void check(int error) const {
        if (sink.error == ENOSPC || sink.error == EDQUOT)
            fail(systemMessage(sink.error), "make room on the disk or choose another folder");
        if (sink.error != 0)
            fail(systemMessage(sink.error), "choose another folder or format");
        if (error != 0)
            fail(soundFileMessage(error), "choose another format");
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
                floats[i * step + places[c]] = channels[c][first + i];
        sf_count_t written = 0;
        if (integers) {
            ints.resize(floats.size());
            std::ranges::transform(floats, ints.begin(), [this](float x) { return toInteger(x); });
            written = sf_writef_int(file.get(), ints.data(), count);
        } else {
            written = sf_writef_float(file.get(), floats.data(), count);
        }
        check(sf_error(file.get()));
        if (written != count)
            fail("not all of it could be written", "choose another folder or format");
    }
};

namespace {

/// Where the channels of the header go in the file.
std::vector<int> placesOf(Container container, Index channelCount) {
    const int count = static_cast<int>(channelCount);
    if (container == Container::ogg || container == Container::opus)
        return waveOrder(vorbisSpeakers(count), count);
    std::vector<int> places(channelCount);
    std::iota(places.begin(), places.end(), 0);
    return places;
}

void describe(SNDFILE* file, const AudioFormat& format, const AudioFileHeader& header) {
    if (!isLossless(format.container)) {
        double quality = format.quality;
        sf_command(file, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
    }
    if (!header.speakers.empty()) {
        std::vector<int> speakers = header.speakers;
        sf_command(file, SFC_SET_CHANNEL_MAP_INFO, speakers.data(),
                   static_cast<int>(speakers.size() * sizeof(int)));
    }
    if (format.container != Container::mp3)
        for (const auto& [name, id] : kTagNames)
            if (const auto tag = header.tags.find(name); tag != header.tags.end())
                sf_set_string(file, id, tag->second.c_str());
}

} // namespace

AudioWriter::AudioWriter(int descriptor, const std::filesystem::path& target,
                         const AudioFormat& format, const AudioFileHeader& header)
    : state_(std::make_unique<State>()) {
    State& state = *state_;
    state.target = target;
    state.integers = isLossless(format.container) && format.samples != SampleFormat::float32;
    state.bits = bitsOf(format.samples);
    if (state.integers && state.bits == 16)
        state.dither.emplace(header.ditherSeed);
    state.places = placesOf(format.container, header.channelCount);
    if (writableRate(format, header.sampleRate, header.channelCount) != header.sampleRate)
        state.fail(formatText(format.container) + " cannot hold sound of " +
                       std::to_string(header.sampleRate) + " Hz",
                   "choose another format");

    state.sink.descriptor = descriptor;
    if (::ftruncate(descriptor, 0) != 0 || ::lseek(descriptor, 0, SEEK_SET) != 0)
        state.sink.error = errno;
    if (format.container == Container::mp3) {
        const std::string tag = id3Tag(header.tags);
        state.sink.start = state.sink.write(tag.data(), std::ssize(tag));
    }
    state.check(0);

    SF_VIRTUAL_IO callbacks = Sink::callbacks();
    SF_INFO info = {};
    info.samplerate = header.sampleRate;
    info.channels = static_cast<int>(header.channelCount);
    info.format = soundFileFormat(format, header.channelCount, header.length);
    state.file.reset(sf_open_virtual(&callbacks, SFM_WRITE, &info, &state.sink));
    state.check(state.file ? 0 : sf_error(nullptr));
    describe(state.file.get(), format, header);
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
    const int error = sf_close(state_->file.release());
    state_->check(error);
}

} // namespace refrain
