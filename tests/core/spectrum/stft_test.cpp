// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/stft.h"

#include "tests/support/signals.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace refrain {

using test::makeClip;
using test::noise;

TEST(StftTest, FramesAreLibrosasAtLibrosasRateAndTwiceAsLongAtTwiceTheRate) {
    EXPECT_EQ(defaultStftParams(22050), (StftParams{2048, 512}));
    EXPECT_EQ(defaultStftParams(44100), (StftParams{4096, 1024}));
    EXPECT_EQ(defaultStftParams(48000), (StftParams{4096, 1024}));
    EXPECT_EQ(defaultStftParams(96000), (StftParams{8192, 2048}));
    EXPECT_EQ(defaultStftParams(8000), (StftParams{1024, 256}));
    EXPECT_EQ(defaultStftParams(192000), (StftParams{16384, 4096}));
}

TEST(StftTest, TheWindowIsAPeriodicHannWindow) {
    const std::vector<float> window = hannWindow(8);
    EXPECT_EQ(window[0], 0);
    EXPECT_EQ(window[4], 1);
    EXPECT_FLOAT_EQ(window[2], 0.5F);
    EXPECT_FLOAT_EQ(window[7], window[1]); // symmetric round its middle, 8 samples apart
}

TEST(StftTest, AFullScaleSineOnABinHasAQuarterOfTheFrameAsItsMagnitude) {
    const StftParams params{1024, 256};
    const AudioClip clip = test::sine(44100, 1, 8192, 44100.0 * 32 / 1024, 1.0);
    const Array2D<float> cells = magnitudes(clip, params);
    EXPECT_NEAR(cells.row(16)[32], 256, 1e-2);
    EXPECT_NEAR(cells.row(16)[40], 0, 1e-2);
}

TEST(StftTest, AFrameIsTheTransformOfItsSamplesTimesTheWindowWithSilenceOutsideTheSong) {
    const StftParams params{64, 16};
    const AudioClip clip = noise(44100, 1, 100);
    FrameTransform transform(params);
    for (const Index frame : {0, 1, 3, 6}) {
        const auto bins = transform.forward(clip.channels[0], frame);
        for (Index bin = 0; bin < params.binCount(); ++bin) {
            std::complex<double> expected;
            for (Index n = 0; n < 64; ++n) {
                const Index i = frame * 16 - 32 + n;
                if (i < 0 || i >= 100)
                    continue;
                const double window =
                    0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(n) / 64);
                expected +=
                    clip.channels[0][i] * window *
                    std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(bin * n) / 64);
            }
            ASSERT_NEAR(std::abs(std::complex<double>(bins[bin]) - expected), 0, 1e-5)
                << frame << " " << bin;
        }
    }
}

TEST(StftTest, ThereAndBackIsTheSongIncludingBothEnds) {
    for (const Index length : {1, 5, 255, 256, 257, 4095, 10000, 50001}) {
        const StftParams params{1024, 256};
        const AudioClip clip = noise(44100, 1, length, 1, 1.0);
        FrameTransform transform(params);
        std::vector<float> output(length);
        for (Index frame = 0; frame < params.frameCount(length); ++frame) {
            transform.forward(clip.channels[0], frame);
            transform.inverseAdd(frame, output, 0);
        }
        const std::vector<float> energy = windowEnergy(params, length, 0, length);
        for (Index i = 0; i < length; ++i)
            ASSERT_NEAR(output[i] / energy[i], clip.channels[0][i], 1e-6) << length << " " << i;
    }
}

TEST(StftTest, WindowsAddUpToOneAndAHalfInsideASongAndNeverToLittle) {
    const StftParams params{1024, 256};
    for (const Index length : {1, 100, 256, 511, 512, 10000}) {
        const std::vector<float> energy = windowEnergy(params, length, 0, length);
        for (const float value : energy)
            EXPECT_GE(value, 0.25F) << length;
        // A stretch has the same sums as the whole.
        const Index first = length / 3;
        const std::vector<float> part = windowEnergy(params, length, first, length - first);
        for (Index i = 0; i < length - first; ++i)
            ASSERT_EQ(part[i], energy[first + i]);
    }
    EXPECT_NEAR(windowEnergy(params, 10000, 5000, 1)[0], 1.5, 1e-6);
}

TEST(StftTest, OppositePhasesInTwoChannelsDoNotVanish) {
    const AudioClip one = noise(44100, 1, 20000);
    const AudioClip opposite = makeClip(44100, 2, 20000, [&](Index channel, Index i) {
        return (channel == 0 ? 1 : -1) * one.channels[0][i];
    });
    const StftParams params{1024, 256};
    const Array2D<float> expected = magnitudes(one, params);
    const Array2D<float> cells = magnitudes(opposite, params);
    for (std::size_t i = 0; i < cells.values.size(); ++i)
        ASSERT_FLOAT_EQ(cells.values[i], expected.values[i]);
}

} // namespace refrain
