// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/pyramid_raster.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {

namespace {

// 65535 = 257 * 255: how many stored shares there are for each byte.
constexpr Index kStoredPerByte = (kShareSteps - 1) / (kCellShareSteps - 1);

} // namespace

void PyramidRaster::setPyramid(std::shared_ptr<const LevelPyramid> pyramid) {
    pyramid_ = std::move(pyramid);
}

std::array<PanelGains, kViewPanels.size()> panelGains(const MaskCurve& curve) {
    std::array<PanelGains, kViewPanels.size()> gains{};
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        if (kViewPanels[panel] == Panel::full)
            continue;
        const GainTable& table =
            curve.of(kViewPanels[panel] == Panel::background ? Part::background : Part::foreground);
        for (Index share = 0; share < kCellShareSteps; ++share)
            gains[panel][share] = 20 * std::log10(table[share * kStoredPerByte]);
    }
    return gains;
}

void PyramidRaster::setGains(const std::array<PanelGains, kViewPanels.size()>& gains) {
    gains_ = gains;
}

const PyramidPixels& PyramidRaster::read(const PyramidView& view) {
    for (Array2D<float>& levels : pixels_.levels)
        levels = Array2D<float>(view.columns, view.rows, kFloorDecibels);
    pixels_.known.assign(view.columns, 1);
    if (!pyramid_)
        return pixels_;
    const RowMap rowMap(view.scale, view.rows, pyramid_->params, pyramid_->sampleRate);
    const double first = view.time.fromSeconds * pyramid_->framesPerSecond();
    const double perColumn =
        view.time.seconds() * pyramid_->framesPerSecond() / static_cast<double>(view.columns);
    parallelFor(view.columns, {}, [&](Index column) {
        const double from = first + static_cast<double>(column) * perColumn;
        const auto begin = std::clamp<Index>(std::lround(from), 0, pyramid_->frames - 1);
        const auto end =
            std::clamp<Index>(std::lround(from + perColumn), begin + 1, pyramid_->frames);
        std::vector<float> bins(pyramid_->bins());
        for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
            std::ranges::fill(bins, kFloorDecibels);
            for (Index frame = begin; frame < end; ++frame)
                for (Index bin = 0; bin < pyramid_->bins(); ++bin) {
                    const LevelCell cell = pyramid_->cell(frame, bin);
                    const bool known = pyramid_->shareKnown(frame);
                    if (!known)
                        pixels_.known[column] = 0;
                    const float gain = known ? gains_[panel][shareByteOf(cell)] : 0;
                    bins[bin] = std::max(
                        bins[bin], static_cast<float>(pyramid_->decibels(levelOf(cell))) + gain);
                }
            rowMap.apply(bins, pixels_.levels[panel].row(column));
        }
    });
    return pixels_;
}

void colourPixels(const Array2D<float>& levels, std::span<const std::uint8_t> pale,
                  const ColourScale& colours, const ColourScale& paleColours, Colour* pixels,
                  Index stride) {
    // Columns are read and rows are written: a few columns at a time stay in the cache.
    constexpr Index kColumns = 16;
    for (Index first = 0; first < levels.rows; first += kColumns) {
        const Index end = std::min(levels.rows, first + kColumns);
        for (Index y = 0; y < levels.columns; ++y)
            for (Index x = first; x < end; ++x) {
                const float level = levels.values[x * levels.columns + y];
                const bool isPale = !pale.empty() && pale[x] != 0;
                pixels[y * stride + x] = isPale ? paleColours(level) : colours(level);
            }
    }
}

} // namespace refrain
