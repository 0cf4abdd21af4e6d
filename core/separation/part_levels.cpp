// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/part_levels.h"

#include "core/base/parallel.h"
#include "core/separation/stems.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace refrain {

namespace {

/// Energies of one stretch of the song.
struct Energies {
    double song = 0;
    std::array<double, 3> parts{};
    double difference = 0;
};

Energies energiesOf(const AudioClip& clip, Index first,
                    const std::vector<std::vector<std::vector<float>>>& parts) {
    Energies energies;
    for (Index channel = 0; channel < clip.channelCount(); ++channel) {
        const float* const song = clip.channels[channel].data() + first;
        for (Index i = 0; i < std::ssize(parts[0][channel]); ++i) {
            double sum = 0;
            for (std::size_t part = 0; part < parts.size(); ++part) {
                const double sample = parts[part][channel][i];
                energies.parts[part] += sample * sample;
                sum += sample;
            }
            energies.song += double{song[i]} * song[i];
            energies.difference += (sum - song[i]) * (sum - song[i]);
        }
    }
    return energies;
}

} // namespace

PartLevels measureParts(const AudioClip& clip, const StftParams& params,
                        const BackgroundShare& share, const MaskCurve& curve,
                        const Progress& progress) {
    std::vector<const GainTable*> tables;
    for (const Part part : kParts)
        tables.push_back(&curve.of(part));
    const Index blockLength = renderBlockLength(params);
    std::vector<Energies> blocks((clip.length() + blockLength - 1) / blockLength);
    parallelFor(std::ssize(blocks), progress, [&](Index block) {
        const Index first = block * blockLength;
        StemRenderer renderer(clip, params, share);
        blocks[block] = energiesOf(
            clip, first,
            renderer.render(first, std::min(blockLength, clip.length() - first), tables));
    });

    Energies sum;
    for (const Energies& block : blocks) {
        sum.song += block.song;
        sum.difference += block.difference;
        for (std::size_t part = 0; part < sum.parts.size(); ++part)
            sum.parts[part] += block.parts[part];
    }
    const auto decibels = [&](double energy) {
        return 10 * std::log10(sum.song > 0 ? energy / sum.song : 0);
    };
    PartLevels levels{.nullDecibels = decibels(sum.difference)};
    std::ranges::transform(sum.parts, levels.decibels.begin(), decibels);
    return levels;
}

} // namespace refrain
