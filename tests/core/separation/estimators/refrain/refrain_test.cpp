// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The estimator step by step against tests/reference/refrain_estimator.py, and what must be true of
// it for any song.

#include "core/separation/estimators/refrain/refrain.h"

#include "core/audio/audio_file.h"
#include "core/base/parallel.h"
#include "core/separation/estimators/refrain/low_band.h"
#include "core/separation/estimators/refrain/pitch_salience.h"
#include "core/separation/estimators/refrain/weighted_sum.h"
#include "tests/support/golden.h"
#include "tests/support/instruction_sets.h"
#include "tests/support/paths.h"
#include "tests/support/signals.h"

#include <chrono>
#include <cmath>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <thread>

namespace refrain {

namespace {

/// The golden song, and what this program makes of it.
class RefrainTest : public testing::Test {
protected:
    static std::filesystem::path file(const std::string& name) {
        return test::dataFolder() / "refrain" / name;
    }

    static void SetUpTestSuite() {
        nlohmann::json reference;
        std::ifstream(file("reference.json")) >> reference;
        const auto& song = reference["song"];
        clip_ = readAudioFile(file("song.flac")).clip;
        params_ = {song["fft_size"], song["hop"]};
        keptStep_ = song["kept_frame_step"];
        cells_ = readCells(clip_, params_);
        ASSERT_EQ(cells_.magnitudes.rows, song["frames"]);
        const std::vector<std::int32_t> neighbours = test::readIntegers(file("neighbours.i32"));
        golden_.frames = Array2D<std::int32_t>(cells_.magnitudes.rows,
                                               std::ssize(neighbours) / cells_.magnitudes.rows);
        golden_.frames.values.assign(neighbours.begin(), neighbours.end());
        goldenPitch_.hertz = test::readFloats(file("pitch.f32"));
        goldenPitch_.salience.resize(goldenPitch_.hertz.size());
        goldenShare_ = test::readFloats(file("share.f32"));
    }

    /// The largest difference of the golden shares, and how many differ by more than 0.002.
    static std::pair<double, Index> differenceOf(const BackgroundShare& share) {
        double largest = 0;
        Index different = 0;
        for (std::size_t i = 0; i < goldenShare_.size(); ++i) {
            const Index kept = static_cast<Index>(i) / share.bins;
            const Index bin = static_cast<Index>(i) % share.bins;
            const double difference =
                std::abs(shareOf(share.row(kept * keptStep_)[bin]) - goldenShare_[i]);
            largest = std::max(largest, difference);
            different += difference > 0.002;
        }
        return {largest, different};
    }

    static BackgroundShare shareGiven(const SimilarFrames& similar, const PitchTrack& pitch) {
        Array2D<float> repeated = repeatedPart(cells_, similar);
        const auto strengths = combStrengths(cells_, repeated, pitch);
        const FirstGuess guess = guessVoice(cells_, std::move(repeated), pitch, strengths);
        GrowingShare share(cells_.magnitudes.rows, cells_.magnitudes.columns, {});
        weighCues(cells_, pitch, strengths, guess, share);
        return share.share();
    }

