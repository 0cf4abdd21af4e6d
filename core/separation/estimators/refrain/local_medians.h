// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/estimators/refrain/median_network.h"
#include "core/separation/estimators/refrain/song_cells.h"

#include <span>

namespace refrain {

// Harmonic and percussive sounds differ by what is beside them (FitzGerald, "Harmonic/percussive
// separation using median filtering", DAFx 2010): a partial of a note stands out from the bins
// around it, a drum does not; a held note is as loud in the frames around it, a voice that glides
// is not.

/// The median of the magnitudes over 97 Hz (9 bins) round each cell, mirrored at both ends, against
/// the cell: log-ratios within ±kLargestLogRatio, low on a partial. Gains 0.09 dB.
///
/// Threads: one at a time; make one for each thread.
class MedianOverBins {
public:
    explicit MedianOverBins(const SongCells& cells);

    void of(Index frame, std::span<float> row);

private:
    const SongCells& cells_;
    MedianNetwork network_;
    std::vector<float> mirroredRow_;
    std::vector<const float*> rows_;
    std::vector<float> unused_;
};

/// The median of the magnitudes over 25 frames at distances of 93 ms, 1.1 s to either side of each
/// cell, mirrored at both ends of the song, against the cell: log-ratios within ±kLargestLogRatio,
/// high where a sustained sound is interrupted. Gains 0.02 dB. One row for each of the frames
/// `first` to `first + out.rows - 1`. Throws `Cancelled`. Threads: any.
void mediansOverTime(const SongCells& cells, Index first, Array2D<float>& out,
                     const Progress& progress = {});

} // namespace refrain
