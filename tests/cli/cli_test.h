// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_file.h"
#include "tests/support/command.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain::test {

/// Six seconds (unless told otherwise) of a tune that comes again every second and of one that
/// does not: long enough for repetition to be found, and separated within some 50 ms.
AudioClip smallSong(int sampleRate = 8000, Index channels = 1, Index length = 48000,
                    double amplitude = 0.3);

/// Tests that run the program: in a folder of their own, with a small song in it.
class CliTest : public testing::Test {
protected:
    /// Writes a song into the folder and returns its path.
    std::string song(std::string_view name = "song.wav", const AudioClip& clip = smallSong(),
                     const Tags& tags = {}, const AudioFormat& format = {});

    /// A path in the folder.
    std::string at(std::string_view name) const { return (folder_ / name).string(); }

    /// What is in the folder, hidden files included.
    std::vector<std::string> names() const { return folder_.names(); }

    TemporaryFolder folder_;
};

/// The sound in a file, or an empty clip and a failure.
AudioClip clipOf(const std::filesystem::path& path);

/// One JSON object a line.
std::vector<nlohmann::json> objectsIn(const std::string& output);

/// Writes a sound file in which a tag claims to end where it begins. libsndfile 1.2 goes round in
/// circles in such files; for WAV files `readAudioFile` knows a way out.
void writeCirclingWav(const std::filesystem::path& path);
void writeCirclingSvx(const std::filesystem::path& path);

/// For messages of GoogleTest.
void PrintTo(const Outcome& outcome, std::ostream* stream);

MATCHER(IsOneSentence, "is one line that ends like a sentence") {
    return arg.size() > 2 && arg.substr(arg.size() - 2) == ".\n" &&
           std::count(arg.begin(), arg.end(), '\n') == 1;
}

/// Matches an outcome with this exit code.
MATCHER_P(EndsWith, exitCode, "ends with " + testing::PrintToString(exitCode)) {
    return arg.exitCode == exitCode;
}

/// Matches an outcome that failed because of the world, and says so in one sentence on standard
/// error only.
MATCHER_P(FailsWith, words, "fails with one sentence that has \"" + std::string(words) + "\"") {
    return arg.exitCode == 1 && arg.output.empty() && arg.errors.find(words) != std::string::npos &&
           std::count(arg.errors.begin(), arg.errors.end(), '\n') == 1;
}

/// Matches an outcome of a wrong command line: exit code 2, what is wrong and where to read on.
MATCHER_P(IsWrongUsage, words, "is wrong usage, \"" + std::string(words) + "\"") {
    return arg.exitCode == 2 && arg.output.empty() && arg.errors.find(words) != std::string::npos &&
           arg.errors.find("--help") != std::string::npos;
}

} // namespace refrain::test
