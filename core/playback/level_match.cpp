// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/level_match.h"

#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

constexpr Index kFrames = 400;

// What is let through by 24 dB less than the song is no music that anybody wants louder.
constexpr double kHighestGain = 15.85;

} // namespace

EnergyByShare energyByShare(const AudioClip& clip, const StftParams& params,
                            const BackgroundShare& share) {
    EnergyByShare result;
    result.energies.resize(kShareSteps);
    FrameTransform transform(params);
    const Index step = std::max<Index>(1, share.frames / kFrames);
    for (Index frame = step / 2; frame < share.frames; frame += step) {
        const auto shares = share.row(frame);
        for (const auto& channel : clip.channels) {
            const auto bins = transform.forward(channel, frame);
            for (std::size_t bin = 0; bin < bins.size(); ++bin) {
                const double energy = std::norm(bins[bin]);
                (shares.empty() ? result.unknown : result.energies[shares[bin]]) += energy;
            }
        }
    }
    return result;
}

double matchingGain(const EnergyByShare& song, const GainTable& gains) {
    double whole = song.unknown;
    double heard = song.unknown;
    for (std::size_t i = 0; i < gains.size(); ++i) {
        whole += song.energies[i];
        heard += song.energies[i] * gains[i] * gains[i];
    }
    if (!(heard > 0))
        return 1;
    return std::min(kHighestGain, std::sqrt(whole / heard));
}

} // namespace refrain
