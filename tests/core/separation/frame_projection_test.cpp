// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/frame_projection.h"

#include "core/base/parallel.h"
#include "core/separation/row_products.h"
#include "core/spectrum/stft.h"
#include "tests/support/signals.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace refrain {

namespace {

std::vector<float> scalesOf(const Array2D<float>& frames) {
    std::vector<float> scales;
    for (Index frame = 0; frame < frames.rows; ++frame) {
        const float square = productOfRowsPlain(frames.row(frame), frames.row(frame));
        scales.push_back(square > 0 ? 1 / std::sqrt(square) : 0);
    }
    return scales;
}

/// Music, noise, frames of which there are fewer kinds than dimensions, with silence between, and
/// noise in fewer bins than there are dimensions.
std::vector<Array2D<float>> songs() {
    std::mt19937 random(1);
    std::exponential_distribution<float> magnitude;
    Array2D<float> noise(600, 800);
    for (float& cell : noise.values)
        cell = magnitude(random);
    Array2D<float> loops(600, 800);
    for (Index frame = 0; frame < loops.rows; ++frame)
        if (frame % 7 != 0)
            std::ranges::copy(noise.row(frame % 5), loops.row(frame).begin());
    Array2D<float> fewBins(600, 800);
    for (Index frame = 0; frame < fewBins.rows; ++frame)
        std::ranges::copy(noise.row(frame).first(100), fewBins.row(frame).begin() + 30);
    return {magnitudes(test::demoSong(10), {2048, 1024}), noise, loops, fewBins};
}

} // namespace

TEST(FrameProjectionTest, TheCosineOfAnyTwoFramesIsWithinTheBounds) {
    for (const Array2D<float>& frames : songs()) {
        const std::vector<float> scales = scalesOf(frames);
        const FrameProjection projection = projectFrames(frames, scales);
        for (Index a = 0; a < frames.rows; a += 3)
            for (Index b = 0; b < frames.rows; b += 7) {
                const double cosine = double{productOfRowsPlain(frames.row(a), frames.row(b))} *
                                      scales[a] * scales[b];
                const float most = productOfRowsPlain(projection.coordinates.row(a),
                                                      projection.coordinates.row(b));
                ASSERT_LE(cosine, most) << a << ", " << b;
                ASSERT_GE(cosine, most - 2 * projection.rest(a) * projection.rest(b))
                    << a << ", " << b;
            }
    }
}

TEST(FrameProjectionTest, DirectionsAreOrthonormal) {
    for (const Array2D<float>& frames : songs()) {
        const Index count = FrameProjection::dimensionsFor(1 << 20); // the most that there are
        const Array2D<float> directions = mainDirections(frames, scalesOf(frames), count);
        for (Index a = 0; a < count; ++a)
            for (Index b = 0; b <= a; ++b) {
                const double product = exactProductOfRows(directions.row(a), directions.row(b));
                if (a != b || product > 0.5) // a direction that there is not is zero
                    ASSERT_NEAR(product, a == b ? 1 : 0, 1e-6) << a << ", " << b;
                else
                    ASSERT_EQ(product, 0) << a;
            }
    }
}

TEST(FrameProjectionTest, TheDirectionsHoldMostOfMusic) {
    const Array2D<float> frames = songs()[0];
    const FrameProjection projection = projectFrames(frames, scalesOf(frames));
    double left = 0;
    for (Index frame = 0; frame < frames.rows; ++frame)
        left += projection.rest(frame) * projection.rest(frame) / static_cast<float>(frames.rows);
    EXPECT_LT(left, 0.02); // of the energy; one in four frames is a direction of its own here
}

TEST(FrameProjectionTest, DoesNotDependOnTheNumberOfThreads) {
    const Array2D<float> frames = songs()[0];
    const std::vector<float> scales = scalesOf(frames);
    setThreadCount(1);
    const FrameProjection one = projectFrames(frames, scales);
    setThreadCount(3);
    EXPECT_EQ(projectFrames(frames, scales).coordinates, one.coordinates);
    setThreadCount(0);
}

} // namespace refrain