    static inline AudioClip clip_;
    static inline StftParams params_;
    static inline Index keptStep_;
    static inline SongCells cells_;
    static inline SimilarFrames golden_;
    static inline PitchTrack goldenPitch_;
    static inline std::vector<float> goldenShare_;
};

std::vector<std::uint16_t> allOf(const BackgroundShare& share) {
    std::vector<std::uint16_t> all;
    for (const auto& strip : share.strips)
        all.insert(all.end(), strip->values.begin(), strip->values.end());
    return all;
}

void expectSensible(const AudioClip& clip, const StftParams& params) {
    const RefrainEstimate estimate = estimateRefrain(clip, params);
    EXPECT_EQ(estimate.share.frames, params.frameCount(clip.length()));
    EXPECT_EQ(std::ssize(allOf(estimate.share)), estimate.share.frames * params.binCount());
    ASSERT_EQ(std::ssize(estimate.pitch.hertz), estimate.share.frames);
    for (const float hertz : estimate.pitch.hertz)
        ASSERT_TRUE(hertz > 79 && hertz < 1010) << hertz;
    for (const float salience : estimate.pitch.salience)
        ASSERT_TRUE(std::isfinite(salience));
    const SongCells cells = readCells(clip, params);
    Array2D<float> repeated = repeatedPart(cells, findSimilarInLowBand(cells));
    const auto strengths = combStrengths(cells, repeated, estimate.pitch);
    for (const CombStrength& strength : strengths)
        ASSERT_TRUE(std::isfinite(strength.share) && std::isfinite(strength.level));
    const FirstGuess guess = guessVoice(cells, std::move(repeated), estimate.pitch, strengths);
    for (const float energy : guess.voiceEnergy.values)
        ASSERT_TRUE(std::isfinite(energy) && energy >= 0);
    for (const float ratio : guess.stereo.values)
        ASSERT_TRUE(std::isfinite(ratio));
}

} // namespace

TEST_F(RefrainTest, NeighboursAreTheReferencesButForNearTies) {
    const std::vector<float> gaps = test::readFloats(file("gap.f32"));
    const SimilarFrames similar = findSimilarInLowBand(cells_);
    Index different = 0;
    for (Index frame = 0; frame < similar.frames.rows; ++frame)
        if (!std::ranges::equal(similar.of(frame), golden_.of(frame))) {
            ++different;
            EXPECT_LT(gaps[frame], 2e-6) << frame;
        }
    EXPECT_LE(different, 2);
}

TEST_F(RefrainTest, GivenTheNeighboursThePitchIsTheReferences) {
    const PitchTrack pitch = followPitch(pitchSalience(cells_, repeatedPart(cells_, golden_)));
    Index different = 0;
    for (std::size_t frame = 0; frame < pitch.hertz.size(); ++frame)
        different += std::abs(pitch.hertz[frame] - goldenPitch_.hertz[frame]) > 0.1;
    EXPECT_EQ(different, 0);
}

TEST_F(RefrainTest, GivenNeighboursAndPitchTheShareIsTheReferencesOnEveryInstructionSet) {
    for (const std::int64_t target : test::instructionSets()) {
        const test::OnlyInstructionSet only(target);
        const auto [largest, different] = differenceOf(shareGiven(golden_, goldenPitch_));
        // Single precision puts a few cells at another stereo place than double precision does.
        EXPECT_LT(static_cast<double>(different), 0.005 * static_cast<double>(goldenShare_.size()))
            << hwy::TargetName(target);
        EXPECT_LT(largest, 0.3) << hwy::TargetName(target);
    }
}

TEST_F(RefrainTest, FromTheSongToTheShareIsTheReferences) {
    const auto [largest, different] =
        differenceOf(estimateRefrain(clip_, params_, {.fallBack = false}).share);
    RecordProperty("largest", std::to_string(largest));
    EXPECT_LT(static_cast<double>(different), 0.005 * static_cast<double>(goldenShare_.size()));
}

TEST_F(RefrainTest, TheResultDoesNotDependOnTheNumberOfThreads) {
    const AudioClip song = test::demoSong(9); // more than one strip
    setThreadCount(1);
    const RefrainEstimate expected = estimateRefrain(song, defaultStftParams(song.sampleRate));
    ASSERT_GT(expected.share.strips.size(), 1U);
    for (const int threads : {2, 7}) {
        setThreadCount(threads);
        const RefrainEstimate estimate = estimateRefrain(song, defaultStftParams(song.sampleRate));
        EXPECT_EQ(allOf(estimate.share), allOf(expected.share));
        EXPECT_EQ(estimate.pitch, expected.pitch);
    }
    setThreadCount(0);
}

TEST_F(RefrainTest, ASongAndAQuieterCopyHaveTheSameShares) {
    AudioClip quiet = clip_;
    for (auto& channel : quiet.channels)
        for (float& sample : channel)
            sample /= 1024;
    const auto loudShares = allOf(estimateRefrain(clip_, params_).share);
    const auto quietShares = allOf(estimateRefrain(quiet, params_).share);
    Index different = 0;
    for (std::size_t i = 0; i < loudShares.size(); ++i)
        different += std::abs(loudShares[i] - quietShares[i]) > 130; // 0.002
    EXPECT_LT(static_cast<double>(different), 0.001 * static_cast<double>(loudShares.size()));
}

TEST_F(RefrainTest, WhateverTheSongEveryNumberIsFinite) {
    const Index length = 3 * 22050;
    const StftParams params{2048, 512};
    for (const AudioClip& song :
         {test::silence(22050, 2, length),
          test::makeClip(22050, 1, length, [](Index, Index) { return 1.0; }), // DC
          test::noise(22050, 2, length, 5, 1.0),
          test::makeClip(22050, 2, length, [](Index, Index i) { return i == 9000 ? 1.0 : 0.0; }),
          test::makeClip(22050, 1, length, [](Index, Index i) { return i % 2 ? 1e9 : -1e9; }),
          test::makeClip(22050, 2, length, [](Index, Index i) { return i % 3 ? 1e-30 : -1e-30; })})
        expectSensible(song, params);
}

TEST_F(RefrainTest, AnyLengthWillDo) {
    const StftParams params{512, 128};
    for (const Index length : {0, 1, 100, 128, 3 * 128, 4 * 128, 600, 30 * 128, 257 * 128})
        expectSensible(test::noise(44100, 2, length), params);
}

TEST_F(RefrainTest, AnyRateAndFrameSizeWillDo) {
    for (const int rate : {100, 4000, 96000})
        for (const Index fftSize : {16, 256, 8192})
            expectSensible(test::noise(rate, 2, 6000), {fftSize, fftSize / 4});
}

TEST_F(RefrainTest, AnyNumberOfChannelsWillDoAndSilentOnesChangeNothingButTheLevel) {
    for (const Index channels : {1, 3, 6})
        expectSensible(test::noise(22050, channels, 22050), {2048, 512});

    AudioClip surround = clip_;
    surround.channels.resize(6, std::vector<float>(clip_.length()));
    const auto stereo = allOf(estimateRefrain(clip_, params_).share);
    const auto six = allOf(estimateRefrain(surround, params_).share);
    Index different = 0;
    for (std::size_t i = 0; i < stereo.size(); ++i)
        different += std::abs(stereo[i] - six[i]) > 130; // 0.002
    EXPECT_LT(static_cast<double>(different), 0.001 * static_cast<double>(stereo.size()));
}

TEST_F(RefrainTest, ACancelledEstimateEndsWithinATenthOfASecondWhereverItIs) {
#if defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "Left out: thread sanitizer makes everything ten times slower.";
#endif
    using namespace std::chrono_literals;
    using Clock = std::chrono::steady_clock;
    const AudioClip song = test::noise(44100, 2, 20 * 44100);
    for (const auto delay : {0ms, 50ms, 150ms, 300ms}) {
        std::stop_source source;
        Clock::time_point stopped;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(delay);
            stopped = Clock::now();
            source.request_stop();
        });
        try {
            estimateRefrain(song, {4096, 1024}, {}, Progress(source.get_token()));
        } catch (const Cancelled&) {
            const auto ended = Clock::now();
            stopper.join();
            EXPECT_LT(ended - stopped, 100ms) << "after " << delay.count() << " ms";
        }
    }
}

TEST_F(RefrainTest, ProgressRisesFromNothingToAll) {
    std::vector<double> fractions;
    estimateRefrain(clip_, params_, {},
                    Progress({}, [&](double fraction) { fractions.push_back(fraction); }));
    ASSERT_FALSE(fractions.empty());
    EXPECT_TRUE(std::ranges::is_sorted(fractions));
    EXPECT_NEAR(fractions.back(), 1, 1e-9);
}

} // namespace refrain
