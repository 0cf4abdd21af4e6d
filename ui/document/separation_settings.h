// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/monitor.h"
#include "core/separation/mask_curve.h"
#include "core/separation/pipeline.h"

namespace refrain {

/// All that a person sets to separate a song and to mix its parts. Threads: a value.
struct SeparationSettings {
    MaskSettings knobs;
    AnalysisSettings analysis;
    Faders faders = {};

    bool operator==(const SeparationSettings&) const = default;
};

} // namespace refrain
