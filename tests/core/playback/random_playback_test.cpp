// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/playback/listening.h"
#include "tests/core/playback/lockstep.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <numbers>

// Everything at random, for a long time: what must hold of each block whatever was asked for.

namespace refrain {

namespace {

// A million blocks in all, in pieces that can be run side by side.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr Index kBlocks = 5'000;
constexpr std::uint32_t kSeeds = 1;
#else
constexpr Index kBlocks = 100'000;
constexpr std::uint32_t kSeeds = 10;
#endif

// A deep tone, so that any break in it would stand out.
constexpr double kAmplitude = 0.5;
constexpr double kHertz = 110;
constexpr int kRate = 44100;

/// The largest step from sample to sample that there is in the tone itself, and that of a fade
/// between two moments of it.
const double kOwnStep = kAmplitude * 2 * std::numbers::pi * kHertz / kRate;
const double kFadeStep = 2 * kAmplitude * std::numbers::pi / 2 / (0.008 * kRate);

class Chance {
public:
    explicit Chance(std::uint32_t seed) : random_(seed) {}

    /// From 0 to `end` - 1.
    Index below(Index end) { return static_cast<Index>(random_() % static_cast<unsigned>(end)); }
    bool oneIn(Index count) { return below(count) == 0; }

    /// A block length from 1 to 4096, each order of magnitude as often.
    Index block() {
        return static_cast<Index>(
            std::exp2(static_cast<double>(below(12'001)) / 1000)); // 2^0 to 2^12
    }

private:
    std::mt19937 random_;
};

class RandomPlaybackTest : public testing::TestWithParam<std::uint32_t> {};

} // namespace

TEST_P(RandomPlaybackTest, NoChangeClicksIsLateOrGoesAstray) {
    Listening listening = test::songWithShare(test::sine(kRate, 2, 20 * kRate, kHertz, kAmplitude),
                                              GainTable(kShareSteps, 1.0F));
    const Index length = listening.clip->length();
    std::vector<std::shared_ptr<const GainTable>> tables = {nullptr};
    for (const float gain : {1.0F, 0.5F, 0.0F})
        tables.push_back(std::make_shared<const GainTable>(kShareSteps, gain));
    Chance chance(GetParam());
    test::Lockstep device(kRate);
    device.ahead.listen(listening);
    device.ahead.play(0);
    double lastSample = 0;
    for (Index block = 0; block < kBlocks; ++block) {
        if (chance.oneIn(8)) {
            switch (chance.below(8)) {
            case 0:
            case 1:
                device.ahead.play(chance.below(length));
                break;
            case 2:
                device.ahead.halt();
                break;
            case 3:
                device.ahead.scrub(chance.below(length));
                break;
            case 4: {
                const Index first = chance.below(length);
                device.ahead.setLoop(
                    chance.oneIn(2) ? std::nullopt
                                    : std::optional(Range{first, first + chance.below(kRate)}));
                break;
            }
            default:
                listening.gains = tables[chance.below(std::ssize(tables))];
                device.ahead.listen(listening);
                break;
            }
        }
        const Index frames = chance.block();
        device.sound = {};
        device.run(frames, frames);
        const Moment moment = device.mixer.moment();
        ASSERT_GE(moment.position, 0);
        ASSERT_LE(moment.position, length);
        ASSERT_LE(moment.since, moment.position);
        double largestStep = 0;
        for (Index i = 0; i < frames; ++i) {
            const double sample = device.sound[0][i];
            largestStep = std::max(largestStep, std::abs(sample - lastSample));
            lastSample = sample;
        }
        // A song's end may still be gliding to 0 while the next sound fades in.
        ASSERT_LE(largestStep, kOwnStep + 1.5 * kFadeStep) << "block " << block;
        ASSERT_TRUE(device.sound[1] == device.sound[0]) << "block " << block;
        ASSERT_LE(std::abs(lastSample), kAmplitude * 1.5);
    }
    EXPECT_EQ(device.mixer.lateness().blocks, 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomPlaybackTest, testing::Range(1U, 1 + kSeeds));

TEST(RandomSeekTest, WhateverWasAskedForBeforeTheSamplesAreThoseOfTheSong) {
    const Listening song = test::songAlone(test::noise(kRate, 2, 10 * kRate));
    Chance chance(2);
    test::Lockstep device(kRate);
    device.ahead.listen(song);
    Index compared = 0;
    for (int round = 0; round < 300; ++round) {
        device.ahead.setLoop(std::nullopt);
        const Index position = chance.below(9 * kRate);
        if (chance.oneIn(3))
            device.ahead.scrub(chance.below(9 * kRate));
        if (chance.oneIn(3))
            device.ahead.halt();
        device.run(chance.block(), chance.block());
        device.ahead.play(position);
        // Time for the fade before, for the end of its block, and for the fade to this place.
        device.run(5 * device.mixer.fadeLength(), std::min<Index>(chance.block(), 512));
        device.sound = {};
        const Index frames = chance.block();
        const Moment before = device.mixer.moment();
        if (before.state != Moment::State::playing || before.timeline != device.ahead.timeline())
            continue; // a long block before has not let it begin yet
        const Index from = position + before.nextFrame - device.mixer.fadeLength();
        device.run(frames, frames);
        for (Index i = 0; i < frames && from + i < song.clip->length(); ++i)
            ASSERT_EQ(device.sound[0][i], song.clip->channels[0][from + i]) << round;
        ++compared;
    }
    EXPECT_GT(compared, 200);
}

} // namespace refrain
