// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/mask_curve.h"

#include "core/separation/share.h"

#include <algorithm>
#include <cmath>

namespace refrain {

Gains gainsAt(double share, const MaskSettings& settings) {
    // Written with the odds of the two sides: no number is too large or small for the highest
    // power, and the ends come out exactly, as 1/0 is infinite and 1/(1+inf) is 0.
    const double odds = share / (1 - share);
    const double foreground = 1 / (1 + std::pow(settings.foregroundMargin * odds, settings.power));
    const double background = 1 / (1 + std::pow(settings.backgroundMargin / odds, settings.power));
    // With margins of 1 they are 1 together but for rounding.
    return {foreground, background, std::max(0.0, 1 - foreground - background)};
}

double meanMargin(const MaskSettings& settings) {
    return std::sqrt(settings.backgroundMargin * settings.foregroundMargin);
}

Crossing crossingOf(const MaskSettings& settings) {
    // Both gains are equal where foregroundMargin * odds = backgroundMargin / odds.
    const double odds = std::sqrt(settings.backgroundMargin / settings.foregroundMargin);
    return {.share = odds / (1 + odds),
            .gain = 1 / (1 + std::pow(meanMargin(settings), settings.power))};
}

MaskSettings withMargins(const MaskSettings& settings, double share, double mean) {
    // No pair of margins within the range is further apart than this.
    const double steepest = std::sqrt(kMarginRange[1] / kMarginRange[0]);
    const double within = std::clamp(share, 0.0, 1.0);
    const double odds = std::clamp(within / (1 - within), 1 / steepest, steepest);
    // Neither margin may be below the smallest, nor above the largest.
    const double apart = std::max(odds, 1 / odds);
    const double margin = std::clamp(mean, kMarginRange[0] * apart, kMarginRange[1] / apart);
    MaskSettings result = settings;
    result.backgroundMargin = std::clamp(margin * odds, kMarginRange[0], kMarginRange[1]);
    result.foregroundMargin = std::clamp(margin / odds, kMarginRange[0], kMarginRange[1]);
    return result;
}

MaskCurve::MaskCurve(const MaskSettings& settings) {
    for (GainTable& table : tables)
        table.resize(kShareSteps);
    for (Index step = 0; step < kShareSteps; ++step) {
        const Gains gains = gainsAt(shareOf(step), settings);
        for (const Part part : kParts)
            tables[static_cast<std::size_t>(part)][step] = static_cast<float>(gains.of(part));
    }
}

std::span<const Preset> presets() {
    // Chosen from 184 settings with method refrain on five excerpts with true stems (evaluate
    // --sweep). balanced: against power 1 its parts are 0.35 dB further from the truth and let 2.5
    // dB less of the band into the voice. karaoke: of those whose background is within 0.1 dB of
    // the best signal-to-distortion ratio, the one that lets the least of the voice through
    // (against balanced: 0.4 dB better, 0.6 dB less voice). acapella: of those whose foreground is
    // within 0.75 dB of the best, the one that lets the least of the band through (against
    // balanced: 0.3 dB worse, 1.8 dB less band). With method repeating the same two were chosen,
    // karaoke among those within 0.2 dB.
    static constexpr Preset list[] = {
        {"balanced", {1, 1, 2}, "nothing is lost between the parts"},
        {"article", {3, 11, 3}, "clean parts, as in the article; the rest goes to the residual"},
        {"karaoke", {2, 1, 1}, "the band with less of the voice, to sing to"},
        {"acapella", {1, 1.5, 2}, "the voice with less of the band"},
    };
    return list;
}

const Preset* findPreset(std::string_view name) {
    const auto found = std::ranges::find(presets(), name, &Preset::name);
    return found == presets().end() ? nullptr : &*found;
}

} // namespace refrain
