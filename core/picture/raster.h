// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/column_levels.h"
#include "core/picture/row_map.h"

#include <vector>

namespace refrain {

/// A stretch of a song in seconds.
struct TimeSpan {
    double fromSeconds = 0;
    double toSeconds = 0; // at least fromSeconds

    double seconds() const { return toSeconds - fromSeconds; }

    bool operator==(const TimeSpan&) const = default;
};

/// How a stretch of a song is cut into pixels.
struct RasterParams {
    std::vector<Panel> panels;
    TimeSpan time;
    FrequencyScale scale;
    Index columns = 1; // at least 1
    Index rows = 1;    // of each panel, at least 1
};

/// The level of every pixel in decibels, for each panel `[column][row]`, the highest frequency
/// first. A pixel has the loudest level in it (`ColumnLevels`, then `RowMap`).
///
/// The song is transformed as it goes, on all processors: nothing is kept but the pixels. The
/// levels are the same for every number of threads. Throws `Cancelled`. Threads: any.
std::vector<Array2D<float>> rasterLevels(const PictureSource& source, const RasterParams& params,
                                         const Progress& progress = {});

} // namespace refrain
