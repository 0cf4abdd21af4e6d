// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/audio/audio_writer.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// Sound files past Refrain's own ways: with its writer alone, with libsndfile alone, or byte by
// byte.

namespace refrain::test {

/// Writes a clip with `AudioWriter` straight into its file, without a wait for the disk.
void writeDirectly(const std::filesystem::path& path, const AudioClip& clip,
                   const AudioFormat& format, const Tags& tags = {});

/// Writes a clip in any of libsndfile's formats, `SF_FORMAT_...`, samples rounded as it does. The
/// channels stay in the order they have; `speakers` are `SF_CHANNEL_MAP_...`, or empty.
void writeRaw(const std::filesystem::path& path, int format, const AudioClip& clip,
              std::vector<int> speakers = {});

/// Writes integers as they are, `bits` bits wide and interleaved.
void writeRawIntegers(const std::filesystem::path& path, int format, int channels,
                      const std::vector<int>& samples, int bits);

/// All samples, interleaved, as integers of `bits` bits; the file is to hold such.
std::vector<int> readRawIntegers(const std::filesystem::path& path, int bits);

/// The channels in the order that they have in the file.
AudioClip readRaw(const std::filesystem::path& path);

/// A chunk of a RIFF file; a `claim` other than -1 is the length that it says it has.
std::string chunk(std::string_view name, std::string_view bytes, long claim = -1);

/// A 16-bit mono WAV file of 8000 Hz with other chunks between the format and the samples.
std::string waveFile(std::string_view chunks, const std::vector<short>& samples,
                     long claimedBytes = -1);

} // namespace refrain::test
