// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/colour_map.h"
#include "core/picture/level_pyramid.h"
#include "core/picture/panel.h"
#include "core/picture/raster.h"
#include "core/picture/row_map.h"
#include "core/separation/mask_curve.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace refrain {

/// What the window shows, one above the other.
inline constexpr std::array kViewPanels = {Panel::full, Panel::background, Panel::foreground};

/// What a part's gain adds to the level of a cell, in decibels by share byte; minus infinity where
/// the gain is 0.
using PanelGains = std::array<float, kCellShareSteps>;

/// For each of `kViewPanels`.
std::array<PanelGains, kViewPanels.size()> panelGains(const MaskCurve& curve);

/// How a stretch of a song is cut into pixels. The stretch lies in the song.
struct PyramidView {
    TimeSpan time;
    FrequencyScale scale;
    Index columns = 1; // at least 1
    Index rows = 1;    // of each panel, at least 1

    bool operator==(const PyramidView&) const = default;
};

/// The levels of the pixels of all panels.
struct PyramidPixels {
    /// For each of `kViewPanels` decibels `[column][row]`, the highest frequency first.
    std::array<Array2D<float>, kViewPanels.size()> levels;

    /// For each column whether the share of all of it is known; otherwise each panel shows the
    /// song.
    std::vector<std::uint8_t> known;
};

/// Reads the pixels of a view from a pyramid, as `rasterLevels` reads them from the song itself.
///
/// Threads: one at a time; `read` uses all processors.
class PyramidRaster {
public:
    /// Null for no song: all pixels are at the floor and known.
    void setPyramid(std::shared_ptr<const LevelPyramid> pyramid);
    void setGains(const std::array<PanelGains, kViewPanels.size()>& gains);

    /// Valid until the next call.
    const PyramidPixels& read(const PyramidView& view);

private:
    std::shared_ptr<const LevelPyramid> pyramid_;
    std::array<PanelGains, kViewPanels.size()> gains_{};
    PyramidPixels pixels_;
};

/// Writes the colours of one panel into a picture whose rows are `stride` colours apart. The
/// columns for which `pale` is not 0 get `paleColours`; an empty `pale` is 0 everywhere.
void colourPixels(const Array2D<float>& levels, std::span<const std::uint8_t> pale,
                  const ColourScale& colours, const ColourScale& paleColours, Colour* pixels,
                  Index stride);

} // namespace refrain
