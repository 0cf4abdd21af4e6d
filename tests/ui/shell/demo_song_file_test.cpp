// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/demo_song_file.h"

#include "core/audio/audio_file.h"
#include "tests/support/paths.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(DemoSongFileTest, IsFoundWhereItWasBuiltAndInstalled) {
    const test::TemporaryFolder folder;
    namespace fs = std::filesystem;
    fs::create_directories(folder / "build/app");
    fs::create_directories(folder / "build/resources/demo");
    fs::create_directories(folder / "usr/bin");
    fs::create_directories(folder / "usr/share/refrain");
    test::writeText(folder / "build/resources/demo/demo_song.wav", "built");
    test::writeText(folder / "usr/share/refrain/demo_song.wav", "installed");
    EXPECT_EQ(test::readBytes(demoSongFile(folder / "build/app", folder / "cache")), "built");
    EXPECT_EQ(test::readBytes(demoSongFile(folder / "usr/bin", folder / "cache")), "installed");
    EXPECT_FALSE(fs::exists(folder / "cache"));
}

TEST(DemoSongFileTest, IsMadeOnceWhereThereIsNone) {
    const test::TemporaryFolder folder;
    const auto path = demoSongFile(folder / "bin", folder / "cache");
    const AudioFile made = readAudioFile(path);
    const AudioFile built = readAudioFile(test::demoFolder() / "demo_song.wav");
    EXPECT_EQ(made.title, built.title);
    // Its parts are added before they are rounded to 24 bits, not after.
    EXPECT_LT(test::largestDifference(made.clip, built.clip), 0x1p-22);
    const auto time = std::filesystem::last_write_time(path);
    EXPECT_EQ(demoSongFile(folder / "bin", folder / "cache"), path);
    EXPECT_EQ(std::filesystem::last_write_time(path), time);
}

} // namespace
} // namespace refrain
