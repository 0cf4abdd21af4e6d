// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/lane_maxima.h"
#include "core/picture/level_pyramid.h"
#include "core/picture/level_rows.h"
#include "core/picture/panel_gains.h"
#include "core/picture/raster.h"
#include "core/picture/row_map.h"

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace refrain {

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
    /// For each of `kViewPanels` decibels `[row][column]`, the highest frequency first: as a screen
    /// has them.
    std::array<Array2D<float>, kViewPanels.size()> levels;

    /// For each column whether the share of all of it is known; otherwise each panel shows the
    /// song.
    std::vector<std::uint8_t> known;
};

/// Reads the pixels of a view from a pyramid, as `rasterLevels` reads them from the song itself;
/// but where columns hold at least `ColumnLevels::kPooledFrames` frames, they begin at multiples of
/// their width from the song's beginning, so that a song that moves by whole pixels looks the same
/// and most of it need not be read again.
///
/// Columns of eight frames and more are sketched first, from the pooled tiers, so that the picture
/// follows the hand: where the loudest cell of a band of share is not the loudest after the curve,
/// the sketch is too dark, and its columns begin and end some frames off. (Of the pixels that are
/// seen, 60 to 95 % are within 1 dB.) `refine` then reads every cell.
///
/// Memory: for each column of such a view 16 bytes for each lane of its `RowMap`: about 6 MB for
/// 1500 columns of 240 rows. Threads: one at a time; `read` and `refine` use all processors.
class PyramidRaster {
public:
    PyramidRaster();

    /// Null for no song: all pixels are at the floor and known. Of one that differs from the last
    /// in some strips, as when more shares are known, only the columns of these are read again.
    void setPyramid(std::shared_ptr<const LevelPyramid> pyramid);
    void setGains(const std::array<PanelGains, kViewPanels.size()>& gains);

    /// Valid until the next call of this or `refine`. Columns that are exact already and only move
    /// stay so. Of columns that are sketched no more than `most` are pooled anew; the others stay
    /// as they are, or are at the floor, until the same view is read again (`unfinished`).
    const PyramidPixels& read(const PyramidView& view,
                              Index most = std::numeric_limits<Index>::max());

    /// Whether nothing was read yet of this song.
    bool empty() const { return !rows_; }

    /// Whether `read` has left columns out.
    bool unfinished() const { return unfinished_; }

    /// Makes columns of the last view exact, which takes reading about `frames` frames (3
    /// microseconds of work for each at 2049 bins), at least one column. False once all are.
    bool refine(Index frames);

    bool exact() const { return nextSketched() == view_.columns; }

    /// Whether the pixels of the song, which no knob changes, are others than when this was asked
    /// last.
    bool takeSongChanged() { return std::exchange(songChanged_, false); }

private:
    using Panels = std::array<std::vector<FineLevel>, kViewPanels.size()>;
    struct Frame;
    struct Sketch;
    class Interpolation;
    class Block;

    /// What the pixels of a column are.
    enum class State : std::uint8_t {
        nothing,  // of this view
        songOnly, // as the song is; background and foreground are those of other gains
        sketched,
        exact,
    };
    /// Columns of the picture side by side; if `songDone`, the song's need not be written.
    struct Stretch {
        Index begin;
        Index count;
        bool songDone;
    };

    void readInterpolated(double first, double perColumn);
    std::span<const LevelCell> cellsOf(Index frame) const;
    const CellScale& scaleOf(Index frame) const;
    void decode(Index frame, Frame& levels) const;
    void prepareColumns(double perColumn);
    void movePixels(Index firstColumn);
    void readPooled(double first, double perColumn, Index most);
    std::vector<Stretch> unread(Index most);
    void forgetChangedStrips(const LevelPyramid& next);
    void poolColumn(Index column, std::span<LevelCell> candidates) const;
    bool isKnown(Index column) const;
    void sketchColumn(Index pixel, Index slot, Sketch& sketch, Block& block);
    void readColumn(Index column, Panels& loudest) const;
    void readColumns(std::span<const Stretch> stretches);
    Index firstFrame(Index column) const;
    Index nextSketched() const;

    std::shared_ptr<const LevelPyramid> pyramid_;
    CellScale scale_;     // of what is known
    CellScale songScale_; // of what is not, which all panels show as it is in the song

    PyramidView view_;
    std::optional<RowMap> rows_; // of view_
    RowMap::Lane bins_{};        // from the lowest to the highest that the rows show
    std::optional<LaneMaxima> maxima_;
    PyramidPixels pixels_;

    /// The columns that were pooled last, before the curve: a knob or a step aside needs no more
    /// than them.
    double pooledWidth_ = 0;           // frames of a column; 0 if there are none
    std::vector<Index> pooledColumns_; // which column is in each place, counted from the song's
                                       // beginning; -1 for none
    Array2D<LevelCell> pooledCells_;   // [place][band * lanes + lane]
    std::vector<std::uint8_t> pooledKnown_;

    /// Which columns the pixels show; they are worth keeping or moving if nothing has changed since
    /// but the time, some strips or the gains.
    Index pixelsFirst_ = 0;
    bool pixelsCurrent_ = false;
    std::vector<State> states_; // of each column
    bool songChanged_ = true;
    bool unfinished_ = false;
};

} // namespace refrain
