// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/demo_song.h"

#include <sndfile.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using refrain::AudioClip;
using refrain::Index;

constexpr std::string_view kUsage =
    "Usage: make_demo_song [--seconds N] -o DIR\n"
    "Writes demo_song.wav and its true parts, demo_song_vocals.wav and\n"
    "demo_song_accompaniment.wav, into the folder DIR. N: 1 to 14400 (default 30).\n";

/// Somebody called the program in a way it doesn't know: `what()` says which.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Arguments {
    double seconds = 30;
    std::filesystem::path folder;
    bool help = false;
};

double parseSeconds(std::string_view text) {
    double seconds = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, seconds);
    if (result.ec != std::errc() || result.ptr != end || !(seconds >= 1 && seconds <= 4 * 3600))
        throw UsageError("--seconds takes a number from 1 to 14400, not '" + std::string(text) +
                         "'.");
    return seconds;
}

Arguments parseArguments(const std::vector<std::string_view>& words) {
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto value = [&] {
            if (++i == words.size())
                throw UsageError(std::string(words[i - 1]) + " needs a value.");
            return words[i];
        };
        if (words[i] == "--help" || words[i] == "-h")
            arguments.help = true;
        else if (words[i] == "--seconds")
            arguments.seconds = parseSeconds(value());
        else if (words[i] == "-o")
            arguments.folder = value();
        else
            throw UsageError("'" + std::string(words[i]) + "' is unknown.");
    }
    if (arguments.folder.empty() && !arguments.help)
        throw UsageError("-o DIR is missing.");
    return arguments;
}

/// A 24-bit WAV file that appears under its name only when `publish` is called.
class WavWriter {
public:
    WavWriter(const std::filesystem::path& path, const AudioClip& format, const char* title)
        : path_(path), temporary_(path.string() + ".part") {
        SF_INFO info{};
        info.samplerate = format.sampleRate;
        info.channels = static_cast<int>(format.channelCount());
        info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_24;
        file_ = sf_open(temporary_.c_str(), SFM_WRITE, &info);
        if (!file_)
            fail(sf_strerror(nullptr));
        sf_set_string(file_, SF_STR_TITLE, title);
        sf_set_string(file_, SF_STR_ARTIST, "Refrain");
    }
    WavWriter(const WavWriter&) = delete;
    WavWriter& operator=(const WavWriter&) = delete;
    ~WavWriter() {
        if (file_)
            sf_close(file_);
        std::error_code ignored;
        std::filesystem::remove(temporary_, ignored);
    }

    /// Interleaved samples, of which the upper 24 bits count.
    void write(const std::vector<int>& samples) {
        const auto count = static_cast<sf_count_t>(samples.size());
        if (sf_write_int(file_, samples.data(), count) != count)
            fail(sf_strerror(file_));
    }

    void close() {
        if (sf_close(std::exchange(file_, nullptr)) != 0)
            fail("the disk may be full");
    }

    void publish() const {
        std::error_code error;
        std::filesystem::rename(temporary_, path_, error);
        if (error)
            fail(error.message());
    }

private:
    [[noreturn]] void fail(std::string why) const {
        why.erase(why.find_last_not_of(" .\n") + 1); // libsndfile's sentences have their own stop
        throw std::runtime_error("Could not write " + path_.string() + ": " + why + ".");
    }

    std::filesystem::path path_;
    std::filesystem::path temporary_;
    SNDFILE* file_ = nullptr;
};

/// A sample in steps of 24 bits.
int quantised(float value) {
    return static_cast<int>(std::lrint(value * 0x1p23f));
}

/// The song's own steps are the sum of those of its parts, so that nothing is lost between the
/// files.
void writeSong(const refrain::DemoSong& song, const std::filesystem::path& folder) {
    WavWriter mix(folder / "demo_song.wav", song.vocals, "Come Round Again");
    WavWriter vocals(folder / "demo_song_vocals.wav", song.vocals, "Come Round Again (vocals)");
    WavWriter accompaniment(folder / "demo_song_accompaniment.wav", song.accompaniment,
                            "Come Round Again (accompaniment)");
    constexpr Index kBlock = 65536;
    constexpr int kUpperBits = 256; // sf_write_int takes 32 bits
    std::vector<int> mixSteps, vocalSteps, accompanimentSteps;
    for (Index start = 0; start < song.vocals.length(); start += kBlock) {
        const Index end = std::min(start + kBlock, song.vocals.length());
        mixSteps.clear();
        vocalSteps.clear();
        accompanimentSteps.clear();
        for (Index i = start; i < end; ++i)
            for (std::size_t c = 0; c < song.vocals.channels.size(); ++c) {
                const int v = quantised(song.vocals.channels[c][static_cast<std::size_t>(i)]);
                const int a =
                    quantised(song.accompaniment.channels[c][static_cast<std::size_t>(i)]);
                if (std::abs(v + a) >= 1 << 23)
                    throw std::logic_error("The demo song is louder than a file can hold.");
                vocalSteps.push_back(v * kUpperBits);
                accompanimentSteps.push_back(a * kUpperBits);
                mixSteps.push_back((v + a) * kUpperBits);
            }
        mix.write(mixSteps);
        vocals.write(vocalSteps);
        accompaniment.write(accompanimentSteps);
    }
    for (WavWriter* file : {&mix, &vocals, &accompaniment})
        file->close();
    for (const WavWriter* file : {&vocals, &accompaniment, &mix})
        file->publish();
}

} // namespace

int main(int count, char** words) {
    try {
        const Arguments arguments = parseArguments({words + 1, words + count});
        if (arguments.help) {
            std::fputs(kUsage.data(), stdout);
            return 0;
        }
        std::filesystem::create_directories(arguments.folder);
        writeSong(refrain::makeDemoSong(arguments.seconds), arguments.folder);
        return 0;
    } catch (const UsageError& error) {
        std::fprintf(stderr, "make_demo_song: %s\n%s", error.what(), kUsage.data());
        return 2;
    } catch (const std::bad_alloc&) {
        std::fputs("make_demo_song: There is not enough memory for so long a song; ask for fewer "
                   "seconds.\n",
                   stderr);
        return 1;
    } catch (const std::filesystem::filesystem_error& error) {
        std::fprintf(stderr, "make_demo_song: Could not make the folder %s: %s.\n",
                     error.path1().c_str(), error.code().message().c_str());
        return 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "make_demo_song: %s\n", error.what());
        return 1;
    }
}
