// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/pitch_track.h"

#include "core/separation/estimators/refrain/pitch_salience.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace refrain {

namespace {

constexpr Index kLongestJump = 15;
constexpr double kJumpCost = 0.1;

/// The best sums of saliences of all paths that end at each pitch of one frame, and by which jump
/// they came there.
class PathEnds {
public:
    explicit PathEnds(std::span<const float> salience) {
        padded_.fill(-1e30F); // no path comes from outside the pitches
        std::ranges::copy(salience, sums_.begin());
    }

    /// Goes on to the next frame; `jumps` becomes, for each pitch, where the best path came from.
    void advance(std::span<const float> salience, std::span<std::int8_t> jumps) {
        std::ranges::copy(sums_, padded_.begin() + kLongestJump);
        jumps_.fill(0);
        for (Index size = 1; size <= kLongestJump; ++size) {
            const auto cost = static_cast<float>(kJumpCost * static_cast<double>(size));
            compare(-size, cost);
            compare(size, cost);
        }
        for (Index pitch = 0; pitch < kPitchCount; ++pitch) {
            sums_[pitch] += salience[pitch];
            jumps[pitch] = static_cast<std::int8_t>(jumps_[pitch]);
        }
        // Only differences count, and small numbers keep their digits.
        const float largest = *std::ranges::max_element(sums_);
        for (float& sum : sums_)
            sum -= largest;
    }

    Index best() const { return std::ranges::max_element(sums_) - sums_.begin(); }

private:
    void compare(Index jump, float cost) {
        const float* from = padded_.data() + kLongestJump + jump;
        for (Index pitch = 0; pitch < kPitchCount; ++pitch) {
            const float sum = from[pitch] - cost;
            const bool better = sum > sums_[pitch];
            sums_[pitch] = better ? sum : sums_[pitch];
            jumps_[pitch] = better ? static_cast<std::int32_t>(jump) : jumps_[pitch];
        }
    }

    std::array<float, kPitchCount> sums_;
    std::array<float, kPitchCount + 2 * kLongestJump> padded_;
    std::array<std::int32_t, kPitchCount> jumps_; // as wide as the sums, to be compared with them
};

/// The best path: a pitch for each frame.
std::vector<Index> bestPath(const Array2D<float>& salience, const Progress& progress) {
    Array2D<std::int8_t> jumps(salience.rows, kPitchCount);
    PathEnds ends(salience.row(0));
    for (Index frame = 1; frame < salience.rows; ++frame) {
        if (frame % 64 == 0)
            progress.report(static_cast<double>(frame) / static_cast<double>(salience.rows));
        ends.advance(salience.row(frame), jumps.row(frame));
    }
    std::vector<Index> path(salience.rows);
    path.back() = ends.best();
    for (Index frame = salience.rows - 1; frame > 0; --frame)
        path[frame - 1] = path[frame] + jumps.row(frame)[path[frame]];
    return path;
}

/// The top of the parabola through three points at -1, 0 and 1, at most half a step away.
double topOf(double before, double at, double after) {
    const double curvature = before - 2 * at + after;
    if (curvature > -1e-12)
        return 0;
    return std::clamp(0.5 * (before - after) / curvature, -0.5, 0.5);
}

} // namespace

PitchTrack followPitch(const Array2D<float>& salience, const Progress& progress) {
    assert(salience.rows > 0 && salience.columns == kPitchCount);
    PitchTrack track;
    const std::vector<Index> path = bestPath(salience, progress);
    for (Index frame = 0; frame < salience.rows; ++frame) {
        const auto row = salience.row(frame);
        const Index pitch = std::clamp<Index>(path[frame], 1, kPitchCount - 2);
        const double top = topOf(row[pitch - 1], row[pitch], row[pitch + 1]);
        track.hertz.push_back(static_cast<float>(pitchHertz(static_cast<double>(pitch) + top)));
        track.salience.push_back(row[path[frame]]);
    }
    return track;
}

} // namespace refrain
