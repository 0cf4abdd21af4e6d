// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/comb.h"

#include "core/base/parallel.h"
#include "core/separation/estimators/refrain/mirrored.h"
#include "core/separation/estimators/refrain/row_math.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace refrain {

namespace {

/// The bins `[first, end)` above 150 and below 4000 Hz, where a voice is strong; none at very low
/// rates.
struct VoiceBand {
    Index first = 0;
    Index end = 0;

    explicit VoiceBand(const SongCells& cells) {
        while (first < cells.params.binCount() && cells.hertz(first) <= 150)
            ++first;
        end = first;
        while (end < cells.params.binCount() && cells.hertz(end) < 4000)
            ++end;
    }
};

/// What is on the comb in one frame; before the median over frames.
CombStrength strengthOf(std::span<const float> magnitudes, std::span<const float> leftover,
                        std::span<const float> comb, const VoiceBand& band, double silence) {
    double onComb = 0;
    double onCombInBand = 0;
    double leftoverInBand = 0;
    double songInBand = 0;
    for (Index bin = 0; bin < std::ssize(comb); ++bin) {
        const double energy = double{leftover[bin]} * leftover[bin];
        onComb += energy * comb[bin];
        if (bin < band.first || bin >= band.end)
            continue;
        onCombInBand += energy * comb[bin];
        leftoverInBand += energy;
        songInBand += double{magnitudes[bin]} * magnitudes[bin];
    }
    const double level = std::log(onComb + silence) - std::log(songInBand + silence);
    CombStrength strength{.level = static_cast<float>(std::clamp(level, -4.0, 0.0))};
    strength.share = static_cast<float>(onCombInBand / (leftoverInBand + silence));
    return strength;
}

/// What the comb takes of noise: its mean over the band.
float chanceOf(std::span<const float> comb, const VoiceBand& band) {
    double sum = 0;
    for (Index bin = band.first; bin < band.end; ++bin)
        sum += comb[bin];
    return static_cast<float>(sum / static_cast<double>(std::max<Index>(1, band.end - band.first)));
}

} // namespace

void combOf(float hertz, const SongCells& cells, std::span<float> row) {
    constexpr float kWidthBins = 2;
    const auto spacing = static_cast<float>(hertz / cells.binHertz());
    for (std::size_t bin = 0; bin < row.size(); ++bin) {
        const auto place = static_cast<float>(static_cast<std::int32_t>(bin));
        const auto nearest = static_cast<std::int32_t>(place / spacing + 0.5F);
        const float harmonic = nearest < 1 ? 1.0F : static_cast<float>(nearest);
        const float distance = (place - harmonic * spacing) / kWidthBins;
        row[bin] = -0.5F * distance * distance;
    }
    exponentials(row);
}

std::vector<CombStrength> combStrengths(const SongCells& cells, const Array2D<float>& repeated,
                                        const PitchTrack& pitch, const Progress& progress) {
    constexpr Index kReach = 4; // frames on either side in the median
    const Index frames = cells.magnitudes.rows;
    const Leftover leftover(cells);
    const VoiceBand band(cells);
    const double silence = 1e-12 * cells.level * cells.level;
    std::vector<CombStrength> strengths(frames);
    std::vector<float> chances(frames);
    parallelFor(frames, progress, [&](Index frame) {
        thread_local std::vector<float> comb;
        thread_local std::vector<float> rest;
        comb.resize(cells.params.binCount());
        rest.resize(cells.params.binCount());
        combOf(pitch.hertz[frame], cells, comb);
        leftover.of(cells.magnitudes.row(frame), repeated.row(frame), rest);
        strengths[frame] = strengthOf(cells.magnitudes.row(frame), rest, comb, band, silence);
        chances[frame] = chanceOf(comb, band);
    });

    std::vector<float> shares(frames);
    std::ranges::transform(strengths, shares.begin(), &CombStrength::share);
    for (Index frame = 0; frame < frames; ++frame) {
        std::array<float, 2 * kReach + 1> near;
        for (Index i = -kReach; i <= kReach; ++i)
            near[i + kReach] = shares[mirrored(frame + i, frames)];
        std::ranges::nth_element(near, near.begin() + kReach);
        const float chance = chances[frame];
        strengths[frame].share =
            std::clamp((near[kReach] - chance) / (1 - chance + 1e-9F), -0.2F, 1.0F);
    }
    return strengths;
}

} // namespace refrain
