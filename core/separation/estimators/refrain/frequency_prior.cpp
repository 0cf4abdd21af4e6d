// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/estimators/refrain/frequency_prior.h"

#include <algorithm>
#include <cmath>

namespace refrain {

FrequencyPrior::FrequencyPrior(const SongCells& cells) {
    for (Index bin = 0; bin < cells.params.binCount(); ++bin) {
        const double hertz = cells.hertz(bin);
        logHertz.push_back(
            static_cast<float>(std::clamp(std::log(std::max(hertz, 10.0) / 1000), -3.5, 3.0)));
        highPass.push_back(static_cast<float>(1 / (1 + std::exp(-(hertz - 130) / 20))));
    }
}

std::vector<float> FrequencyPrior::weighted(float constant, float linear, float square,
                                            float edge) const {
    std::vector<float> logOdds(logHertz.size());
    for (std::size_t bin = 0; bin < logOdds.size(); ++bin) {
        const float l = logHertz[bin];
        logOdds[bin] = constant + linear * l + square * l * l + edge * highPass[bin];
    }
    return logOdds;
}

} // namespace refrain
