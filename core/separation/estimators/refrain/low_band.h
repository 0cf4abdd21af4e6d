// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/estimators/refrain/song_cells.h"
#include "core/separation/similar_frames.h"

#include <optional>
#include <span>
#include <utility>

namespace refrain {

/// For every frame the frames whose bass and drums sound most like it.
///
/// Only what is below 200 Hz is compared. Hardly any voice is there, so that a frame with voice
/// finds the same beat without voice; compared over all frequencies, as REPET-SIM does it (Rafii
/// and Pardo, ISMIR 2012), it finds other frames with the same voice. Gains 0.75 dB; 130, 250 and
/// 300 Hz, added high bands, logarithmic bands and stacked frames were all worse. Magnitudes are
/// compared as `ln(1 + magnitude / (level / 2))`: plain ones lose 0.1 dB, as the loudest bin
/// decides alone.
///
/// The 40 most similar frames (20 lose 0.2 dB, 80 lose 0.1 dB; never more than a quarter of the
/// song) that are at least 0.25 s away: one second loses 0.14 dB, as the nearest beats are often
/// the best.
///
/// None in a song of less than four frames. Throws `Cancelled`. Threads: any.
SimilarFrames findSimilarInLowBand(const SongCells& cells, const Progress& progress = {});

/// The same bit by bit, as of a SimilarFramesSearch. Threads: one at a time.
class LowBandSearch {
public:
    /// Throws `Cancelled`.
    explicit LowBandSearch(const SongCells& cells, const Progress& progress = {});

    LowBandSearch(const LowBandSearch&) = delete; // nor moved: the search refers to the bins in it
    LowBandSearch& operator=(const LowBandSearch&) = delete;

    Index blockCount() const { return search_ ? search_->blockCount() : 0; }

    /// Each block of frames once. Throws `Cancelled`, after which the search is of no more use.
    void find(std::span<const Index> blocks, const Progress& progress = {});

    /// The rows of the blocks that were searched; the others hold nothing of any meaning.
    const SimilarFrames& found() const { return search_ ? search_->found() : none_; }

    /// Moves the result out.
    SimilarFrames take() { return search_ ? search_->take() : std::move(none_); }

private:
    Array2D<float> low_; // `[frame][bin]`, what is compared
    std::optional<SimilarFramesSearch> search_;
    SimilarFrames none_; // of a song that is too short
};

} // namespace refrain
