// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/content_hash.h"

#include "core/audio/audio_file.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(ContentHashTest, IsThatOfTheSamplesAndNotOfTheFile) {
    const test::TemporaryFolder folder;
    const AudioClip song = test::sine(44100, 2, 10000, 440);
    test::writeClip(folder / "a.wav", song, {}, {{"title", "A"}});
    test::writeClip(folder / "b.flac", song, {.container = Container::flac}, {{"title", "B"}});
    EXPECT_EQ(contentHash(readAudioFile(folder / "a.wav").clip),
              contentHash(readAudioFile(folder / "b.flac").clip));
}

TEST(ContentHashTest, TellsApartWhatDiffersInOneThing) {
    const AudioClip song = test::noise(44100, 2, 5000);
    AudioClip sample = song;
    sample.channels[1][4999] = std::nextafter(sample.channels[1][4999], 1.0F);
    AudioClip rate = song;
    rate.sampleRate = 48000;
    AudioClip swapped = song;
    std::swap(swapped.channels[0][10], swapped.channels[0][11]);
    AudioClip shorter = song;
    for (auto& channel : shorter.channels)
        channel.pop_back();
    const AudioClip mono = {song.sampleRate, {song.channels[0]}};
    for (const AudioClip& other : {sample, rate, swapped, shorter, mono})
        EXPECT_NE(contentHash(song), contentHash(other));
    EXPECT_NE(contentHash(test::silence(44100, 1, 10)), contentHash(test::silence(44100, 2, 5)));
}

} // namespace
} // namespace refrain
