// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/level_range.h"
#include "core/spectrum/frequency_scale.h"

#include <string>
#include <vector>

// Which round numbers an axis is labelled with. Threads: any.

namespace refrain {

/// A mark on an axis and what is written there (UTF-8).
struct Tick {
    double value;
    std::string label;

    bool operator==(const Tick&) const = default;
};

/// Frequencies in Hz, rising: "50", "200", "1k", "2.5k". Labels are at least `gap` apart, as a part
/// of the axis's height; there are always two of them, however little room there is.
std::vector<Tick> frequencyTicks(const FrequencyScale& scale, double gap);

/// Times in seconds, rising: "1:30", and below a second "1:30.25". `secondsPerCharacter` is how
/// much of the axis one character takes. There is always one.
std::vector<Tick> timeTicks(double fromSeconds, double toSeconds, double secondsPerCharacter);

/// Levels in decibels, rising: "−40", with a true minus sign; at least `gap` decibels apart.
std::vector<Tick> decibelTicks(const LevelRange& range, double gap);

} // namespace refrain
