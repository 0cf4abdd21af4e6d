// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/raster.h"

#include <optional>

namespace refrain {

/// A band of frequencies in Hz.
struct FrequencySpan {
    double lowestHertz = 0;
    double highestHertz = 0; // above lowestHertz

    bool operator==(const FrequencySpan&) const = default;
};

/// What the user has chosen of a song: a stretch of time, of all frequencies unless there are some.
struct Selection {
    TimeSpan time;
    std::optional<FrequencySpan> frequency = {};

    bool operator==(const Selection&) const = default;
};

} // namespace refrain
