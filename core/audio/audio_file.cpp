// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/audio_file.h"

#include "core/audio/channel_order.h"
#include "core/audio/sound_file.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace refrain {

namespace {

// Frames of all channels that are read at a time: about 10 ms of work between two looks at the
// stop.
constexpr Index kBlockLength = 65536;

// What may still come out of a decoder when its file has ended: five minutes of silence fit into a
// few kilobytes that it has read before.
constexpr Index kLongestRest = Index{1} << 24;

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
        const int reason = errno;
        struct stat status = {};
        if (descriptor >= 0)
            ::fstat(descriptor, &status);
        if (descriptor >= 0 && S_ISREG(status.st_mode)) {
            length = status.st_size;
            mends = isWave();
            return;
        }
        if (descriptor >= 0)
            ::close(descriptor);
        const std::string start = "Cannot open " + quoted(path) + ": ";
        if (descriptor >= 0 && S_ISDIR(status.st_mode))
            throw Error(start + "it is a folder; choose a sound file.");
        if (descriptor >= 0)
            throw Error(start + "it is not an ordinary file; choose a sound file.");
        if (reason == ENOENT || reason == ENOTDIR)
            throw Error(start + "there is no such file; check its name.");
        if (reason == EACCES || reason == EPERM)
            throw Error(start + systemMessage(reason) + "; check the rights of the file.");
        throw Error(start + systemMessage(reason) + "; check the file or choose another one.");
    }
    ~Source() { ::close(descriptor); }
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    const Progress& progress;
    int descriptor = -1;
    sf_count_t length = 0; // bytes
    int error = 0;         // what the system said when reading failed
    bool ended = false;    // the last time, there was nothing left to read
    bool mends = false;    // while a WAV file is being opened

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
                if (of(self).progress.stopRequested() || of(self).error != 0 || count <= 0)
                    return 0;
                ssize_t got = -1;
                while ((got = ::read(of(self).descriptor, bytes, count)) < 0 && errno == EINTR) {
                }
                if (got < 0)
                    of(self).error = errno;
                else if (of(self).mends && got == 4)
                    of(self).mend(static_cast<unsigned char*>(bytes));
                of(self).ended = got == 0;
                return std::max<ssize_t>(0, got);
            },
            .write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; },
            .tell = [](void* self) -> sf_count_t {
                return ::lseek(of(self).descriptor, 0, SEEK_CUR);
            },
        };
    }

private:
    bool isWave() const {
        std::array<char, 4> name = {};
        return ::pread(descriptor, name.data(), name.size(), 0) == 4 &&
               (std::ranges::equal(name, std::string_view("RIFF")) ||
                std::ranges::equal(name, std::string_view("RF64")));
    }

    /// Looks at four bytes of the header of a WAV file. If it is damaged so that one of its tags
    /// claims nearly 4 GB, libsndfile 1.2 jumps back instead of forward, and goes round in circles
    /// for ever without asking us for anything. Nothing in a header is 2 GB long but the whole file
    /// and the sound itself.
    void mend(unsigned char* four) {
        const std::string_view name(lastFour_.data(), lastFour_.size());
        if ((four[3] & 0x80) != 0 && name != "RIFF" && name != "RF64" && name != "data")
            std::fill_n(four, 4, std::uint8_t{0});
        std::copy_n(four, 4, lastFour_.begin());
    }
    std::array<char, 4> lastFour_ = {};
};

template <class T>
std::vector<T> inOrder(std::vector<T> values, std::span<const int> order) {
    std::vector<T> result;
    for (std::size_t i = 0; i < values.size(); ++i)
        result.push_back(std::move(values[order[i]]));
    return result;
}

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
            tags[name] = utf8(text);
    return tags;
}

