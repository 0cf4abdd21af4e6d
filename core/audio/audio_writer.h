// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/audio/tags.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace refrain {

enum class Container { wav, flac, ogg, opus, mp3 };
enum class SampleFormat { int16, int24, float32 };

/// How sound is written.
struct AudioFormat {
    Container container = Container::wav;

    /// Of WAV and FLAC (which has no float32). The other containers have no such choice.
    SampleFormat samples = SampleFormat::int24;

    /// Of Ogg Vorbis, Opus and MP3: from 0 (small) to 1 (good).
    double quality = 0.7;

    /// Whether a sample beyond ±1 is cut off, by the file or by whatever plays it.
    bool clips() const { return container != Container::wav || samples != SampleFormat::float32; }

    bool operator==(const AudioFormat&) const = default;
};

/// "wav", "flac", "ogg", "opus" or "mp3": what a file's name ends in, and what a user types.
std::string_view fileEnding(Container container);

/// The rate in Hz at which sound of `sampleRate` can be written: its own if the format has it, else
/// the nearest above, else the highest. Throws `Error` if the format cannot take so many channels
/// or such samples. Threads: any.
int writableRate(const AudioFormat& format, int sampleRate, Index channelCount);

/// What there is to know of a file before its first sample.
struct AudioFileHeader {
    int sampleRate = 44100; // Hz, one that `writableRate` gives
    Index channelCount = 1;
    Index length = 0; // samples per channel that will come; a WAV file of over 4 GB becomes RF64
    Tags tags = {};
    std::vector<int> speakers = {}; // as in `AudioFile`, in its order; empty, or one per channel
    int ditherSeed = 0;             // another for each of several files that are to be added up
};

/// Writes one sound file, block by block.
///
/// Channels are given in the order of WAV and put into that of the format. Tags are written as far
/// as the format has a place for them (WAV has none for the licence, MP3 neither).
///
/// Integer samples are rounded with the scale they are read with (2^15 and 2^23), so that a sample
/// which is only passed on does not change. 16-bit samples get triangular dither of ±1 step
/// (Vanderkooy and Lipshitz 1984), the same in each run; a sample of exactly 0 stays 0.
///
/// Threads: one at a time.
class AudioWriter {
public:
    /// Writes over all that is in `descriptor`, which stays the caller's; `target` is the name for
    /// messages. Throws `Error`.
    AudioWriter(int descriptor, const std::filesystem::path& target, const AudioFormat& format,
                const AudioFileHeader& header);
    ~AudioWriter();
    AudioWriter(AudioWriter&&) noexcept;

    /// Appends one equally long run of samples for each channel. Throws `Error` (a full disk).
    void write(std::span<const std::span<const float>> channels);

    /// Finishes the file; without it the file is not whole. Throws `Error` (a full disk).
    void close();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace refrain
