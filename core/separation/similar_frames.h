// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "core/base/progress.h"

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace refrain {

/// For every frame of a song the frames that sound most like it.
struct SimilarFrames {
    /// `[frame][neighbour]`: frame numbers, rising; -1 behind the last. No columns when the song is
    /// too short for anything to come again.
    Array2D<std::int32_t> frames;

    /// The neighbours of one frame, without the -1s.
    std::span<const std::int32_t> of(Index frame) const;

    bool operator==(const SimilarFrames&) const = default;
};

struct SimilarFramesParams {
    /// Frames nearer in time than this, in frames, are no neighbours: a held note is not a repeat.
    Index width = 86;

    /// Neighbours of each frame at most; 0 means `defaultNeighbourCount`.
    Index count = 0;

    enum class Rule {
        /// The `count` most similar frames outside the width: what REPET-SIM describes (Rafii and
        /// Pardo, "Music/voice separation using the similarity matrix", ISMIR 2012).
        mostSimilar,

        /// What librosa 0.11 does with numpy 2.3 and later: of the `count + 2 * width` most similar
        /// frames those outside the width, and of these the `count` earliest in the song.
        earliest,
    } rule = Rule::mostSimilar;

    bool operator==(const SimilarFramesParams&) const = default;
};

/// librosa's number of neighbours, `2 * ceil(sqrt(frames - 2 * width + 1))`, for songs of at least
/// `2 * width + 2` frames; 0 for shorter ones, in which nothing can come again.
Index defaultNeighbourCount(Index frameCount, Index width);

/// Compares all frames by the cosine of the angle between their magnitudes, `[frame][bin]`, not
/// negative. Equally similar frames: the earlier one counts as the more similar.
///
/// Songs of some length are compared in few dimensions first, which bounds all similarities; only
/// what the bounds leave open is compared in full. Where that would be too much, as in noise, all
/// frames are compared in full, as products of single-precision matrices, in blocks, never all at
/// once. Where two frames at the edge of a list are closer than single precision can tell, the rule
/// `mostSimilar` computes the cosine again in double precision. Hence the lists depend neither on
/// the bounds nor on the number of threads nor on the order of work nor, but for exact repeats in
/// great number, on the processor.
///
/// Memory besides the result: 8 bytes for each frame and candidate, of which each frame has up to
/// `SimilarFramesSearch::mostKept` and 128 that are not looked through yet, and 1 KB for each
/// frame. Threads: any. Throws `Cancelled`.
SimilarFrames findSimilarFrames(const Array2D<float>& magnitudes, const SimilarFramesParams& params,
                                const Progress& progress = {});

/// The same bit by bit: the neighbours of some frames long before those of all. What is found does
/// not depend on the order.
///
/// Threads: one at a time; the magnitudes must outlive it.
class SimilarFramesSearch {
public:
    /// Frames are searched in blocks of this many (the last one may be shorter). A block of the
    /// similarity matrix is 256 KiB, which stays in the second-level cache while it is read.
    static constexpr Index kBlockLength = 256;

    /// Candidates that are kept of a frame in the mean at most, if the song is as its samples are.
    /// `wanted` is the number of neighbours (with the rule `earliest` and twice the width); a third
    /// more is what bounds leave open of music.
    static constexpr double mostKept(double wanted) { return 1.3 * wanted + 32; }

    SimilarFramesSearch(const Array2D<float>& magnitudes, const SimilarFramesParams& params);
    ~SimilarFramesSearch();

    Index blockCount() const;

    /// Compares the frames of these blocks with all others and finds their neighbours. Each block
    /// is searched once; every one makes the others cheaper, as it is compared with them already.
    /// Throws `Cancelled`, after which the search is of no more use.
    void find(std::span<const Index> blocks, const Progress& progress = {});

    /// The rows of the blocks that were searched; the others hold nothing of any meaning.
    const SimilarFrames& found() const { return found_; }

    /// Moves the result out.
    SimilarFrames take() { return std::move(found_); }

private:
    class Comparisons;

    SimilarFrames found_;
    std::unique_ptr<Comparisons> comparisons_; // null if nothing can come again
    std::vector<bool> searched_;               // `[block]`
};

} // namespace refrain
