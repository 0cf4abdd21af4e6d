// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/pyramid_raster.h"

#include "core/base/parallel.h"
#include "core/picture/column_levels.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace refrain {

namespace {

constexpr Index kStripLength = BackgroundShare::kStripLength;

// 65535 = 257 * 255: how many stored shares there are for each byte.
constexpr Index kStoredPerByte = (kShareSteps - 1) / (kCellShareSteps - 1);

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

float decibelsOf(int level) {
    return static_cast<float>(level) / kFineLevelsPerDecibel;
}

template <class Rows>
PanelRows spansOf(Rows& rows) {
    return {rows[0], rows[1], rows[2]};
}

} // namespace

std::array<PanelGains, kViewPanels.size()> panelGains(const MaskSettings& knobs) {
    std::array<PanelGains, kViewPanels.size()> decibels{};
    for (Index share = 0; share < kCellShareSteps; ++share) {
        const Gains gains = gainsAt(shareOf(share * kStoredPerByte), knobs);
        for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel)
            if (kViewPanels[panel] != Panel::full)
                decibels[panel][share] = static_cast<float>(
                    20 * std::log10(gains.of(kViewPanels[panel] == Panel::background
                                                 ? Part::background
                                                 : Part::foreground)));
    }
    return decibels;
}

/// The levels of one frame after the curve.
struct PyramidRaster::Frame {
    Index number = -1;
    bool known = true;
    Panels panels;
};

/// Room to sketch a column in.
struct PyramidRaster::Sketch {
    std::vector<LevelCell> candidates; // [lane][band]
    Panels loudest;                    // [lane]
};

/// Columns side by side, until there are enough for the processor's vectors.
class PyramidRaster::Block {
public:
    Block(const RowMap& rows, const LaneMaxima& maxima, PyramidPixels& pixels)
        : rows_(rows), maxima_(maxima), pixels_(pixels), levels_(rows.rowCount()) {
        for (auto& lanes : lanes_)
            lanes.resize(rows.lanes().size());
    }

    /// Fills column `slot` of a panel with the loudest of the bins of each lane. `bins` is worked
    /// in.
    void fillFromBins(std::size_t panel, Index slot, std::span<FineLevel> bins) {
        maxima_.find(bins, [&lanes = lanes_[panel], slot](Index lane, FineLevel level) {
            lanes[lane][slot] = decibelsOf(level);
        });
    }

    /// The same from the levels of the lanes.
    void fill(std::size_t panel, Index slot, std::span<const FineLevel> levels) {
        for (std::size_t lane = 0; lane < levels.size(); ++lane)
            lanes_[panel][lane][slot] = decibelsOf(levels[lane]);
    }

    /// Writes the first `count` columns to the pixels from column `begin` on.
    void write(Index begin, Index count) {
        for (std::size_t panel = 0; panel < lanes_.size(); ++panel) {
            rows_.applyToLanes(lanes_[panel], levels_);
            for (Index row = 0; row < rows_.rowCount(); ++row)
                std::copy_n(levels_[row].begin(), count,
                            pixels_.levels[panel].row(row).begin() + begin);
        }
    }

    static constexpr Index kWidth = RowMap::kMoments;

private:
    const RowMap& rows_;
    const LaneMaxima& maxima_;
    PyramidPixels& pixels_;
    std::array<std::vector<RowMap::Moments>, kViewPanels.size()> lanes_{};
    std::vector<RowMap::Moments> levels_;
};

PyramidRaster::PyramidRaster() {
    setGains(panelGains({}));
}

void PyramidRaster::setPyramid(std::shared_ptr<const LevelPyramid> pyramid) {
    pyramid_ = std::move(pyramid);
    rows_.reset();
    pooledWidth_ = 0;
    pixelsCurrent_ = false;
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
    pixelsCurrent_ = false;
}

