// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_sound_files.h"

#include <cstdint>
#include <fcntl.h>
#include <memory>
#include <sndfile.h>
#include <stdexcept>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
/// Leaks that are not ours: libsndfile forgets a Vorbis file that it could not open, and libvorbis
/// what it needed for six channels. The address sanitizer calls this when the program ends.
extern "C" const char* __lsan_default_suppressions();
const char* __lsan_default_suppressions() {
    return "leak:vorbis_info_init\nleak:vorbis_encode_setup_init\n";
}
#endif

namespace refrain::test {

namespace {

struct Close {
    void operator()(SNDFILE* file) const { sf_close(file); }
};
using File = std::unique_ptr<SNDFILE, Close>;

File open(const std::filesystem::path& path, int mode, SF_INFO& info) {
    File file(sf_open(path.c_str(), mode, &info));
    if (!file)
        throw std::runtime_error("libsndfile: " + std::string(sf_strerror(nullptr)));
    return file;
}

File create(const std::filesystem::path& path, int format, int sampleRate, Index channels) {
    SF_INFO info = {};
    info.samplerate = sampleRate;
    info.channels = static_cast<int>(channels);
    info.format = format;
    return open(path, SFM_WRITE, info);
}

std::string littleEndian(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> (8 * i) & 0xFF);
    return text;
}

} // namespace

void writeDirectly(const std::filesystem::path& path, const AudioClip& clip,
                   const AudioFormat& format, const Tags& tags) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    AudioWriter writer(descriptor, path, format,
                       {.sampleRate = clip.sampleRate,
                        .channelCount = clip.channelCount(),
                        .length = clip.length(),
                        .tags = tags});
    writer.write(std::vector<std::span<const float>>(clip.channels.begin(), clip.channels.end()));
    writer.close();
    ::close(descriptor);
}

void writeRaw(const std::filesystem::path& path, int format, const AudioClip& clip,
              std::vector<int> speakers) {
    const File file = create(path, format, clip.sampleRate, clip.channelCount());
    sf_command(file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);
    if (!speakers.empty() && sf_command(file.get(), SFC_SET_CHANNEL_MAP_INFO, speakers.data(),
                                        static_cast<int>(speakers.size() * sizeof(int))) != SF_TRUE)
        throw std::runtime_error("libsndfile does not take these loudspeakers");
    std::vector<float> block;
    for (Index i = 0; i < clip.length(); ++i) {
        for (const auto& channel : clip.channels)
            block.push_back(channel[i]);
        if (i % 4096 == 4095 || i + 1 == clip.length()) {
            sf_write_float(file.get(), block.data(), std::ssize(block));
            block.clear();
        }
    }
}

void writeRawIntegers(const std::filesystem::path& path, int format, int channels,
                      const std::vector<int>& samples, int bits) {
    const File file = create(path, format, 44100, channels);
    std::vector<int> shifted;
    for (const int sample : samples)
        shifted.push_back(sample * (1 << (32 - bits)));
    sf_write_int(file.get(), shifted.data(), std::ssize(shifted));
}

std::vector<int> readRawIntegers(const std::filesystem::path& path, int bits) {
    SF_INFO info = {};
    const File file = open(path, SFM_READ, info);
    std::vector<int> samples(info.frames * info.channels);
    samples.resize(sf_read_int(file.get(), samples.data(), std::ssize(samples)));
    for (int& sample : samples)
        sample >>= 32 - bits;
    return samples;
}

AudioClip readRaw(const std::filesystem::path& path) {
    SF_INFO info = {};
    const File file = open(path, SFM_READ, info);
    std::vector<float> samples(info.frames * info.channels);
    samples.resize(sf_read_float(file.get(), samples.data(), std::ssize(samples)));
    AudioClip clip;
    clip.sampleRate = info.samplerate;
    clip.channels.resize(info.channels);
    for (std::size_t i = 0; i < samples.size(); ++i)
        clip.channels[i % info.channels].push_back(samples[i]);
    return clip;
}

std::string chunk(std::string_view name, std::string_view bytes, long claim) {
    const auto length = static_cast<std::uint32_t>(claim < 0 ? std::ssize(bytes) : claim);
    return std::string(name) + littleEndian(length, 4) + std::string(bytes);
}

std::string waveFile(std::string_view chunks, const std::vector<short>& samples,
                     long claimedBytes) {
    std::string data;
    for (const short sample : samples)
        data += littleEndian(static_cast<std::uint16_t>(sample), 2);
    const std::string format = littleEndian(1, 2) + littleEndian(1, 2) + littleEndian(8000, 4) +
                               littleEndian(16000, 4) + littleEndian(2, 2) + littleEndian(16, 2);
    const std::string body =
        "WAVE" + chunk("fmt ", format) + std::string(chunks) + chunk("data", data, claimedBytes);
    return chunk("RIFF", body, claimedBytes < 0 ? -1 : claimedBytes + 36);
}

} // namespace refrain::test
