// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/player.h"

#include "tests/audio_server/jack.h"
#include "tests/core/playback/listening.h"

#include <algorithm>
#include <cstdlib>
#include <future>
#include <gtest/gtest.h>
#include <numbers>
#include <thread>

// The player with a real sound server, and what arrives there.

namespace refrain {

namespace {

using namespace std::chrono_literals;
using test::JackRecorder;
using test::JackServer;

const MaskCurve kCurve({3, 11, 3});

/// Waits for something that happens on another thread; false if it does not within 20 seconds.
template <class Condition>
bool comes(const Condition& condition) {
    for (int i = 0; i < 2000; ++i) {
        if (condition())
            return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

/// Waits until so much more was recorded.
void record(const JackRecorder& recorder, double seconds, int sampleRate = 44100) {
    const Index until = recorder.length() + static_cast<Index>(seconds * sampleRate);
    ASSERT_TRUE(comes([&] { return recorder.length() >= until; }));
}

/// Where in the recording the clip's sample `position` is; -1 if nowhere.
Index find(const std::vector<float>& recorded, const AudioClip& clip, Index position) {
    constexpr Index kLength = 64;
    const float* pattern = clip.channels[0].data() + position;
    const auto found = std::search(recorded.begin(), recorded.end(), pattern, pattern + kLength);
    return found == recorded.end() ? -1 : found - recorded.begin();
}

class PlayerServerTest : public testing::Test {
protected:
    void SetUp() override {
        if (server.start())
            return;
        if (std::getenv("CI"))
            FAIL() << "jackd does not start";
        GTEST_SKIP() << "Left out: jackd does not start here";
    }

    /// Ends the player, and then lets the server go on. False if the player waited for the server,
    /// which it is given ten seconds not to do.
    bool endsByItself(std::unique_ptr<Player>& player) {
        auto ended = std::async(std::launch::async, [&] { player.reset(); });
        const bool soon = ended.wait_for(10s) == std::future_status::ready;
        server.resume();
        return soon;
    }

    JackServer server;
};

/// Presses Play until it plays: a server that goes on again takes its time on a busy machine.
bool plays(Player& player) {
    return comes([&] {
        player.play();
        return comes([&] {
                   const PlayerStatus status = player.status();
                   return status.state == PlayerStatus::State::playing || !status.problem.empty();
               }) &&
               player.status().problem.empty();
    });
}

} // namespace

TEST_F(PlayerServerTest, WhatArrivesIsWhatIsExported) {
    Monitor monitor;
    monitor.of(Part::foreground).decibels = -6;
    monitor.of(Part::background).decibels = -3;
    monitor.of(Part::residual).decibels = -12;
    const Listening listening = test::songWithShare(test::noise(44100, 2, 4 * 44100, 1, 0.2),
                                                    heardGains(kCurve, monitor), {4096, 1024});
    const AudioClip expected = test::exported(listening);
    JackRecorder recorder(20);
    Player player;
    player.listen(listening);
    player.seek(30000);
    player.play();
    ASSERT_TRUE(comes([&] { return player.playhead() > 31000; })) << player.status().problem;
    record(recorder, 2);
    recorder.stop();
    const Index at = find(recorder.sound(0), expected, 30000);
    ASSERT_GE(at, 0);
    for (int side = 0; side < 2; ++side)
        for (Index i = 0; i < 44100; ++i)
            ASSERT_EQ(recorder.sound(side)[at + i], expected.channels[side][30000 + i]) << i;
    EXPECT_EQ(player.lateness().blocks, 0);
}

TEST_F(PlayerServerTest, AMuteIsHeardAtOnceAndWithoutAClick) {
    Listening listening = test::songWithShare(test::sine(44100, 2, 10 * 44100, 441, 0.5),
                                              GainTable(kShareSteps, 1.0F), {4096, 1024});
    JackRecorder recorder(20);
    Player player;
    player.listen(listening);
    player.play();
    ASSERT_TRUE(comes([&] { return player.playhead() > 30000; })) << player.status().problem;
    std::vector<Index> changes;
    for (int i = 0; i < 10; ++i) {
        listening.gains = std::make_shared<const GainTable>(kShareSteps, i % 2 == 0 ? 0.0F : 1.0F);
        changes.push_back(recorder.length());
        player.listen(listening);
        record(recorder, 0.3);
    }
    recorder.stop();
    if (server.overruns() + recorder.overruns() > 0)
        GTEST_SKIP() << "Left out: the server itself was late";
    for (std::size_t i = 0; i < changes.size(); ++i) {
        // The largest sample of each period of the tone tells whether it is muted by then. The
        // server itself is a block or two behind in its monitor.
        const auto peakAt = [&](Index from) {
            return std::abs(*std::max_element(recorder.sound(0).begin() + from,
                                              recorder.sound(0).begin() + from + 100));
        };
        const bool muted = i % 2 == 0;
        const Index heard = changes[i] + static_cast<Index>(0.060 * 44100) + 2 * 1024;
        for (Index frame = heard; frame < changes[i] + 12000; frame += 100)
            ASSERT_TRUE(muted ? peakAt(frame) < 0.05 : peakAt(frame) > 0.45) << i << ", " << frame;
    }
    for (int side = 0; side < 2; ++side)
        for (std::size_t i = 1; i < recorder.sound(side).size(); ++i)
            ASSERT_LT(std::abs(recorder.sound(side)[i] - recorder.sound(side)[i - 1]),
                      0.0315 + 0.5 * 1.5708 / 353);
    EXPECT_EQ(player.lateness().blocks, 0);
}

TEST_F(PlayerServerTest, AShortLoopGoesRoundForTwentySecondsWithoutASeam) {
    const Listening song = test::songAlone(test::sine(44100, 2, 4 * 44100, 441, 0.5));
    const Range loop = {44100, 44100 + 22000}; // 220 periods of the tone, half a second
    JackRecorder recorder(30);
    Player player;
    player.listen(song);
    player.setLoop(loop);
    player.seek(loop.first);
    player.play();
    ASSERT_TRUE(comes([&] { return player.playhead() > 44100 + 5000; }));
    const Index from = recorder.length();
    record(recorder, 20);
    recorder.stop();
    if (server.overruns() + recorder.overruns() > 0)
        GTEST_SKIP() << "Left out: the server itself was late";
    // The tone goes on and on: each sample is that of 100 samples before.
    for (int side = 0; side < 2; ++side)
        for (Index i = from; i < from + 20 * 44100; ++i)
            ASSERT_NEAR(recorder.sound(side)[i], recorder.sound(side)[i - 100], 2e-5) << i;
    EXPECT_EQ(player.lateness().blocks, 0);
}

TEST_F(PlayerServerTest, AServerThatDiesPausesAndPlayFindsTheNextOne) {
    const Listening song = test::songAlone(test::noise(44100, 2, 30 * 44100, 1, 0.2));
    Player player;
    player.listen(song);
    player.play();
    ASSERT_TRUE(comes([&] { return player.playhead() > 20000; })) << player.status().problem;
    server.kill();
    ASSERT_TRUE(comes([&] { return player.status().state == PlayerStatus::State::stopped; }));
    ASSERT_TRUE(comes([&] { return !player.status().problem.empty(); }));
    EXPECT_NE(player.status().problem.find("is gone"), std::string::npos);
    const double rested = player.playhead();
    EXPECT_GT(rested, 20000);
    player.play(); // there is still none
    ASSERT_TRUE(comes([&] {
        return player.status().state == PlayerStatus::State::stopped &&
               player.status().problem.find("no sound device") != std::string::npos;
    })) << player.status().problem;

    ASSERT_TRUE(server.start());
    JackRecorder recorder(20);
    player.play();
    ASSERT_TRUE(comes([&] { return player.playhead() > rested + 20000; }))
        << player.status().problem;
    EXPECT_EQ(player.status().problem, "");
    recorder.stop();
    EXPECT_GE(find(recorder.sound(0), *song.clip, static_cast<Index>(rested) + 10000), 0);
}

TEST_F(PlayerServerTest, AServerThatStandsStillIsGivenUpAndTakenUpAgain) {
    const Listening song = test::songAlone(test::noise(44100, 2, 30 * 44100, 1, 0.2));
    Player player;
    player.listen(song);
    for (int round = 0; round < 3; ++round) {
        player.seek(0);
        ASSERT_TRUE(plays(player)) << player.status().problem;
        ASSERT_TRUE(comes([&] { return player.playhead() > 20000; })) << player.status().problem;
        server.stall();
        ASSERT_TRUE(comes([&] { return player.status().state == PlayerStatus::State::stopped; }));
        ASSERT_TRUE(comes([&] { return !player.status().problem.empty(); }));
        EXPECT_NE(player.status().problem.find("does not answer"), std::string::npos);
        player.refreshDevices(); // as a menu does
        player.play();           // which would wait for the server
        ASSERT_TRUE(comes([&] {
            return player.status().problem.find("still does not answer") != std::string::npos;
        })) << player.status().problem;
        EXPECT_FALSE(player.status().devices.empty());

        server.resume(); // its callback is called again, with what was given up
    }
    JackRecorder recorder(20);
    player.seek(0);
    ASSERT_TRUE(plays(player)) << player.status().problem;
    ASSERT_TRUE(comes([&] { return player.playhead() > 60000; })) << player.status().problem;
    recorder.stop();
    EXPECT_GE(find(recorder.sound(0), *song.clip, 30000), 0);
}

TEST_F(PlayerServerTest, NobodyWaitsForAServerThatStandsStill) {
    const Listening song = test::songAlone(test::noise(44100, 2, 30 * 44100, 1, 0.2));
    for (const bool late : {false, true}) {
        auto player = std::make_unique<Player>();
        player->listen(song);
        ASSERT_TRUE(plays(*player)) << player->status().problem;
        ASSERT_TRUE(comes([&] { return player->playhead() > 20000; })) << player->status().problem;
        server.stall();
        if (late) {
            ASSERT_TRUE(comes([&] { return !player->status().problem.empty(); }));
        } else {
            player->pause();
        }
        EXPECT_TRUE(endsByItself(player)); // and leaves behind what may be called still
    }
}

TEST_F(PlayerServerTest, NobodyWaitsForAServerThatStandsStillAgain) {
    auto player = std::make_unique<Player>();
    player->listen(test::songAlone(test::noise(44100, 2, 30 * 44100, 1, 0.2)));
    player->play();
    ASSERT_TRUE(comes([&] { return player->playhead() > 20000; })) << player->status().problem;
    server.stall();
    ASSERT_TRUE(comes([&] { return !player->status().problem.empty(); }));
    server.resume(); // for a few blocks only
    std::this_thread::sleep_for(100ms);
    server.stall();
    EXPECT_TRUE(endsByItself(player));
}

TEST_F(PlayerServerTest, AnIdlePlayerLeavesAServerThatGoesOn) {
    Player player;
    player.listen(test::songAlone(test::noise(44100, 2, 30 * 44100, 1, 0.2)));
    player.play();
    ASSERT_TRUE(comes([&] { return player.playhead() > 20000; })) << player.status().problem;
    EXPECT_TRUE(server.isPlayedOn());
    server.stall();
    ASSERT_TRUE(comes([&] { return !player.status().problem.empty(); }));
    server.resume();
    EXPECT_TRUE(comes([&] { return !server.isPlayedOn(); }));
}

TEST_F(PlayerServerTest, AServerThatDiesWhileItStandsStillIsGone) {
    const Listening song = test::songAlone(test::noise(44100, 2, 30 * 44100, 1, 0.2));
    Player player;
    player.listen(song);
    player.play();
    ASSERT_TRUE(comes([&] { return player.playhead() > 20000; })) << player.status().problem;
    server.stall();
    ASSERT_TRUE(comes([&] { return !player.status().problem.empty(); }));
    const double rested = player.playhead();
    server.kill();
    ASSERT_TRUE(server.start());
    player.play();
    ASSERT_TRUE(comes([&] { return player.playhead() > rested + 20000; }))
        << player.status().problem;
    EXPECT_EQ(player.status().problem, "");
}

TEST_F(PlayerServerTest, ASongOfAnotherRateIsInTune) {
    const Listening song = test::songAlone(test::sine(48000, 1, 4 * 48000, 1000, 0.5));
    JackRecorder recorder(20);
    Player player;
    player.listen(song);
    player.play();
    ASSERT_TRUE(comes([&] { return player.playhead() > 24000; })) << player.status().problem;
    EXPECT_EQ(player.status().deviceRate, 44100);
    const Index from = recorder.length();
    record(recorder, 1.5);
    recorder.stop();
    // Against a tone of exactly 1000 Hz the phase must stay: the sum of products over stretches.
    const auto phase = [&](Index start) {
        double sine = 0;
        double cosine = 0;
        for (Index i = start; i < start + 4410; ++i) {
            sine += recorder.sound(1)[i] *
                    std::sin(2 * std::numbers::pi * 1000.0 * static_cast<double>(i) / 44100);
            cosine += recorder.sound(1)[i] *
                      std::cos(2 * std::numbers::pi * 1000.0 * static_cast<double>(i) / 44100);
        }
        return std::atan2(cosine, sine);
    };
    EXPECT_NEAR(std::remainder(phase(from) - phase(from + 44100), 2 * std::numbers::pi), 0, 1e-3);
}

} // namespace refrain
