// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/colour_map.h"

#include <QPen>

namespace refrain {

/// How a pitch is drawn over a picture: a line, and under it a wider one that sets it off.
struct PitchPens {
    QPen casing;
    QPen line;
};

/// Of the colours that a line may have, the one that is least like any colour of the map; its
/// casing is dark. Threads: any.
PitchPens pitchPensOn(const ColourMap& map);

} // namespace refrain
