// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_test.h"

#include <cmath>
#include <numbers>
#include <sstream>

namespace refrain::test {

AudioClip smallSong(int sampleRate, Index channels, Index length, double amplitude) {
    constexpr double kTwoPi = 2 * std::numbers::pi;
    constexpr double kNotes[] = {220, 277.2, 329.6, 440};
    const auto sample = [&](Index channel, Index i) {
        const double time = static_cast<double>(i) / sampleRate;
        const double beat = std::fmod(4 * time, 4.0);
        const double note = kNotes[static_cast<int>(beat)];
        const double struck = std::exp(-3 * (beat - std::floor(beat)));
        const double tune = struck * std::sin(kTwoPi * note * time);
        // A whistle that never passes the same pitch twice, and swells.
        const double whistle = std::sin(kTwoPi * (600 + 60 * time) * time) *
                               (0.5 + 0.5 * std::sin(kTwoPi * 0.37 * time));
        const double side = channel % 2 == 0 ? 1 : 0.6;
        return amplitude * (side * tune + (1.6 - side) * whistle) / 1.6;
    };
    return makeClip(sampleRate, channels, length, sample);
}

std::string CliTest::song(std::string_view name, const AudioClip& clip, const Tags& tags,
                          const AudioFormat& format) {
    writeClip(folder_ / name, clip, format, tags);
    return at(name);
}

AudioClip clipOf(const std::filesystem::path& path) {
    try {
        return readAudioFile(path).clip;
    } catch (const Error& error) {
        ADD_FAILURE() << error.what();
        return {};
    }
}

std::vector<nlohmann::json> objectsIn(const std::string& output) {
    std::vector<nlohmann::json> objects;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
        objects.push_back(nlohmann::json::parse(line, nullptr, false));
        EXPECT_TRUE(objects.back().is_object()) << line;
    }
    return objects;
}

void writeCirclingWav(const std::filesystem::path& path) {
    using namespace std::string_literals;
    writeText(path, "RIFF\x64\0\0\0WAVEfmt \x10\0\0\0"
                    "\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0"
                    "LIST\x1e\0\0\0INFOI\xff"
                    "AM\xf8\xff\xff\xfftitle\0\0\0"
                    "data\x10\0\0\0"
                    "0123456789abcdef"s);
}

void writeCirclingSvx(const std::filesystem::path& path) {
    using namespace std::string_literals;
    writeText(path, "FORM\0\0\0\x40"
                    "8SVXVHDR\0\0\0\x14"
                    "\0\0\0\x10\0\0\0\0\0\0\0\0\x1f\x40\x01\0\0\x01\0\0"
                    "ANNO\xff\xff\xff\xf8"
                    "BODY\0\0\0\x10"
                    "0123456789abcdef"s);
}

void PrintTo(const Outcome& outcome, std::ostream* stream) {
    *stream << "exit code " << outcome.exitCode << ", standard output \"" << outcome.output
            << "\", standard error \"" << outcome.errors << "\"";
}

} // namespace refrain::test
