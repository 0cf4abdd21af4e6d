// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/bounded_ranking.h"

#include "core/separation/row_products.h"

#include <algorithm>

namespace refrain {

BoundedChoice chooseMostSimilar(std::span<const BoundedFrame> frames, Index count) {
    BoundedChoice choice;
    if (std::ssize(frames) <= count || count <= 0) {
        if (count > 0)
            for (const BoundedFrame& bounded : frames)
                choice.sure.push_back(bounded.frame);
        return choice;
    }
    std::vector<float> values(frames.size());
    std::ranges::transform(frames, values.begin(), &BoundedFrame::least);
    const float needed = largestOf(values, count);
    std::ranges::transform(frames, values.begin(), &BoundedFrame::most);
    // Whoever is above this has fewer than `count` others that can be above it.
    const float enough = largestOf(values, count + 1);
    for (const BoundedFrame& bounded : frames)
        if (bounded.least > enough)
            choice.sure.push_back(bounded.frame);
        else if (bounded.most >= needed)
            choice.unsure.push_back(bounded.frame);
    return choice;
}

BoundedRanking::BoundedRanking(Index first, Index count, Index capacity,
                               std::span<const float> rests, std::vector<float> guesses)
    : first_(first), count_(count), capacity_(capacity),
      // Candidates that are collected before those that have fallen behind are dropped: the more,
      // the less often.
      room_(std::clamp<Index>(count, 32, 128)), rests_(rests), rows_(guesses.size()),
      guesses_(std::move(guesses)), thresholds_(guesses_), cut_(guesses_.size()) {
    for (auto& row : rows_)
        row.reserve(count + room_);
}

float BoundedRanking::prune(Index frameOfBlock) {
    std::vector<Candidate>& row = rows_[frameOfBlock];
    if (std::ssize(row) < count_)
        return -1;
    thread_local std::vector<float> leasts;
    leasts.resize(row.size());
    std::ranges::transform(row, leasts.begin(),
                           [&](Candidate c) { return leastOf(frameOfBlock, c); });
    const float needed = largestOf(leasts, count_);
    float& threshold = thresholds_[frameOfBlock];
    threshold = std::max(threshold, needed);
    std::erase_if(row, [threshold](Candidate c) { return c.most < threshold; });
    if (std::ssize(row) > capacity_) {
        // Of equally similar frames the earlier ones.
        std::ranges::nth_element(row, row.begin() + capacity_, [](Candidate a, Candidate b) {
            return a.most != b.most ? a.most > b.most : a.frame < b.frame;
        });
        row.resize(capacity_);
        cut_[frameOfBlock] = 1;
    }
    row.reserve(row.size() + room_);
    return needed;
}

BoundedRanking::Left BoundedRanking::left(Index frameOfBlock) {
    const float needed = prune(frameOfBlock);
    Left left;
    left.cut = cut_[frameOfBlock] != 0 || needed < guesses_[frameOfBlock];
    for (const Candidate candidate : rows_[frameOfBlock])
        left.frames.push_back({leastOf(frameOfBlock, candidate), candidate.most, candidate.frame});
    return left;
}

} // namespace refrain
