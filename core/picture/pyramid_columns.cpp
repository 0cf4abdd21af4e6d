// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/pyramid_raster_parts.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <functional>

// How columns are read that hold several frames: sketched first, and made exact bit by bit.

namespace refrain {

namespace {

constexpr Index kStripLength = BackgroundShare::kStripLength;

/// Raises the candidates of each lane, `[lane][band]`, to those of one row of a pooled tier.
void raiseLanes(std::span<const RowMap::Lane> lanes, std::span<const LevelCell> cells, Index bands,
                std::span<LevelCell> candidates) {
    if (bands == kShareBands) {
        raiseToGroups(lanes, cells, candidates);
        return;
    }
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
        const auto bins = cells.subspan(lanes[lane].first, lanes[lane].end - lanes[lane].first);
        LevelCell& loudest = candidates[lane * kShareBands];
        loudest = std::max(loudest, std::ranges::max(bins));
    }
}

/// The highest tier with a group that begins at frame `from` and ends by `end`; at least the first
/// pooled one.
std::size_t tierAt(Index from, Index end) {
    std::size_t tier = kTierFrames.size() - 1;
    while (tier > 1 && (from % kTierFrames[tier] != 0 || from + kTierFrames[tier] > end))
        --tier;
    return tier;
}

} // namespace

/// Room to sketch a column in.
struct PyramidRaster::Sketch {
    std::vector<LevelCell> candidates; // [lane][band]
    Panels loudest;                    // [lane]
};

Index PyramidRaster::firstFrame(Index column) const {
    return std::clamp(static_cast<Index>(std::ceil(static_cast<double>(column) * pooledWidth_)),
                      Index{0}, pyramid_->frames);
}

void PyramidRaster::poolColumn(Index column, std::span<LevelCell> candidates) const {
    // Single frames cost as much as eight together, so that a sketch does without them: its columns
    // begin and end with the nearest group.
    constexpr Index kGroup = kTierFrames[1];
    const Index last = (pyramid_->frames - 1) / kGroup * kGroup; // group, which may be shorter
    const Index begin = std::min((firstFrame(column) + kGroup / 2) / kGroup * kGroup, last);
    const Index wanted = (firstFrame(column + 1) + kGroup / 2) / kGroup * kGroup;
    const Index end = std::clamp(wanted, begin + kGroup, last + kGroup);
    std::ranges::fill(candidates, LevelCell{0});
    for (Index frame = begin; frame < end;) {
        const LevelStrip& strip = pyramid_->stripOf(frame);
        const Index place = frame % kStripLength;
        const std::size_t tier = tierAt(place, place + end - frame);
        raiseLanes(rows_->lanes(), strip.tiers[tier].row(place / kTierFrames[tier]), strip.bands,
                   candidates);
        frame += kTierFrames[tier];
    }
}

bool PyramidRaster::isKnown(Index column) const {
    const Index end = std::max(firstFrame(column) + 1, firstFrame(column + 1));
    for (Index frame = firstFrame(column); frame < end; frame += kStripLength)
        if (!pyramid_->shareKnown(std::min(frame, pyramid_->frames - 1)))
            return false;
    return pyramid_->shareKnown(std::min(end, pyramid_->frames) - 1);
}

/// Makes room for columns of this width, unless they are there already.
void PyramidRaster::prepareColumns(double perColumn) {
    // Rounding must not make another width of the same one when the view moves.
    if (std::abs(perColumn - pooledWidth_) <= 1e-9 * perColumn &&
        std::ssize(pooledColumns_) == view_.columns)
        return;
    pooledWidth_ = perColumn;
    pixelsCurrent_ = false;
    pooledColumns_.assign(view_.columns, -1);
    pooledKnown_.assign(view_.columns, 1);
    const Index width = std::ssize(rows_->lanes()) * kShareBands;
    if (pooledCells_.rows != view_.columns || pooledCells_.columns != width)
        pooledCells_ = Array2D<LevelCell>(view_.columns, width);
}

