// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/monitor.h"

#include "core/separation/share.h"

#include <algorithm>
#include <cmath>

namespace refrain {

double faderGain(double decibels) {
    return decibels <= kFaderRange[0] ? 0 : std::pow(10, decibels / 20);
}

double heardGain(const Monitor& monitor, Part part) {
    if (monitor.hearing == Hearing::background)
        return part == Part::background ? 1 : 0;
    if (monitor.hearing == Hearing::foreground)
        return part == Part::foreground ? 1 : 0;
    const Fader& fader = monitor.of(part);
    const bool anySolo = std::ranges::any_of(monitor.faders, &Fader::solo);
    return fader.muted || (anySolo && !fader.solo) ? 0 : faderGain(fader.decibels);
}

GainTable heardGains(const MaskCurve& curve, const Monitor& monitor) {
    GainTable sum(kShareSteps);
    for (const Part part : kParts) {
        const double gain = heardGain(monitor, part);
        if (gain == 0)
            continue;
        const GainTable& table = curve.of(part);
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += static_cast<float>(gain * table[i]);
    }
    return sum;
}

} // namespace refrain
