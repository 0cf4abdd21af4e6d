// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/frequency_scale.h"

#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

/// Equal steps of the result are equally tall.
double bent(FrequencySpacing spacing, double hertz) {
    switch (spacing) {
    case FrequencySpacing::log:
        return std::log2(hertz);
    case FrequencySpacing::mel:
        return 2595 * std::log10(1 + hertz / 700);
    case FrequencySpacing::linear:
        break;
    }
    return hertz;
}

double straightened(FrequencySpacing spacing, double value) {
    switch (spacing) {
    case FrequencySpacing::log:
        return std::exp2(value);
    case FrequencySpacing::mel:
        return 700 * (std::pow(10, value / 2595) - 1);
    case FrequencySpacing::linear:
        break;
    }
    return value;
}

} // namespace

double FrequencyScale::height(double hertz) const {
    const double bottom = bent(spacing, lowestHertz);
    const double top = bent(spacing, highestHertz);
    return (bent(spacing, hertz) - bottom) / (top - bottom);
}

double FrequencyScale::hertz(double height) const {
    const double bottom = bent(spacing, lowestHertz);
    const double top = bent(spacing, highestHertz);
    return straightened(spacing, bottom + height * (top - bottom));
}

FrequencyScale defaultFrequencyScale(FrequencySpacing spacing, int sampleRate) {
    const double highest = std::min(20000.0, sampleRate / 2.0);
    const double lowest = spacing == FrequencySpacing::log ? std::min(30.0, highest / 16) : 0.0;
    return {.spacing = spacing, .lowestHertz = lowest, .highestHertz = highest};
}

} // namespace refrain
