// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/pipeline.h"

#include "core/base/parallel.h"
#include "core/separation/mask_curve.h"
#include "core/separation/stems.h"
#include "tests/support/signals.h"

#include <cmath>
#include <gmock/gmock.h>
#include <random>

namespace refrain {

namespace {

std::shared_ptr<const AudioClip> shared(AudioClip clip) {
    return std::make_shared<const AudioClip>(std::move(clip));
}

std::vector<Stage> stagesOf(Results& results, const Inputs& inputs) {
    std::vector<Stage> stages;
    update(results, inputs, {}, [&](Stage stage) { stages.push_back(stage); });
    return stages;
}

std::vector<std::uint16_t> sharesOf(const Results& results) {
    std::vector<std::uint16_t> all;
    for (const auto& strip : results.share.value()->strips)
        all.insert(all.end(), strip->values.begin(), strip->values.end());
    return all;
}

} // namespace

TEST(PipelineTest, OnlyWhatIsOlderThanItsSourcesIsRemade) {
    using testing::ElementsAre;
    using testing::IsEmpty;
    const auto song = shared(test::demoSong(6));
    Results results;
    AnalysisSettings settings{.method = Method::repeating};
    EXPECT_THAT(stagesOf(results, {song, settings}),
                ElementsAre(Stage::clip, Stage::stft, Stage::similar, Stage::median));
    EXPECT_THAT(stagesOf(results, {song, settings}), IsEmpty());

    settings.voiceAboveHertz = 200;
    EXPECT_THAT(stagesOf(results, {song, settings}), ElementsAre(Stage::stft, Stage::median));
    settings.widthSeconds = 1;
    EXPECT_THAT(stagesOf(results, {song, settings}),
                ElementsAre(Stage::stft, Stage::similar, Stage::median));
    settings.fftSize = 2048;
    EXPECT_THAT(stagesOf(results, {song, settings}),
                ElementsAre(Stage::stft, Stage::similar, Stage::median));
    settings.method = Method::librosa;
    EXPECT_THAT(stagesOf(results, {song, settings}),
                ElementsAre(Stage::clip, Stage::stft, Stage::similar, Stage::median));
    settings.voiceAboveHertz = 300; // librosa has no such thing
    EXPECT_THAT(stagesOf(results, {song, settings}), IsEmpty());
}

TEST(PipelineTest, MethodRefrainFollowsTheVoiceAndTheOthersDoNot) {
    const auto song = shared(test::demoSong(6));
    Results results;
    EXPECT_THAT(
        stagesOf(results, {song, {.method = Method::refrain}}),
        testing::ElementsAre(Stage::clip, Stage::stft, Stage::similar, Stage::median, Stage::cues));
    ASSERT_NE(results.pitch, nullptr);
    EXPECT_EQ(std::ssize(results.pitch->hertz), results.share.value()->frames);
    EXPECT_EQ(results.neighbourCount(), 0);
    EXPECT_FALSE(results.tooShort());
    EXPECT_THAT(stagesOf(results, {song, {.method = Method::refrain, .voiceAboveHertz = 50}}),
                testing::IsEmpty());

    EXPECT_THAT(stagesOf(results, {song, {.method = Method::repeating}}),
                testing::ElementsAre(Stage::clip, Stage::stft, Stage::similar, Stage::median));
    EXPECT_EQ(results.pitch, nullptr);
    EXPECT_GT(results.neighbourCount(), 0);
}

TEST(PipelineTest, AChangeGivesWhatAFreshStartGives) {
    const auto song = shared(test::demoSong(6));
    AnalysisSettings settings{.method = Method::repeating};
    Results changed;
    update(changed, {song, settings});
    settings.widthSeconds = 1.5;
    settings.voiceAboveHertz = 0;
    update(changed, {song, settings});
    Results fresh;
    update(fresh, {song, settings});
    EXPECT_EQ(sharesOf(changed), sharesOf(fresh));
}

TEST(PipelineTest, ResultsDoNotDependOnTheNumberOfThreads) {
    const auto song = shared(test::demoSong(8));
    for (const Method method : {Method::repeating, Method::librosa, Method::refrain}) {
        const Inputs inputs{song, {.method = method}};
        setThreadCount(1);
        Results expected;
        update(expected, inputs);
        for (const int threads : {2, 7}) {
            setThreadCount(threads);
            Results results;
            update(results, inputs);
            EXPECT_EQ(sharesOf(results), sharesOf(expected));
        }
        setThreadCount(0);
    }
}

TEST(PipelineTest, ACancelledUpdateKeepsFinishedStagesAndCanBeTakenUpAgain) {
    const auto song = shared(test::demoSong(8));
    const Inputs inputs{song, {.method = Method::repeating}};
    Results results;
    std::stop_source source;
    EXPECT_THROW(update(results, inputs, Progress(source.get_token()),
                        [&](Stage stage) {
                            if (stage == Stage::similar)
                                source.request_stop();
                        }),
                 Cancelled);
    EXPECT_EQ(results.share.value(), nullptr);
    EXPECT_THAT(stagesOf(results, inputs), testing::ElementsAre(Stage::stft, Stage::median));
    Results fresh;
    update(fresh, inputs);
    EXPECT_EQ(sharesOf(results), sharesOf(fresh));
}

/// Counts the units of work of an analysis on one thread, which reports after each of them, and
/// asks it to stop after the unit `stopAfter`.
Index unitsOfWork(const Inputs& inputs, Index stopAfter) {
    std::stop_source stop;
    Index units = 0;
    try {
        Results results;
        update(results, inputs, Progress(stop.get_token(), [&](double) {
                   if (++units == stopAfter)
                       stop.request_stop();
               }));
    } catch (const Cancelled&) {
    }
    return units;
}

TEST(PipelineTest, AStopAtAnyMomentEndsTheWorkWithinOneSmallUnit) {
    const auto song = shared(test::demoSong(6));
    setThreadCount(1);
    std::mt19937 random(1);
    for (const Method method : {Method::repeating, Method::librosa, Method::refrain}) {
        const Inputs inputs{song, {.method = method}};
        const Index all = unitsOfWork(inputs, -1);
        // At least one for every frame's median and every 64 transforms: a song of any length has
        // its work cut so small that a unit is no more than one frame against all, or 256 frames
        // against 256.
        EXPECT_GT(all, stftParams(inputs.settings, 44100).frameCount(song->length()) / 2);
        for (int i = 0; i < 70; ++i) {
            const Index stopAfter = 1 + static_cast<Index>(random() % (all - 1));
            ASSERT_EQ(unitsOfWork(inputs, stopAfter), stopAfter)
                << methodName(method) << " of " << all;
        }
    }
    setThreadCount(0);
}

TEST(PipelineTest, SongsTooShortToRepeatAreAllForeground) {
    for (const Method method : {Method::repeating, Method::librosa})
        for (const Index length : {1, 2, 100, 44100, 4 * 44100}) {
            Results results;
            update(results, {shared(test::noise(44100, 2, length)), {.method = method}});
            EXPECT_TRUE(results.tooShort());
            EXPECT_THAT(sharesOf(results), testing::Each(0));
        }
}

TEST(PipelineTest, WhateverTheSongEveryShareAndEverySampleIsFinite) {
    const auto songs = {
        test::silence(44100, 2, 6 * 44100),
        test::makeClip(44100, 1, 6 * 44100, [](Index, Index) { return 1.0; }), // DC
        test::noise(44100, 2, 6 * 44100, 5, 1.0),
        test::makeClip(8000, 1, 6 * 8000, [](Index, Index i) { return i == 9000 ? 1.0 : 0.0; }),
        test::makeClip(44100, 1, 6 * 44100, [](Index, Index i) { return i % 2 ? 1e9 : -1e9; }),
        test::makeClip(44100, 1, 6 * 44100, [](Index, Index i) { return i % 3 ? 1e-30 : -1e-30; }),
    };
    for (const AudioClip& song : songs)
        for (const Method method : {Method::repeating, Method::librosa, Method::refrain}) {
            Results results;
            update(results, {shared(song), {.method = method}});
            const AudioClip& clip = results.audio();
            const MaskCurve curve({3, 11, 3});
            for (const Part part : kParts) {
                const AudioClip stem = renderClip(clip, results.params, *results.share.value(),
                                                  curve.of(part), 0, clip.length());
                EXPECT_EQ(stem.length(), clip.length());
                for (const auto& channel : stem.channels)
                    ASSERT_TRUE(
                        std::ranges::all_of(channel, [](float x) { return std::isfinite(x); }));
            }
        }
}

TEST(PipelineTest, TheMomentDecidesTheOrderOfWorkAndNotTheResult) {
    const auto song = shared(test::demoSong(24)); // five strips
    for (const Method method : {Method::repeating, Method::librosa, Method::refrain}) {
        Results expected;
        update(expected, {song, {.method = method}});
        for (const double begin : {0.0, 10.0, 1e9}) {
            Results results;
            std::vector<std::shared_ptr<const BackgroundShare>> seen;
            update(results, {song, {.method = method}, begin}, {}, {},
                   [&](auto share) { seen.push_back(std::move(share)); });
            EXPECT_EQ(sharesOf(results), sharesOf(expected));

            // The first that is known is the strip with the moment; the last is all.
            ASSERT_GE(seen.size(), results.share.value()->strips.size());
            const Index frames = results.share.value()->frames;
            const auto moment = static_cast<Index>(begin * results.sampleRate() /
                                                   static_cast<double>(results.params.hop));
            const Index own = std::min(moment, frames - 1);
            EXPECT_FALSE(seen.front()->row(own).empty());
            EXPECT_EQ(std::ranges::count(seen.front()->strips, nullptr),
                      std::ssize(seen.front()->strips) - 1);
            EXPECT_EQ(seen.back()->strips, results.share.value()->strips);
        }
    }
}

TEST(PipelineTest, MethodRefrainKnowsEveryStripQuicklyBeforeTheFinalOnesReplaceThem) {
    const auto song = shared(test::demoSong(12)); // three strips
    Results results;
    std::vector<std::shared_ptr<const BackgroundShare>> seen;
    update(results, {song, {.method = Method::refrain}, 6.0}, {}, {},
           [&](auto share) { seen.push_back(std::move(share)); });
    ASSERT_GE(seen.size(), 6U);
    EXPECT_EQ(std::ranges::count(seen[2]->strips, nullptr), 0);
    // The quick one is much better than nothing: nearer to the final one than the song itself is.
    const auto distanceTo = [&](const auto& guess) {
        double sum = 0;
        const BackgroundShare& last = *results.share.value();
        for (Index frame = 0; frame < last.frames; ++frame)
            for (Index bin = 0; bin < last.bins; ++bin)
                sum += std::abs(guess(frame, bin) - shareOf(last.row(frame)[bin]));
        return sum / static_cast<double>(last.frames * last.bins);
    };
    const double quick =
        distanceTo([&](Index frame, Index bin) { return shareOf(seen[2]->row(frame)[bin]); });
    const double half = distanceTo([](Index, Index) { return 0.5; });
    EXPECT_LT(quick, 0.5 * half);
}

TEST(PipelineTest, AShareThatIsMadeFromKnownNeighboursBeginsAtTheMomentToo) {
    const auto song = shared(test::demoSong(24));
    AnalysisSettings settings{.method = Method::repeating};
    Results results;
    update(results, {song, settings});
    settings.voiceAboveHertz = 0;
    std::vector<Index> known;
    std::vector<Stage> stages;
    const auto watch = [&](const auto& share) {
        known.push_back(std::ssize(share->strips) - std::ranges::count(share->strips, nullptr));
    };
    update(
        results, {song, settings, 12.0}, {}, [&](Stage stage) { stages.push_back(stage); }, watch);
    EXPECT_THAT(stages, testing::ElementsAre(Stage::stft, Stage::median));
    EXPECT_THAT(known, testing::ElementsAre(1, 2, 3, 4, 5));
    Results fresh;
    update(fresh, {song, settings});
    EXPECT_EQ(sharesOf(results), sharesOf(fresh));
}

TEST(PipelineTest, ProgressRisesFromNothingToAll) {
    std::vector<double> fractions;
    for (const std::optional<double> begin : {std::optional<double>(), std::optional(10.0)}) {
        Results results;
        fractions.clear();
        update(results, {shared(test::demoSong(16)), {.method = Method::repeating}, begin},
               Progress({}, [&](double fraction) { fractions.push_back(fraction); }));
        ASSERT_FALSE(fractions.empty());
        EXPECT_TRUE(std::ranges::is_sorted(fractions));
        EXPECT_GE(fractions.front(), 0);
        EXPECT_EQ(fractions.back(), 1);
    }
}

} // namespace refrain
