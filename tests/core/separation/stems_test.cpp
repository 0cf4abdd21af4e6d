// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/stems.h"

#include "core/base/parallel.h"
#include "core/separation/evaluation.h"
#include "tests/support/signals.h"

#include <gtest/gtest.h>
#include <random>

namespace refrain {

namespace {

const StftParams kParams{1024, 256};

BackgroundShare randomShare(Index frames) {
    return makeShare(frames, kParams.binCount(), {}, [](Index frame, std::span<float> row) {
        std::mt19937 random(static_cast<std::uint32_t>(frame));
        for (float& share : row)
            share = std::generate_canonical<float, 24>(random);
    });
}

AudioClip render(const AudioClip& clip, const BackgroundShare& share, const GainTable& table) {
    return renderClip(clip, kParams, share, table, 0, clip.length());
}

} // namespace

TEST(StemsTest, ForegroundBackgroundAndResidualAddUpToTheSong) {
    for (const Index length : {1, 300, 20000, 123457}) {
        const AudioClip clip = test::noise(44100, 2, length, 1, 1.0);
        const BackgroundShare share = randomShare(kParams.frameCount(length));
        for (const MaskSettings& settings :
             {MaskSettings{1, 1, 2}, {3, 11, 3}, {100, 100, 20}, {1, 1, 0.1}}) {
            const MaskCurve curve(settings);
            const AudioClip sum = mix(mix(render(clip, share, curve.of(Part::foreground)),
                                          render(clip, share, curve.of(Part::background))),
                                      render(clip, share, curve.of(Part::residual)));
            EXPECT_GT(test::signalToNoise(clip, sum), 120) << length;
        }
    }
}

TEST(StemsTest, AStretchHasTheBitsOfTheWhole) {
    const AudioClip clip = test::noise(44100, 2, 50000);
    const BackgroundShare share = randomShare(kParams.frameCount(50000));
    const MaskCurve curve({3, 11, 3});
    const AudioClip whole = render(clip, share, curve.of(Part::background));
    const GainTable* const tables[] = {&curve.of(Part::background)};
    StemRenderer renderer(clip, kParams, share);
    for (const auto& [first, count] :
         {std::pair<Index, Index>{0, 1}, {0, 777}, {12345, 1}, {20000, 5000}, {49999, 1}}) {
        const auto stems = renderer.render(first, count, tables);
        for (Index channel = 0; channel < 2; ++channel)
            for (Index i = 0; i < count; ++i)
                ASSERT_EQ(stems[0][channel][i], whole.channels[channel][first + i])
                    << first << " + " << i;
    }
}

TEST(StemsTest, ResultsDoNotDependOnTheNumberOfThreads) {
    const AudioClip clip = test::noise(44100, 2, 200000);
    const BackgroundShare share = randomShare(kParams.frameCount(200000));
    const MaskCurve curve({1, 1, 2});
    setThreadCount(1);
    const AudioClip expected = render(clip, share, curve.of(Part::foreground));
    setThreadCount(5);
    EXPECT_EQ(render(clip, share, curve.of(Part::foreground)), expected);
    setThreadCount(0);
}

TEST(StemsTest, ATableOfOnesGivesTheSongAndAShareNotYetKnownTooWhateverTheTable) {
    const AudioClip clip = test::noise(44100, 1, 100000, 1, 1.0);
    const Index frames = kParams.frameCount(100000);
    const BackgroundShare share = randomShare(frames);
    EXPECT_LT(test::largestDifference(clip, render(clip, share, GainTable(kShareSteps, 1.0F))),
              1e-6);

    BackgroundShare unknown = share;
    for (auto& strip : unknown.strips)
        strip = nullptr;
    EXPECT_LT(test::largestDifference(clip, render(clip, unknown, GainTable(kShareSteps, 0.0F))),
              1e-6);
}

TEST(StemsTest, ASharedShareKeepsChannelsApart) {
    AudioClip clip = test::noise(44100, 2, 30000);
    std::ranges::fill(clip.channels[1], 0.0F);
    const AudioClip part = render(clip, randomShare(kParams.frameCount(30000)),
                                  MaskCurve({1, 1, 1}).of(Part::foreground));
    EXPECT_GT(test::signalToNoise(clip, part), 0); // something is left of the one
    for (const float sample : part.channels[1])    // and nothing of it got into the other
        ASSERT_EQ(sample, 0);
}

} // namespace refrain