const PyramidPixels& PyramidRaster::read(const PyramidView& view) {
    assert(view.columns >= 1 && view.rows >= 1 && view.time.seconds() >= 0);
    for (Array2D<float>& levels : pixels_.levels)
        if (levels.rows != view.rows || levels.columns != view.columns || !pyramid_) {
            levels = Array2D<float>(view.rows, view.columns, kFloorDecibels);
            pixelsCurrent_ = false;
        }
    pixels_.known.resize(view.columns, 1);
    exact_.resize(view.columns, 1);
    const bool newRows = !rows_ || view.scale != view_.scale || view.rows != view_.rows;
    view_ = view;
    if (!pyramid_) {
        std::ranges::fill(pixels_.known, std::uint8_t{1});
        std::ranges::fill(exact_, std::uint8_t{1});
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
        readPooled(first, perColumn);
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

void PyramidRaster::decode(Index frame, Frame& levels) const {
    if (levels.number == frame)
        return;
    levels.number = frame;
    levels.known = pyramid_->shareKnown(frame);
    for (std::vector<FineLevel>& row : levels.panels)
        row.resize(bins_.end - bins_.first);
    levelsOfCells(cellsOf(frame), scaleOf(frame), spansOf(levels.panels));
}

/// Reads stretches one after the other that are shorter than a few frames.
class PyramidRaster::Interpolation {
public:
    /// Begins with a stretch from the moment `begin` on, counted in frames.
    Interpolation(const PyramidRaster& raster, double begin)
        : raster_(raster), lastFrame_(raster.pyramid_->frames - 1), from_(begin) {
        for (Panels* panels : {&edge_, &loudest_})
            for (std::vector<FineLevel>& row : *panels)
                row.resize(raster.bins_.end - raster.bins_.first);
        edgeKnown_ = moveTo(begin);
    }

    /// The loudest levels up to `to`, from where the last stretch ended; to work in until the next
    /// call.
    Panels& read(double to) {
        known_ = edgeKnown_;
        const Index first = std::max<Index>(0, static_cast<Index>(std::floor(from_)) + 1);
        const Index last = std::min(lastFrame_, static_cast<Index>(std::ceil(to)) - 1);
        for (Index number = first; number <= last; ++number) {
            const Frame& inside = frame(number);
            for (std::size_t panel = 0; panel < edge_.size(); ++panel)
                raiseToLevels(inside.panels[panel], edge_[panel]);
            known_ = known_ && inside.known;
        }
        edgeKnown_ = moveTo(to);
        known_ = known_ && edgeKnown_;
        from_ = to;
        return loudest_;
    }

    /// Whether the shares of all of the last stretch are known.
    bool known() const { return known_; }

private:
    const Frame& frame(Index number) {
        raster_.decode(number, frames_[number % 2]);
        return frames_[number % 2];
    }

    /// Makes the levels at a moment between two frames the edge, and the louder of the edge and the
    /// one before the loudest; true if both frames are known.
    bool moveTo(double moment) {
        const double place = std::clamp(moment, 0.0, static_cast<double>(lastFrame_));
        const auto number = static_cast<Index>(place);
        const Frame& before = frame(number);
        const Frame& after = frame(std::min(number + 1, lastFrame_));
        const double part = place - static_cast<double>(number);
        const auto weight = static_cast<FineLevel>(part * 32767);
        for (std::size_t panel = 0; panel < edge_.size(); ++panel)
            moveEdge(before.panels[panel], after.panels[panel], weight, edge_[panel],
                     loudest_[panel]);
        return before.known && (after.known || weight == 0);
    }

    const PyramidRaster& raster_;
    Index lastFrame_;
    double from_;
    std::array<Frame, 2> frames_;
    Panels edge_; // at from_
    bool edgeKnown_ = true;
    Panels loudest_;
    bool known_ = true;
};

void PyramidRaster::readInterpolated(double first, double perColumn) {
    constexpr Index kBlocks = 4; // so many that reading two frames twice does not count
    constexpr Index kPerTurn = kBlocks * Block::kWidth;
    const auto momentOf = [&](Index column) {
        return first + static_cast<double>(column) * perColumn;
    };
    pixelsCurrent_ = false;
    std::ranges::fill(exact_, std::uint8_t{1});
    parallelFor((view_.columns + kPerTurn - 1) / kPerTurn, {}, [&](Index turn) {
        const Index end = std::min(view_.columns, (turn + 1) * kPerTurn);
        Interpolation reader(*this, momentOf(turn * kPerTurn));
        Block block(*rows_, *maxima_, pixels_);
        for (Index column = turn * kPerTurn; column < end; ++column) {
            const Index slot = column % Block::kWidth;
            Panels& loudest = reader.read(momentOf(column + 1));
            for (std::size_t panel = 0; panel < loudest.size(); ++panel)
                block.fillFromBins(panel, slot, loudest[panel]);
            pixels_.known[column] = reader.known();
            if (slot + 1 == Block::kWidth || column + 1 == end)
                block.write(column - slot, slot + 1);
        }
    });
}

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
    move(std::span(exact_));
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

void PyramidRaster::readPooled(double first, double perColumn) {
    prepareColumns(perColumn);
    const auto firstColumn = static_cast<Index>(std::lround(first / pooledWidth_));
    const Index step = firstColumn - pixelsFirst_;
    Index begin = 0;
    Index end = view_.columns;
    if (pixelsCurrent_ && std::abs(step) < view_.columns) {
        movePixels(firstColumn);
        begin = step > 0 ? end - step : begin;
        end = step > 0 ? end : -step;
    }
    pixelsFirst_ = firstColumn;
    pixelsCurrent_ = true;
    std::fill(exact_.begin() + begin, exact_.begin() + end, std::uint8_t{0});
    if (pooledWidth_ < static_cast<double>(kTierFrames[1])) {
        readColumns(begin, end);
        return;
    }
    parallelFor((end - begin + Block::kWidth - 1) / Block::kWidth, {}, [&](Index turn) {
        const Index from = begin + turn * Block::kWidth;
        const Index count = std::min(Block::kWidth, end - from);
        Block block(*rows_, *maxima_, pixels_);
        Sketch sketch;
        for (Index slot = 0; slot < count; ++slot)
            sketchColumn(from + slot, slot, sketch, block);
        block.write(from, count);
    });
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
    return std::ranges::find(exact_, std::uint8_t{0}) - exact_.begin();
}

/// Makes the pixels of columns exact.
void PyramidRaster::readColumns(Index begin, Index end) {
    parallelFor((end - begin + Block::kWidth - 1) / Block::kWidth, {}, [&](Index turn) {
        const Index from = begin + turn * Block::kWidth;
        const Index count = std::min(Block::kWidth, end - from);
        Block block(*rows_, *maxima_, pixels_);
        Panels loudest;
        for (Index slot = 0; slot < count; ++slot) {
            const Index column = pixelsFirst_ + from + slot;
            readColumn(column, loudest);
            // What is not known in all its frames is the song.
            const bool known = isKnown(column);
            if (!known)
                loudest[1] = loudest[2] = loudest[0];
            pixels_.known[from + slot] = known;
            for (std::size_t panel = 0; panel < loudest.size(); ++panel)
                block.fillFromBins(panel, slot, loudest[panel]);
            exact_[from + slot] = 1;
        }
        block.write(from, count);
    });
}

bool PyramidRaster::refine(Index frames) {
    // After a change that no picture was read of yet there is nothing to be refined.
    if (!pyramid_ || !rows_ || !pixelsCurrent_)
        return false;
    const Index begin = nextSketched();
    if (begin == view_.columns)
        return false;
    const auto wanted = static_cast<Index>(static_cast<double>(frames) / pooledWidth_);
    readColumns(begin, std::min(view_.columns, begin + std::max<Index>(1, wanted)));
    return nextSketched() < view_.columns;
}

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
