// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/mask_curve.h"
#include "core/separation/pipeline.h"

namespace refrain {

/// All that a person sets to separate a song: what is remembered for it and can be undone.
/// Threads: a value.
struct SeparationSettings {
    MaskSettings knobs;
    AnalysisSettings analysis;

    bool operator==(const SeparationSettings&) const = default;
};

} // namespace refrain
