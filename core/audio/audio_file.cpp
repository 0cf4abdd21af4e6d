// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/audio_file.h"

#include "core/audio/sound_file.h"
#include "core/base/text.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace refrain {

namespace {

// Frames of all channels that are read at a time: about 10 ms of work between two looks at the
// stop.
constexpr Index kBlockLength = 65536;

// What a sound file can sensibly claim; a header beyond it is damaged.
constexpr int kLowestRate = 100;
constexpr int kHighestRate = 1'536'000;
constexpr int kMostChannels = 64;

/// The file as libsndfile sees it through `SF_VIRTUAL_IO`: it ends at once when the reader is
/// stopped.
struct Source {
    explicit Source(const std::filesystem::path& path, const Progress& stop) : progress(stop) {
        // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        const int error = errno;
        struct stat status = {};
        if (descriptor >= 0)
            ::fstat(descriptor, &status);
        if (descriptor >= 0 && S_ISREG(status.st_mode)) {
            length = status.st_size;
            return;
        }
        if (descriptor >= 0)
            ::close(descriptor);
        const std::string start = "Cannot open " + quoted(path) + ": ";
        if (descriptor >= 0 && S_ISDIR(status.st_mode))
            throw Error(start + "it is a folder; choose a sound file.");
        if (descriptor >= 0)
            throw Error(start + "it is not an ordinary file; choose a sound file.");
        if (error == ENOENT || error == ENOTDIR)
            throw Error(start + "there is no such file; check its name.");
        throw Error(start + systemMessage(error) + "; check the rights of the file.");
    }
    ~Source() { ::close(descriptor); }
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    const Progress& progress;
    int descriptor = -1;
    sf_count_t length = 0; // bytes

    static Source& of(void* self) { return *static_cast<Source*>(self); }

    static SF_VIRTUAL_IO callbacks() {
        return {
            .get_filelen = [](void* self) -> sf_count_t {
                return of(self).progress.stopRequested() ? 0 : of(self).length;
            },
            .seek = [](sf_count_t offset, int whence, void* self) -> sf_count_t {
                return ::lseek(of(self).descriptor, offset, whence);
            },
            .read = [](void* bytes, sf_count_t count, void* self) -> sf_count_t {
                if (of(self).progress.stopRequested() || count <= 0)
                    return 0;
                return std::max<ssize_t>(0, ::read(of(self).descriptor, bytes, count));
            },
            .write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; },
            .tell = [](void* self) -> sf_count_t {
                return ::lseek(of(self).descriptor, 0, SEEK_CUR);
            },
        };
    }
};

std::string formatName(int format) {
    std::string names;
    for (const int part : {format & SF_FORMAT_TYPEMASK, format & SF_FORMAT_SUBMASK}) {
        SF_FORMAT_INFO info = {.format = part, .name = nullptr, .extension = nullptr};
        if (sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info) == 0 && info.name)
            names += (names.empty() ? "" : ", ") + std::string(info.name);
    }
    return names;
}

Tags readTags(SNDFILE* file) {
    Tags tags;
    for (const auto& [name, id] : kTagNames)
        if (const char* text = sf_get_string(file, id); text && *text)
            tags[name] = text;
    return tags;
}

std::vector<int> readSpeakers(SNDFILE* file, int channelCount) {
    std::vector<int> speakers(channelCount);
    const int bytes = static_cast<int>(speakers.size() * sizeof(int));
    if (sf_command(file, SFC_GET_CHANNEL_MAP_INFO, speakers.data(), bytes) != SF_TRUE)
        speakers.clear();
    return speakers;
}

// Samples beyond this (180 dB over full scale) are damage, and their squares would overflow.
constexpr float kLargestSample = 1e9F;

/// Appends one block to the channels; counts the samples that had to be silenced.
Index appendBlock(std::span<const float> interleaved, std::vector<std::vector<float>>& channels) {
    Index bad = 0;
    const std::size_t step = channels.size();
    for (std::size_t c = 0; c < step; ++c)
        for (std::size_t i = c; i < interleaved.size(); i += step) {
            const bool good = std::abs(interleaved[i]) <= kLargestSample; // false for NaN
            bad += !good;
            channels[c].push_back(good ? interleaved[i] : 0.0F);
        }
    return bad;
}

void readSamples(SNDFILE* file, const SF_INFO& info, AudioFile& result, const Progress& progress) {
    auto& channels = result.clip.channels;
    channels.resize(info.channels);
    // A header may claim anything: memory is taken in advance for what an honest short song needs,
    // and grows with the data beyond that.
    const Index claimed = std::max<sf_count_t>(0, info.frames);
    for (auto& channel : channels)
        channel.reserve(std::min<Index>(claimed, Index{1} << 24));

    std::vector<float> block(kBlockLength * info.channels);
    while (true) {
        const Index got = sf_readf_float(file, block.data(), kBlockLength);
        progress.check();
        if (got <= 0)
            break;
        result.badSamples += appendBlock(std::span(block.data(), got * info.channels), channels);
        if (claimed > 0)
            progress.report(std::min(1.0, static_cast<double>(result.clip.length()) /
                                              static_cast<double>(claimed)));
    }
    result.missingLength = std::max<Index>(0, claimed - result.clip.length());
}

} // namespace

AudioFile readAudioFile(const std::filesystem::path& path, const Progress& progress) {
    progress.check();
    Source source(path, progress);
    SF_VIRTUAL_IO callbacks = Source::callbacks();
    SF_INFO info = {};
    const SoundFile file(sf_open_virtual(&callbacks, SFM_READ, &info, &source));
    progress.check();

    const std::string start = "Cannot read " + quoted(path) + ": ";
    if (source.length == 0)
        throw Error(start + "the file is empty; choose a sound file.");
    if (!file)
        throw Error(start + soundFileMessage(nullptr) +
                    "; choose a WAV, AIFF, FLAC, Ogg, Opus or MP3 file.");
    if (info.samplerate < kLowestRate || info.samplerate > kHighestRate || info.channels < 1 ||
        info.channels > kMostChannels)
        throw Error(start + "its header says " + std::to_string(info.channels) + " channels at " +
                    std::to_string(info.samplerate) +
                    " Hz, which cannot be right; the file is damaged.");

    AudioFile result;
    result.clip.sampleRate = info.samplerate;
    result.format = formatName(info.format);
    result.tags = readTags(file.get());
    result.speakers = readSpeakers(file.get(), info.channels);
    const auto title = result.tags.find("title");
    result.title = title != result.tags.end() ? title->second : path.stem().string();

    readSamples(file.get(), info, result, progress);
    if (result.clip.length() == 0)
        throw Error(start +
                    "there are no samples in it; it may be damaged or still being written.");
    return result;
}

} // namespace refrain
