// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

#include <cstdint>
#include <span>
#include <vector>

namespace refrain {

/// A frame whose similarity to another is known within bounds.
struct BoundedFrame {
    float least = 0;
    float most = 0;
    std::int32_t frame = 0;
};

/// What bounds tell of the `count` most similar of some frames.
struct BoundedChoice {
    std::vector<std::int32_t> sure;   // are among them, whatever their similarity is
    std::vector<std::int32_t> unsure; // may be; as many of these as `sure` has less than `count`
};

/// The frames that are sure to be among the `count` most similar and those that may be, both in the
/// order in which they came. Threads: any.
BoundedChoice chooseMostSimilar(std::span<const BoundedFrame> frames, Index count);

/// For each frame of a block those others that may be among its `count` most similar ones, as far
/// as others have been offered. What is left in the end does not depend on the order.
///
/// The similarity of two frames is at most `most` and at least that less twice the product of their
/// `rests`, which are positive numbers of all frames.
///
/// Memory: 8 bytes for each frame that is left. Threads: one at a time, but different
/// threads may ask for what is `left` of different frames.
class BoundedRanking {
public:
    /// An empty one, of no frames.
    BoundedRanking() = default;

    /// For as many frames from `first` on as there are `guesses`: what the similarity of the
    /// `count`-th most similar frame is not below, as far as one can guess; the nearer the faster,
    /// and -1 where nothing is known. Where more than `capacity` others are left nothing is saved
    /// by their bounds, and the most similar by the upper bounds are kept of them.
    BoundedRanking(Index first, Index count, Index capacity, std::span<const float> rests,
                   std::vector<float> guesses);

    bool empty() const { return rows_.empty(); }

    /// `[frame of the block]`: others of which `most` is lower need not be offered.
    std::span<const float> thresholds() const { return thresholds_; }

    /// Offers a frame with the most that its similarity can be.
    void offer(Index frameOfBlock, Index other, float most) {
        std::vector<Candidate>& row = rows_[frameOfBlock];
        row.push_back({most, static_cast<std::int32_t>(other)});
        if (row.size() == row.capacity())
            prune(frameOfBlock);
    }

    /// What is left for a frame. If it is `cut` there were too many, or the guess was wrong: the
    /// most similar are not necessarily among these.
    struct Left {
        std::vector<BoundedFrame> frames; // in no order
        bool cut = false;
    };
    Left left(Index frameOfBlock);

private:
    struct Candidate {
        float most;
        std::int32_t frame;
    };

    float leastOf(Index frameOfBlock, Candidate candidate) const {
        return candidate.most - 2 * rests_[first_ + frameOfBlock] * rests_[candidate.frame];
    }
    /// Drops what has fallen behind; says how much the `count`-th most similar frame is at least.
    float prune(Index frameOfBlock);

    Index first_ = 0;
    Index count_ = 0;
    Index capacity_ = 0;
    Index room_ = 0;
    std::span<const float> rests_;
    std::vector<std::vector<Candidate>> rows_;
    std::vector<float> guesses_;
    std::vector<float> thresholds_;
    std::vector<std::uint8_t> cut_; // bytes, as the bits of neighbouring frames would be shared
};

} // namespace refrain
