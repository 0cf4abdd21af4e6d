// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "core/picture/colour_map.h"

#include <cstdint>
#include <span>

namespace refrain {

/// Writes the colours of one panel, `[row][column]`, into a picture whose rows are `stride` colours
/// apart. The columns for which `pale` is not 0 get `paleColours`; an empty `pale` is 0 everywhere.
/// Uses all processors.
void colourPixels(const Array2D<float>& levels, std::span<const std::uint8_t> pale,
                  const ColourScale& colours, const ColourScale& paleColours, Colour* pixels,
                  Index stride);

} // namespace refrain
