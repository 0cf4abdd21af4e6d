// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/colour_pixels.h"

#include "core/base/parallel.h"

#include <algorithm>

namespace refrain {

void colourPixels(const Array2D<float>& levels, std::span<const std::uint8_t> pale,
                  const ColourScale& colours, const ColourScale& paleColours, Colour* pixels,
                  Index stride) {
    constexpr Index kRowsPerTurn = 16; // enough that a turn is worth its start
    const bool anyPale = std::ranges::find_if(pale, [](auto p) { return p != 0; }) != pale.end();
    parallelFor((levels.rows + kRowsPerTurn - 1) / kRowsPerTurn, {}, [&](Index turn) {
        const Index end = std::min(levels.rows, (turn + 1) * kRowsPerTurn);
        for (Index y = turn * kRowsPerTurn; y < end; ++y) {
            const auto row = levels.row(y);
            Colour* to = pixels + y * stride;
            for (std::size_t x = 0; x < row.size(); ++x)
                to[x] = anyPale && pale[x] != 0 ? paleColours(row[x]) : colours(row[x]);
        }
    });
}

} // namespace refrain
