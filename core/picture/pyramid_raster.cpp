// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/pyramid_raster.h"

#include "core/picture/column_levels.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace refrain {

namespace {

constexpr Index kStripLength = BackgroundShare::kStripLength;

} // namespace

PyramidRaster::PyramidRaster() {
    setGains(panelGains({}));
}

void PyramidRaster::setPyramid(std::shared_ptr<const LevelPyramid> pyramid) {
    const auto sameCells = [](const LevelPyramid& a, const LevelPyramid& b) {
        return a.frames == b.frames && a.params == b.params && a.sampleRate == b.sampleRate &&
               a.topDecibels == b.topDecibels;
    };
    if (pyramid_ && pyramid && sameCells(*pyramid_, *pyramid)) {
        forgetChangedStrips(*pyramid);
    } else {
        rows_.reset();
        pooledWidth_ = 0;
        pixelsCurrent_ = false;
    }
    pyramid_ = std::move(pyramid);
    if (pyramid_)
        scale_.lowest = songScale_.lowest =
            static_cast<FineLevel>(std::lround(pyramid_->decibels(1) * kFineLevelsPerDecibel));
}

void PyramidRaster::setGains(const std::array<PanelGains, kViewPanels.size()>& gains) {
    // Any level with this gain is at the floor, and the sum is still a 16-bit number.
    static constexpr float kNothing = -500;
    const auto inSteps = [](float decibels) {
        return static_cast<FineLevel>(
            std::lround(std::max(kNothing, decibels) * kFineLevelsPerDecibel));
    };
    for (Index share = 0; share < kCellShareSteps; ++share)
        scale_.gains[share] = {inSteps(gains[1][share]), inSteps(gains[2][share])};
    // Columns that are not known show the song in every panel.
    for (std::size_t column = 0; column < states_.size(); ++column)
        if (pixels_.known[column] != 0 && states_[column] > State::songOnly)
            states_[column] = State::songOnly;
}

const PyramidPixels& PyramidRaster::read(const PyramidView& view, Index most) {
    unfinished_ = false;
    assert(view.columns >= 1 && view.rows >= 1 && view.time.seconds() >= 0);
    for (Array2D<float>& levels : pixels_.levels)
        if (levels.rows != view.rows || levels.columns != view.columns || !pyramid_) {
            levels = Array2D<float>(view.rows, view.columns, kFloorDecibels);
            pixelsCurrent_ = false;
        }
    pixels_.known.resize(view.columns, 1);
    states_.resize(view.columns, State::nothing);
    const bool newRows = !rows_ || view.scale != view_.scale || view.rows != view_.rows;
    view_ = view;
    if (!pyramid_) {
        std::ranges::fill(pixels_.known, std::uint8_t{1});
        std::ranges::fill(states_, State::exact);
        songChanged_ = true;
        return pixels_;
    }
    if (newRows) {
        rows_.emplace(view.scale, view.rows, pyramid_->params, pyramid_->sampleRate);
        bins_ = rows_->lanes().front();
        for (const RowMap::Lane& lane : rows_->lanes())
            bins_ = {std::min(bins_.first, lane.first), std::max(bins_.end, lane.end)};
        maxima_.emplace(rows_->lanes(), bins_.first);
        pooledWidth_ = 0;
        pixelsCurrent_ = false;
    }
    const double first = view.time.fromSeconds * pyramid_->framesPerSecond();
    const double perColumn =
        view.time.seconds() * pyramid_->framesPerSecond() / static_cast<double>(view.columns);
    if (perColumn < ColumnLevels::kPooledFrames)
        readInterpolated(first, perColumn);
    else
        readPooled(first, perColumn, most);
    return pixels_;
}

std::span<const LevelCell> PyramidRaster::cellsOf(Index frame) const {
    return pyramid_->stripOf(frame)
        .tiers[0]
        .row(frame % kStripLength)
        .subspan(bins_.first, bins_.end - bins_.first);
}

const CellScale& PyramidRaster::scaleOf(Index frame) const {
    return pyramid_->shareKnown(frame) ? scale_ : songScale_;
}

} // namespace refrain
