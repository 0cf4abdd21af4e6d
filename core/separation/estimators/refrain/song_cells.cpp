// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/song_cells.h"

#include "core/base/parallel.h"
#include "core/separation/estimators/refrain/stereo_position.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace refrain {

namespace {

/// Transforms single frames of all channels of a clip.
class FrameReader {
public:
    FrameReader(const AudioClip& clip, const StftParams& params)
        : clip_(clip), transform_(params), left_(params.binCount()) {}

    void read(Index frame, std::span<float> magnitudes, std::span<std::uint8_t> places) {
        std::ranges::fill(magnitudes, 0.0F); // the power so far
        std::ranges::copy(addPower(0, frame, magnitudes), left_.begin());
        for (Index channel = 2; channel < clip_.channelCount(); ++channel)
            addPower(channel, frame, magnitudes);
        if (clip_.channelCount() > 1) {
            const auto right = addPower(1, frame, magnitudes);
            stereoPlaces(left_, right, magnitudes, places);
        }
        const float scale = 1.0F / static_cast<float>(clip_.channelCount());
        for (float& cell : magnitudes)
            cell = std::sqrt(cell * scale);
    }

private:
    std::span<const std::complex<float>> addPower(Index channel, Index frame,
                                                  std::span<float> power) {
        const auto bins = transform_.forward(clip_.channels[channel], frame);
        for (std::size_t bin = 0; bin < power.size(); ++bin)
            power[bin] += std::norm(bins[bin]);
        return bins;
    }

    const AudioClip& clip_;
    FrameTransform transform_;
    std::vector<std::complex<float>> left_;
};

} // namespace

SongCells readCells(const AudioClip& clip, const StftParams& params, const Progress& progress) {
    constexpr Index kFramesPerItem = 64; // enough work to outweigh making a plan
    const Index frames = params.frameCount(clip.length());
    SongCells cells{.sampleRate = clip.sampleRate,
                    .params = params,
                    .magnitudes = Array2D<float>(frames, params.binCount()),
                    .places = Array2D<std::uint8_t>(frames, params.binCount())};
    std::vector<double> energies((frames + kFramesPerItem - 1) / kFramesPerItem);

    parallelFor(std::ssize(energies), progress, [&](Index item) {
        FrameReader reader(clip, params);
        const Index end = std::min(frames, (item + 1) * kFramesPerItem);
        for (Index frame = item * kFramesPerItem; frame < end; ++frame) {
            progress.check();
            const std::span<float> row = cells.magnitudes.row(frame);
            reader.read(frame, row, cells.places.row(frame));
            for (const float cell : row)
                energies[item] += double{cell} * cell;
        }
    });
    // Summed in the order of time, whichever thread was first.
    const double energy = std::accumulate(energies.begin(), energies.end(), 0.0);
    cells.level = std::sqrt(energy / static_cast<double>(frames * params.binCount())) + 1e-12;
    return cells;
}

} // namespace refrain
