// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/render_ahead.h"

#include "core/audio/resample.h"
#include "tests/core/playback/listening.h"
#include "tests/core/playback/lockstep.h"

#include <gtest/gtest.h>
#include <numbers>

namespace refrain {

namespace {

using test::Lockstep;

const MaskCurve kCurve({3, 11, 3});

Monitor faders(double foreground, double background, double residual) {
    Monitor monitor;
    monitor.of(Part::foreground).decibels = foreground;
    monitor.of(Part::background).decibels = background;
    monitor.of(Part::residual).decibels = residual;
    return monitor;
}

/// That the device plays the clip from `position` on, from its frame `from` on, bit for bit.
void expectSame(const Stereo& sound, Index from, const AudioClip& clip, Index position,
                Index count) {
    for (std::size_t side = 0; side < 2; ++side) {
        const auto& channel = clip.channels[clip.channelCount() == 1 ? 0 : side];
        for (Index i = 0; i < count; ++i)
            ASSERT_EQ(sound[side][from + i], channel[position + i]) << "sample " << position + i;
    }
}

} // namespace

TEST(RenderAheadTest, TheSongIsPlayedSampleBySampleFromThePlaceItself) {
    for (const Index block : {1, 7, 64, 1000, 1024, 4096})
        for (const Index position : {0, 1, 20000}) {
            const Listening song = test::songAlone(test::noise(44100, 2, 60000));
            Lockstep device;
            device.ahead.listen(song);
            device.ahead.play(position);
            device.run(30000, block);
            expectSame(device.sound, device.mixer.fadeLength(), *song.clip, position, 29000);
            EXPECT_EQ(device.mixer.lateness().blocks, 0);
        }
}

TEST(RenderAheadTest, AMonoSongIsOnBothSides) {
    const Listening song = test::songAlone(test::noise(44100, 1, 20000));
    Lockstep device;
    device.ahead.listen(song);
    device.ahead.play(0);
    device.run(15000);
    expectSame(device.sound, device.mixer.fadeLength(), *song.clip, 0, 14000);
}

TEST(RenderAheadTest, WhatIsHeardIsWhatIsExported) {
    Monitor alone;
    alone.hearing = Hearing::foreground;
    for (const Monitor& monitor : {alone, faders(0, 0, 0), faders(-6, -3, -12)}) {
        const Listening listening =
            test::songWithShare(test::noise(44100, 2, 60000, 1, 0.2), heardGains(kCurve, monitor));
        const AudioClip expected = test::exported(listening);
        Lockstep device;
        device.ahead.listen(listening);
        device.ahead.play(12345);
        device.run(45000);
        expectSame(device.sound, device.mixer.fadeLength(), expected, 12345, 44000);
    }
}

TEST(RenderAheadTest, TheSongAndItsPartsAreSampleAligned) {
    Listening listening =
        test::songWithShare(test::noise(44100, 2, 60000, 1, 0.2), GainTable(kShareSteps, 1.0F));
    Lockstep device;
    device.ahead.listen(listening);
    device.ahead.play(0);
    device.run(10240);
    listening.gains = nullptr;
    device.ahead.listen(listening);
    device.run(10240);
    for (Index i = 0; i < 20000; ++i) // through the fade as well
        ASSERT_NEAR(device.sound[0][device.mixer.fadeLength() + i], listening.clip->channels[0][i],
                    2e-6);
}

TEST(RenderAheadTest, AChangeIsHeardWithinSixtyMilliseconds) {
    // A steady tone that is all in one part, so that its level tells the gain.
    Listening listening =
        test::songWithShare(test::sine(44100, 2, 400000, 441, 0.5), GainTable(kShareSteps, 1.0F));
    const auto quieter = std::make_shared<const GainTable>(kShareSteps, 0.25F);
    Index worst = 0;
    for (int change = 0; change < 20; ++change) {
        Lockstep device;
        device.ahead.listen(listening);
        device.ahead.play(0);
        device.run(20 * 1024 + 51 * change);
        // It comes when the ring is full and the callback has just begun its block.
        device.playBlock(1024);
        const Index changed = device.length() - 1024;
        Listening after = listening;
        after.gains = quieter;
        device.ahead.listen(after);
        device.run(8 * 1024);
        Index settled = changed;
        for (Index i = changed; i < device.length(); ++i) {
            const Index position = i - device.mixer.fadeLength();
            const double before = listening.clip->channels[0][position];
            const double gain = std::abs(before) > 0.1 ? device.sound[0][i] / before : 0.25;
            if (gain > 1 - 0.9 * 0.75)
                settled = i + 1;
        }
        worst = std::max(worst, settled - changed);
    }
    EXPECT_LE(worst, 0.060 * 44100);
    EXPECT_LE(worst, 1024 + 353);
    EXPECT_GT(worst, 1024); // so it was measured
}

TEST(RenderAheadTest, ManyChangesInARowHoldNothingBack) {
    Listening listening =
        test::songWithShare(test::sine(44100, 2, 400000, 441, 0.5), GainTable(kShareSteps, 1.0F));
    Lockstep device;
    device.ahead.listen(listening);
    device.ahead.play(0);
    device.run(10240);
    for (int i = 1; i <= 100; ++i) {
        listening.gains =
            std::make_shared<const GainTable>(kShareSteps, 1.0F - 0.0075F * static_cast<float>(i));
        device.ahead.listen(listening);
        if (i % 5 == 0)
            device.run(100, 100);
    }
    device.run(2048);
    const Index last = device.length() - 1;
    EXPECT_NEAR(device.sound[0][last],
                0.25 * listening.clip->channels[0][last - device.mixer.fadeLength()], 1e-4);
    EXPECT_EQ(device.mixer.lateness().blocks, 0);
}

TEST(RenderAheadTest, PauseFadesOutAndPlayGoesOnWhereItStopped) {
    const Listening song = test::songAlone(test::sine(44100, 2, 200000, 100, 0.5));
    Lockstep device;
    device.ahead.listen(song);
    device.ahead.play(5000);
    device.run(10 * 1024);
    device.ahead.halt();
    device.run(4 * 1024);
    const Moment resting = device.mixer.moment();
    EXPECT_EQ(resting.state, Moment::State::silent);
    EXPECT_EQ(resting.position, 5000 + 10 * 1024 - device.mixer.fadeLength());
    for (Index i = device.length() - 2 * 1024; i < device.length(); ++i)
        ASSERT_EQ(device.sound[0][i], 0);
    const Index resumed = device.length();
    device.ahead.play(resting.position);
    device.run(4 * 1024);
    expectSame(device.sound, resumed + device.mixer.fadeLength(), *song.clip, resting.position,
               3 * 1024);
    EXPECT_LT(device.largestJump(), 0.0072 + 0.5 * std::numbers::pi / 2 / 353);
}

TEST(RenderAheadTest, TheEndOfTheSongIsTheEnd) {
    const Listening song = test::songAlone(test::noise(44100, 2, 30000));
    Lockstep device;
    device.ahead.listen(song);
    device.ahead.play(25000);
    device.run(10240);
    EXPECT_EQ(device.mixer.moment().state, Moment::State::ended);
    EXPECT_EQ(device.mixer.moment().position, 30000);
    EXPECT_EQ(device.mixer.lateness().blocks, 0);
    expectSame(device.sound, device.mixer.fadeLength(), *song.clip, 25000, 5000);
    for (Index i = 2 * device.mixer.fadeLength() + 5000; i < device.length(); ++i)
        ASSERT_EQ(device.sound[0][i], 0);
}

TEST(RenderAheadTest, ALoopOfAToneHasNoSeam) {
    // Ten periods of a tone of 100 Hz make the loop; every join must go on with the wave.
    const Listening song = test::songAlone(test::sine(44100, 2, 100000, 100, 0.5));
    for (const Range loop : {Range{44100, 48510}, {0, 4410}, {882, 100000 - 2 - 98}}) {
        if (loop.length() % 441 != 0)
            continue;
        Lockstep device;
        device.ahead.setLoop(loop);
        device.ahead.listen(song);
        device.ahead.play(loop.first);
        device.run(100000, 512);
        for (Index i = 0; i < 90000; ++i)
            ASSERT_NEAR(device.sound[0][i + device.mixer.fadeLength()],
                        song.clip->channels[0][loop.first + i % loop.length()], 1e-5)
                << i;
        EXPECT_EQ(device.mixer.lateness().blocks, 0);
    }
}

TEST(RenderAheadTest, ALoopOfNoiseHasNoDip) {
    const Listening song = test::songAlone(test::noise(44100, 2, 100000));
    Lockstep device;
    const Range loop = {30000, 32000};
    device.ahead.setLoop(loop);
    device.ahead.listen(song);
    device.ahead.play(loop.first);
    device.run(600000);
    // The power of each place of the join, over 290 rounds and both sides, against that elsewhere:
    // within what the samples that are mixed there have by chance.
    const Index fade = device.mixer.fadeLength();
    const auto powerAt = [&](Index from, Index count) {
        double power = 0;
        for (Index i = from; i < from + count; ++i)
            power += double{device.sound[0][i]} * device.sound[0][i] +
                     double{device.sound[1][i]} * device.sound[1][i];
        return power / static_cast<double>(2 * count);
    };
    const Index joinMiddle = fade + 10 * loop.length() - fade / 2;
    const double elsewhere = powerAt(fade + 10 * loop.length(), loop.length() - fade);
    EXPECT_NEAR(10 * std::log10(powerAt(joinMiddle - fade / 4, fade / 2) / elsewhere), 0, 1.5);
}

TEST(RenderAheadTest, ALoopCanBeSetAndTakenAwayWhilePlaying) {
    const Listening song = test::songAlone(test::noise(44100, 2, 200000));
    Lockstep device;
    device.ahead.listen(song);
    device.ahead.play(10000);
    device.run(10 * 1024);
    device.ahead.setLoop(Range{15000, 30000}); // the playhead is within it, and nothing changes yet
    device.run(4 * 1024);
    for (Index i = 0; i < 13 * 1024; ++i) // faded from the song into the song
        ASSERT_NEAR(device.sound[0][device.mixer.fadeLength() + i],
                    song.clip->channels[0][10000 + i], 1e-6);
    device.run(10 * 1024);
    EXPECT_EQ(device.mixer.moment().position,
              10000 + 23 * 1024 - device.mixer.fadeLength() - 15000);
    device.ahead.setLoop(Range{100000, 120000}); // the playhead is before it
    device.run(1024);
    EXPECT_LT(device.mixer.moment().position, 30000);
    device.ahead.setLoop(Range{1000, 12000}); // behind it
    device.run(2048);
    EXPECT_LT(device.mixer.moment().position, 1000 + 2048);
    device.ahead.setLoop(std::nullopt);
    device.run(20 * 1024);
    EXPECT_GT(device.mixer.moment().position, 12000);
    EXPECT_EQ(device.mixer.lateness().blocks, 0);
}

TEST(RenderAheadTest, AScrubIsAShortGrainThatEndsByItself) {
    const Listening song = test::songAlone(test::sine(44100, 2, 200000, 441, 0.5));
    Lockstep device;
    device.ahead.listen(song);
    device.ahead.scrub(100000);
    device.run(2048);
    expectSame(device.sound, device.mixer.fadeLength(), *song.clip, 100000, 1600);
    device.ahead.scrub(50000);
    device.run(20 * 1024);
    EXPECT_EQ(device.mixer.moment().state, Moment::State::ended);
    for (Index i = device.length() - 10240; i < device.length(); ++i)
        ASSERT_EQ(device.sound[0][i], 0);
    EXPECT_LT(device.largestJump(), 0.0315 + 0.5 * std::numbers::pi / 353);
    EXPECT_EQ(device.mixer.lateness().blocks, 0);
}

TEST(RenderAheadTest, WhatIsLateIsSilenceIsCountedAndIsPlayedAfterwards) {
    const Listening song = test::songAlone(test::sine(44100, 2, 200000, 100, 0.5));
    Lockstep device;
    device.ahead.listen(song);
    device.ahead.play(0);
    device.run(4096);
    Index missing = 0;
    while (device.mixer.lateness().blocks < 5)
        device.playBlock(1000);
    missing = device.mixer.lateness().frames;
    EXPECT_GT(missing, 4000);
    const Index resumed = device.length();
    device.run(10240);
    EXPECT_EQ(device.mixer.lateness().frames, missing);
    const Index fade = device.mixer.fadeLength();
    expectSame(device.sound, resumed + fade, *song.clip, resumed + fade - fade - missing, 5000);
    EXPECT_LT(device.largestJump(), 0.0072 + 0.5 * std::numbers::pi / 2 / 353);
}

TEST(RenderAheadTest, AShareThatIsNotKnownYetPlaysTheSongUnlessNothingIsToBeHeard) {
    Listening listening =
        test::songWithShare(test::noise(44100, 2, 60000, 1, 0.2), GainTable(kShareSteps, 0.5F));
    BackgroundShare unknown = *listening.share;
    for (auto& strip : unknown.strips)
        strip = nullptr;
    listening.share = std::make_shared<const BackgroundShare>(unknown);
    Lockstep device;
    device.ahead.listen(listening);
    device.ahead.play(0);
    device.run(10240);
    for (Index i = 0; i < 9000; ++i)
        ASSERT_NEAR(device.sound[0][device.mixer.fadeLength() + i], listening.clip->channels[0][i],
                    2e-6);
    listening.gains = std::make_shared<const GainTable>(kShareSteps, 0.0F);
    device.ahead.listen(listening);
    device.run(4096);
    EXPECT_EQ(device.sound[0].back(), 0);
}

TEST(RenderAheadTest, AnotherRateIsResampledInTuneAndChangesFallOnTheSameGrid) {
    for (const auto& [songRate, deviceRate] :
         {std::pair{44100, 48000}, {48000, 44100}, {22050, 44100}, {96000, 44100}, {8000, 48000}}) {
        Listening listening = test::songAlone(test::sine(songRate, 2, 3 * songRate, 440, 0.5));
        const AudioClip expected = resample(*listening.clip, deviceRate);
        Lockstep device(deviceRate);
        device.ahead.listen(listening);
        device.ahead.play(0);
        const Index fade = device.mixer.fadeLength();
        for (int i = 0; i < 20; ++i) {
            device.run(5000);
            listening.params.hop = 1000 + i; // as good as any change
            device.ahead.listen(listening);
        }
        // The lead-in of a fade is counted in samples of the song, so the grid may be off by less
        // than one of them; within it, all takes must agree.
        const double shift =
            static_cast<double>(fade) / deviceRate -
            std::ceil(static_cast<double>(fade) * songRate / deviceRate) / songRate;
        for (Index i = fade + 1000; i < 90000; ++i) {
            const double seconds = static_cast<double>(i - fade) / deviceRate + shift;
            ASSERT_NEAR(device.sound[0][i], 0.5 * std::sin(2 * std::numbers::pi * 440 * seconds),
                        1e-4)
                << songRate << " to " << deviceRate << ", frame " << i;
        }
        EXPECT_EQ(device.mixer.lateness().blocks, 0);
    }
}

} // namespace refrain
