// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/raster.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace refrain {

namespace {

/// The moments at which columns begin and end, counted in frames.
struct ColumnTimes {
    double first;
    double perColumn;

    ColumnTimes(const PictureSource& source, const TimeSpan& time, Index columns) {
        const double framesPerSecond =
            source.clip.sampleRate / static_cast<double>(source.params.hop);
        first = time.fromSeconds * framesPerSecond;
        perColumn = time.seconds() * framesPerSecond / static_cast<double>(columns);
    }
    double begin(Index column) const { return first + static_cast<double>(column) * perColumn; }
};

/// So many that making a plan and reading a few frames twice does not count, and so few that the
/// user need not wait long for a stop.
Index columnsPerItem(double framesPerColumn) {
    constexpr double kFramesPerItem = 64;
    constexpr double kMostColumns = 64;
    return static_cast<Index>(std::clamp(
        std::floor(kFramesPerItem / std::max(framesPerColumn, 1e-9)), 1.0, kMostColumns));
}

} // namespace

std::vector<Array2D<float>> rasterLevels(const PictureSource& source, const RasterParams& params,
                                         const Progress& progress) {
    assert(params.columns >= 1 && params.time.seconds() >= 0);
    const RowMap rowMap(params.scale, params.rows, source.params, source.clip.sampleRate);
    const ColumnTimes times(source, params.time, params.columns);
    std::vector<std::vector<float>> tables;
    for (const Panel panel : params.panels)
        tables.push_back(panelDecibels(source.curve, panel));
    std::vector<Array2D<float>> raster(params.panels.size(),
                                       Array2D<float>(params.columns, params.rows));

    const Index step = columnsPerItem(times.perColumn);
    parallelFor((params.columns + step - 1) / step, progress, [&](Index item) {
        ColumnLevels reader(source, tables);
        const Index end = std::min(params.columns, (item + 1) * step);
        for (Index column = item * step; column < end; ++column) {
            const Array2D<float>& levels =
                reader.read(times.begin(column), times.begin(column + 1));
            for (Index panel = 0; panel < levels.rows; ++panel)
                rowMap.apply(levels.row(panel), raster[panel].row(column));
        }
    });
    return raster;
}

} // namespace refrain