std::vector<int> readSpeakers(SNDFILE* file, const SF_INFO& info) {
    std::vector<int> speakers(info.channels);
    const int bytes = static_cast<int>(speakers.size() * sizeof(int));
    if (sf_command(file, SFC_GET_CHANNEL_MAP_INFO, speakers.data(), bytes) == SF_TRUE)
        return speakers;
    const int container = info.format & SF_FORMAT_TYPEMASK;
    if (container != SF_FORMAT_OGG && container != SF_FORMAT_FLAC)
        return {};
    speakers = vorbisSpeakers(info.channels);
    if (container == SF_FORMAT_FLAC)
        std::ranges::sort(speakers, {}, waveRank);
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

/// Samples per channel that the header promises; 0 if it does not tell.
Index promisedLength(SNDFILE* file, const SF_INFO& info) {
    // So libsndfile says that it does not know: a stream that was recorded, or whose end is lost.
    const Index frames = info.frames == SF_COUNT_MAX ? 0 : std::max<sf_count_t>(0, info.frames);

    // Of WAV, AIFF and AU it takes the length of a truncated file for the promise; only its log
    // still has what the header says: "data : 1920000 (should be 959978)", in bytes.
    std::array<char, 4096> buffer = {};
    sf_command(file, SFC_GET_LOG_INFO, buffer.data(), static_cast<int>(buffer.size()));
    const std::string_view log(buffer.data());
    Index bytes = 0;
    struct Chunk {
        std::string_view name;
        Index header; // bytes that are no samples
    };
    for (const auto& [name, header] :
         {Chunk{"data : ", 0}, {"SSND : ", 8}, {"Data Size   : ", 0}}) {
        const std::size_t start = log.find(name);
        if (start == std::string_view::npos)
            continue;
        const std::string_view rest = log.substr(start + name.size());
        if (rest.substr(0, rest.find('\n')).find(" (should be ") == std::string_view::npos)
            continue;
        std::from_chars(rest.data(), rest.data() + rest.size(), bytes);
        bytes -= header;
    }
    // Programs that write into a pipe cannot know the length, and write the largest there is.
    const bool unknown = bytes > 0xFFFF0000 || (bytes > 0x7FFF0000 && bytes < 0x80010000);
    if (bytes <= 0 || unknown || frames == 0) // without frames, it would divide by zero
        return frames;
    const Index byteRate = sf_current_byterate(file);
    return byteRate > 0 ? std::max(frames, bytes * info.samplerate / byteRate) : frames;
}

void readSamples(SNDFILE* file, const SF_INFO& info, const Source& source, AudioFile& result) {
    const Progress& progress = source.progress;
    auto& channels = result.clip.channels;
    channels.resize(info.channels);
    // A header may claim anything: memory is taken in advance for what an honest short song needs,
    // and grows with the data beyond that.
    const Index promised = promisedLength(file, info);
    for (auto& channel : channels)
        channel.reserve(std::min<Index>(promised, Index{1} << 24));

    std::vector<float> block(kBlockLength * info.channels);
    Index lengthAtEnd = 0; // of what was decoded before the file ended
    while (true) {
        const Index got = sf_readf_float(file, block.data(), kBlockLength);
        progress.check();
        if (got <= 0)
            break;
        result.badSamples += appendBlock(std::span(block.data(), got * info.channels), channels);
        if (!source.ended)
            lengthAtEnd = result.clip.length();
        if (result.clip.length() > lengthAtEnd + kLongestRest) {
            // libsndfile's GSM decoder makes silence of nothing, as much as the header promises.
            for (auto& channel : channels)
                channel.resize(lengthAtEnd);
            break;
        }
        const auto done = static_cast<double>(
            promised > 0 ? result.clip.length() : ::lseek(source.descriptor, 0, SEEK_CUR));
        const auto all = static_cast<double>(promised > 0 ? promised : source.length);
        progress.report(std::min(1.0, done / all));
    }
    result.missingLength = std::max<Index>(0, promised - result.clip.length());
}

Error cannotRead(const std::filesystem::path& path, int error) {
    return Error("Cannot read " + quoted(path) + ": " + systemMessage(error) +
                 "; check the disk or use another copy of the file.");
}

/// Why libsndfile did not open a file; it has nearly two hundred reasons, of which two concern a
/// user.
Error cannotUnderstand(const std::filesystem::path& path, int error) {
    const std::string message = soundFileMessage(error);
    const std::string start = "Cannot read " + quoted(path) + ": ";
    if (error != SF_ERR_MALFORMED_FILE && message.find("format") != std::string::npos)
        return Error(start + message + "; choose a WAV, AIFF, FLAC, Ogg, Opus or MP3 file.");
    return Error(start + "it is damaged or not whole; use another copy of it.");
}

} // namespace

AudioFile readAudioFile(const std::filesystem::path& path, const Progress& progress) {
    progress.check();
    Source source(path, progress);
    SF_VIRTUAL_IO callbacks = Source::callbacks();
    SF_INFO info = {};
    const SoundFile file(sf_open_virtual(&callbacks, SFM_READ, &info, &source));
    source.mends = false;
    source.ended = false;
    progress.check();

    const std::string start = "Cannot read " + quoted(path) + ": ";
    if (source.length == 0)
        throw Error(start + "the file is empty; choose a sound file.");
    if (source.error != 0)
        throw cannotRead(path, source.error);
    if (!file)
        throw cannotUnderstand(path, sf_error(nullptr));
    if (info.samplerate < kLowestRate || info.samplerate > kHighestRate || info.channels < 1 ||
        info.channels > kMostChannels)
        throw Error(start + "its header says " + std::to_string(info.channels) + " channels at " +
                    std::to_string(info.samplerate) +
                    " Hz, which cannot be right; use another copy of it.");

    AudioFile result;
    result.clip.sampleRate = info.samplerate;
    result.format = formatName(info.format);
    result.tags = readTags(file.get());
    result.speakers = readSpeakers(file.get(), info);
    const auto title = result.tags.find("title");
    result.title = title != result.tags.end() ? title->second : utf8(path.stem().string());

    readSamples(file.get(), info, source, result);
    if (source.error != 0)
        throw cannotRead(path, source.error);
    if (result.clip.length() == 0)
        throw Error(start + "there are no samples in it; use a whole copy of it, or another file.");
    const std::vector<int> order = waveOrder(result.speakers, info.channels);
    result.clip.channels = inOrder(std::move(result.clip.channels), order);
    result.speakers = inOrder(std::move(result.speakers), order);
    progress.report(1);
    return result;
}

} // namespace refrain