/// Moves the pixels so that they begin with `firstColumn`.
void PyramidRaster::movePixels(Index firstColumn) {
    const auto move = [by = pixelsFirst_ - firstColumn](auto row) {
        if (by > 0)
            std::copy_backward(row.begin(), row.end() - by, row.end());
        else
            std::copy(row.begin() - by, row.end(), row.begin());
    };
    for (Array2D<float>& levels : pixels_.levels)
        for (Index row = 0; row < levels.rows; ++row)
            move(levels.row(row));
    move(std::span(pixels_.known));
    move(std::span(states_));
}

/// Fills column `slot` of a block from the candidates of column `pixel` of the picture.
void PyramidRaster::sketchColumn(Index pixel, Index slot, Sketch& sketch, Block& block) {
    const Index column = pixelsFirst_ + pixel;
    const Index place = column % view_.columns;
    const auto pooled = pooledCells_.row(place);
    const Index lanes = std::ssize(rows_->lanes());
    if (pooledColumns_[place] != column) {
        sketch.candidates.resize(lanes * kShareBands);
        poolColumn(column, sketch.candidates);
        for (Index lane = 0; lane < lanes; ++lane)
            for (Index band = 0; band < kShareBands; ++band)
                pooled[band * lanes + lane] = sketch.candidates[lane * kShareBands + band];
        pooledKnown_[place] = isKnown(column);
        pooledColumns_[place] = column;
    }
    const bool known = pooledKnown_[place] != 0;
    pixels_.known[pixel] = pooledKnown_[place];
    for (std::vector<FineLevel>& row : sketch.loudest)
        row.assign(lanes, kFineFloor);
    for (Index band = 0; band < kShareBands; ++band)
        raiseToCells(pooled.subspan(band * lanes, lanes), known ? scale_ : songScale_,
                     spansOf(sketch.loudest));
    for (std::size_t panel = 0; panel < sketch.loudest.size(); ++panel)
        block.fill(panel, slot, sketch.loudest[panel]);
}

void PyramidRaster::readPooled(double first, double perColumn, Index most) {
    prepareColumns(perColumn);
    const auto firstColumn = static_cast<Index>(std::lround(first / pooledWidth_));
    const Index step = firstColumn - pixelsFirst_;
    Index newBegin = 0;
    Index newEnd = view_.columns;
    if (pixelsCurrent_ && std::abs(step) < view_.columns) {
        if (step != 0)
            movePixels(firstColumn);
        newBegin = step > 0 ? newEnd - step : 0;
        newEnd = step > 0 ? newEnd : -step;
    } else if (most < view_.columns) {
        for (Array2D<float>& levels : pixels_.levels)
            for (Index row = 0; row < levels.rows; ++row)
                std::ranges::fill(levels.row(row), kFloorDecibels);
        std::ranges::fill(pixels_.known, std::uint8_t{1});
    }
    pixelsFirst_ = firstColumn;
    pixelsCurrent_ = true;
    songChanged_ = songChanged_ || step != 0;
    std::fill(states_.begin() + newBegin, states_.begin() + newEnd, State::nothing);
    const std::vector<Stretch> stretches = unread(most);
    if (pooledWidth_ < static_cast<double>(kTierFrames[1])) {
        readColumns(stretches);
        return;
    }
    parallelFor(std::ssize(stretches), {}, [&](Index turn) {
        const Stretch& stretch = stretches[turn];
        Block block(*rows_, *maxima_, pixels_);
        Sketch sketch;
        for (Index slot = 0; slot < stretch.count; ++slot) {
            sketchColumn(stretch.begin + slot, slot, sketch, block);
            states_[stretch.begin + slot] = State::sketched;
        }
        block.write(stretch);
    });
    for (const Stretch& stretch : stretches)
        songChanged_ = songChanged_ || !stretch.songDone;
}

/// The columns that are to be read, in stretches of a block or less; of those that must be pooled
/// anew the first `most`.
std::vector<PyramidRaster::Stretch> PyramidRaster::unread(Index most) {
    std::vector<Stretch> stretches;
    Index pooled = 0;
    for (Index column = 0; column < view_.columns; ++column) {
        const State state = states_[column];
        if (state > State::songOnly)
            continue;
        if (state == State::nothing && pooled++ >= most) {
            unfinished_ = true;
            continue;
        }
        if (stretches.empty() || stretches.back().count == Block::kWidth ||
            stretches.back().begin + stretches.back().count != column)
            stretches.push_back({column, 0, true});
        ++stretches.back().count;
        stretches.back().songDone = stretches.back().songDone && state == State::songOnly;
    }
    return stretches;
}

/// Lets go of what was read of strips that are others in the next pyramid.
void PyramidRaster::forgetChangedStrips(const LevelPyramid& next) {
    std::vector<std::uint8_t> changed(next.strips.size());
    std::ranges::transform(next.strips, pyramid_->strips, changed.begin(),
                           std::ranges::not_equal_to());
    if (pooledWidth_ == 0) {
        pixelsCurrent_ = false;
        return;
    }
    // A sketch begins and ends with a group of frames.
    const auto touches = [&](Index column) {
        const Index last = pyramid_->frames - 1;
        const Index from = std::clamp<Index>(firstFrame(column) - kTierFrames[1], 0, last);
        const Index to = std::clamp<Index>(firstFrame(column + 1) + kTierFrames[1], 0, last);
        const auto strips = std::span(changed).subspan(from / kStripLength,
                                                       to / kStripLength - from / kStripLength + 1);
        return std::ranges::find(strips, std::uint8_t{1}) != strips.end();
    };
    for (Index& column : pooledColumns_)
        if (column >= 0 && touches(column))
            column = -1;
    for (Index i = 0; i < std::ssize(states_); ++i)
        if (touches(pixelsFirst_ + i))
            states_[i] = State::nothing;
}

/// The loudest levels of all frames of a column, for each bin.
void PyramidRaster::readColumn(Index column, Panels& loudest) const {
    for (std::vector<FineLevel>& row : loudest)
        row.assign(bins_.end - bins_.first, kFineFloor);
    const Index end = firstFrame(column + 1);
    for (Index frame = firstFrame(column); frame < end; ++frame)
        raiseToCells(cellsOf(frame), scaleOf(frame), spansOf(loudest));
}

Index PyramidRaster::nextSketched() const {
    return std::ranges::find_if(states_, [](State state) { return state != State::exact; }) -
           states_.begin();
}

/// Makes the pixels of columns exact.
void PyramidRaster::readColumns(std::span<const Stretch> stretches) {
    parallelFor(std::ssize(stretches), {}, [&](Index turn) {
        const Stretch& stretch = stretches[turn];
        Block block(*rows_, *maxima_, pixels_);
        Panels loudest;
        for (Index slot = 0; slot < stretch.count; ++slot) {
            const Index column = pixelsFirst_ + stretch.begin + slot;
            readColumn(column, loudest);
            // What is not known in all its frames is the song.
            const bool known = isKnown(column);
            if (!known)
                loudest[1] = loudest[2] = loudest[0];
            pixels_.known[stretch.begin + slot] = known;
            for (std::size_t panel = 0; panel < loudest.size(); ++panel)
                block.fillFromBins(panel, slot, loudest[panel]);
            states_[stretch.begin + slot] = State::exact;
        }
        block.write(stretch);
    });
    songChanged_ = songChanged_ || !stretches.empty();
}

bool PyramidRaster::refine(Index frames) {
    // After a change that no picture was read of yet there is nothing to be refined.
    if (!pyramid_ || !rows_ || !pixelsCurrent_)
        return false;
    const Index begin = nextSketched();
    if (begin == view_.columns)
        return false;
    const auto wanted = static_cast<Index>(static_cast<double>(frames) / pooledWidth_);
    const Index end = std::min(view_.columns, begin + std::max<Index>(1, wanted));
    std::vector<Stretch> stretches;
    for (Index from = begin; from < end; from += Block::kWidth)
        stretches.push_back({from, std::min(Block::kWidth, end - from), false});
    readColumns(stretches);
    return nextSketched() < view_.columns;
}

} // namespace refrain
