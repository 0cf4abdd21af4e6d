// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/similar_frames.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cblas.h>
#include <cmath>
#include <memory>
#include <mutex>
#include <numeric>
#include <vector>

namespace refrain {

namespace {

// Frames of a block of the similarity matrix. A block is 256 KiB, which stays in the second-level
// cache while its rows and its columns are read.
constexpr Index kBlockLength = SimilarFramesSearch::kBlockLength;

// How far distances in single precision may be off, with room to spare; the largest error seen
// against double precision was 1e-6.
constexpr float kDistanceError = 2e-6F;

// How many frames beyond the wanted ones are kept for the decision in double precision.
constexpr Index kSpareCount = 32;

/// A cosine distance and a frame as one number that is larger the nearer the frame is, and among
/// equally near ones the earlier it is. Distances are not negative, so that their bits order as
/// they do.
using Candidate = std::uint64_t;

Candidate makeCandidate(float distance, Index frame) {
    const auto nearness = 0xFFFFFFFFU - std::bit_cast<std::uint32_t>(distance);
    return (std::uint64_t{nearness} << 32) | (0xFFFFFFFFU - static_cast<std::uint32_t>(frame));
}
Index frameOf(Candidate candidate) {
    return 0xFFFFFFFFU - static_cast<std::uint32_t>(candidate);
}
float distanceOf(Candidate candidate) {
    return std::bit_cast<float>(0xFFFFFFFFU - static_cast<std::uint32_t>(candidate >> 32));
}

/// The best candidates of each frame of a block so far. What it holds in the end does not depend on
/// the order in which candidates are offered.
class BestCandidates {
public:
    BestCandidates() = default;
    BestCandidates(Index frameCount, Index keep)
        : keep_(keep), rows_(frameCount, keep + std::max<Index>(32, keep / 4)), counts_(frameCount),
          least_(frameCount) {}

    bool empty() const { return rows_.rows == 0; }

    void offer(Index frame, Candidate candidate) {
        if (candidate <= least_[frame])
            return;
        const auto row = rows_.row(frame);
        row[counts_[frame]++] = candidate;
        if (counts_[frame] == rows_.columns)
            prune(frame);
    }

    /// Best first.
    std::span<const Candidate> sorted(Index frame) {
        if (counts_[frame] > keep_)
            prune(frame);
        const auto row = rows_.row(frame).first(counts_[frame]);
        std::ranges::sort(row, std::greater{});
        return row;
    }

private:
    void prune(Index frame) {
        const auto row = rows_.row(frame).first(counts_[frame]);
        std::ranges::nth_element(row, row.begin() + keep_ - 1, std::greater{});
        least_[frame] = row[keep_ - 1];
        counts_[frame] = keep_;
    }

    Index keep_ = 0;
    Array2D<Candidate> rows_;
    std::vector<Index> counts_;
    std::vector<Candidate> least_; // a candidate has to be better than this
};

// scikit-learn, and so librosa, does not scale quieter frames to a length of 1; silence then is at
// a distance of 1 from everything.
constexpr double kSilentNorm = 1.1920929e-06;

double norm(std::span<const float> cells) {
    double sum = 0;
    for (const float cell : cells)
        sum += double{cell} * cell;
    return std::sqrt(sum);
}

/// The same as scikit-learn computes it, with `numpy.einsum` in single precision: four running sums
/// that take four values each from behind. Norms that are rounded otherwise decide near-ties
/// otherwise, which is a difference of up to 20 dB in the agreement of the stems.
float librosaNorm(std::span<const float> cells) {
    std::array<float, 4> sums = {};
    const auto add = [&](std::size_t first) {
        for (std::size_t lane = 0; lane < 4 && first + lane < cells.size(); ++lane) {
            const float square = cells[first + lane] * cells[first + lane];
            sums[lane] += square;
        }
    };
    std::size_t i = 0;
    for (; i + 16 <= cells.size(); i += 16)
        for (const std::size_t offset : {12, 8, 4, 0})
            add(i + offset);
    for (; i < cells.size(); i += 4)
        add(i);
    return std::sqrt((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

/// The cosine distance as librosa has it from OpenBLAS with AVX-512: each product is added to one
/// running sum, a panel of bins at a time. Half of such a sum's error comes with the order, so that
/// the same order decides most near-ties alike.
float librosaDistance(std::span<const float> a, float lengthA, std::span<const float> b,
                      float lengthB) {
    constexpr Index kPanel = 448;
    constexpr Index kUnroll = 16;
    float cosine = 0;
    Index bin = 0;
    while (bin < std::ssize(a)) {
        Index count = std::ssize(a) - bin;
        if (count >= 2 * kPanel)
            count = kPanel;
        else if (count > kPanel)
            count = (count / 2 + kUnroll - 1) / kUnroll * kUnroll;
        float sum = 0;
        for (const Index end = bin + count; bin < end; ++bin)
            sum = std::fma(a[bin] / lengthA, b[bin] / lengthB, sum);
        cosine += sum;
    }
    return std::max(0.0F, 1 - cosine);
}

/// What to divide each frame by.
std::vector<double> normsOf(const Array2D<float>& magnitudes, SimilarFramesParams::Rule rule) {
    std::vector<double> norms;
    for (Index frame = 0; frame < magnitudes.rows; ++frame) {
        const auto cells = magnitudes.row(frame);
        const double length =
            rule == SimilarFramesParams::Rule::earliest ? double{librosaNorm(cells)} : norm(cells);
        norms.push_back(length < kSilentNorm ? 1 : length);
    }
    return norms;
}

} // namespace

class SimilarFramesSearch::Comparisons {
public:
    Comparisons(const Array2D<float>& magnitudes, const SimilarFramesParams& params)
        : magnitudes_(magnitudes), params_(params), norms_(normsOf(magnitudes, params.rule)),
          earliest_(params.rule == SimilarFramesParams::Rule::earliest),
          // The wanted number of candidates: librosa takes frames inside the width among the
          // candidates and drops them afterwards.
          wanted_(std::min(magnitudes.rows - 1,
                           earliest_ ? params.count + 2 * params.width : params.count)),
          blocks_((magnitudes.rows + kBlockLength - 1) / kBlockLength) {}

    Index blockCount() const { return std::ssize(blocks_); }
    Index firstOf(Index block) const { return block * kBlockLength; }
    Index endOf(Index block) const {
        return std::min(magnitudes_.rows, (block + 1) * kBlockLength);
    }

    /// Compares the frames of two blocks, of which the first is not behind the second, so that a
    /// pair of frames is always computed alike. Each pair of blocks once.
    void compare(Index rowBlock, Index columnBlock) {
        thread_local std::vector<float> distances(kBlockLength * kBlockLength);
        findDistances(rowBlock, columnBlock, distances);
        const auto distance = [&](Index row, Index column) {
            return distances[(row - firstOf(rowBlock)) * kBlockLength + column -
                             firstOf(columnBlock)];
        };
        {
            const std::lock_guard lock(blocks_[rowBlock].mutex);
            BestCandidates& best = bestOf(rowBlock);
            for (Index i = firstOf(rowBlock); i < endOf(rowBlock); ++i)
                for (Index j = firstOf(columnBlock); j < endOf(columnBlock); ++j)
                    offer(best, i, j, distance(i, j));
        }
        if (rowBlock == columnBlock)
            return;
        const std::lock_guard lock(blocks_[columnBlock].mutex);
        BestCandidates& best = bestOf(columnBlock);
        for (Index j = firstOf(columnBlock); j < endOf(columnBlock); ++j)
            for (Index i = firstOf(rowBlock); i < endOf(rowBlock); ++i)
                offer(best, j, i, distance(i, j));
    }

    /// The neighbours of a frame, when its block has been compared with all.
    std::vector<std::int32_t> neighbours(Index frame) {
        BestCandidates& best = blocks_[frame / kBlockLength].best;
        std::vector<std::int32_t> chosen;
        for (const Candidate candidate : decide(frame, best.sorted(frame % kBlockLength))) {
            const Index other = frameOf(candidate);
            if (std::abs(frame - other) >= params_.width)
                chosen.push_back(static_cast<std::int32_t>(other));
        }
        std::ranges::sort(chosen);
        if (std::ssize(chosen) > params_.count)
            chosen.resize(params_.count);
        return chosen;
    }

    /// Gives back the memory of a block whose neighbours are known and which is compared no more.
    void forget(Index block) { blocks_[block].best = {}; }

private:
    struct Block {
        std::mutex mutex; // guards the rest while pairs are compared
        BestCandidates best;
    };

    /// Made when first needed: the candidates of an hour are a gigabyte, and to make room for all
    /// of them at once nobody can stop.
    BestCandidates& bestOf(Index block) {
        BestCandidates& best = blocks_[block].best;
        if (best.empty())
            best = BestCandidates(endOf(block) - firstOf(block), wanted_ + kSpareCount);
        return best;
    }

    /// The frames of a block, each of length 1. They are made again for every pair: that is one
    /// multiplication for each 256 of the product, and saves a second copy of the song.
    std::span<const float> unitFrames(Index block, std::vector<float>& units) const {
        units.resize(kBlockLength * magnitudes_.columns);
        for (Index frame = firstOf(block); frame < endOf(block); ++frame) {
            const auto length = static_cast<float>(norms_[frame]);
            std::ranges::transform(magnitudes_.row(frame),
                                   units.begin() + (frame - firstOf(block)) * magnitudes_.columns,
                                   [length](float cell) { return cell / length; });
        }
        return units;
    }

    void findDistances(Index rowBlock, Index columnBlock, std::vector<float>& distances) const {
        thread_local std::vector<float> rowUnits;
        thread_local std::vector<float> columnUnits;
        const auto bins = static_cast<blasint>(magnitudes_.columns);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans,
                    static_cast<blasint>(endOf(rowBlock) - firstOf(rowBlock)),
                    static_cast<blasint>(endOf(columnBlock) - firstOf(columnBlock)), bins, 1.0F,
                    unitFrames(rowBlock, rowUnits).data(), bins,
                    unitFrames(columnBlock, columnUnits).data(), bins, 0.0F, distances.data(),
                    kBlockLength);
        for (float& distance : distances)
            distance = std::max(0.0F, 1 - distance);
    }

    void offer(BestCandidates& best, Index frame, Index other, float distance) const {
        const Index nearest = earliest_ ? 1 : params_.width;
        if (std::abs(frame - other) >= nearest)
            best.offer(frame % kBlockLength, makeCandidate(distance, other));
    }

    /// The distance of two frames more closely than the products of blocks give it: exactly, or for
    /// the rule of librosa as librosa rounds it.
    double closeDistance(Index frame, Index other) const {
        const auto a = magnitudes_.row(frame);
        const auto b = magnitudes_.row(other);
        if (earliest_)
            return librosaDistance(a, static_cast<float>(norms_[frame]), b,
                                   static_cast<float>(norms_[other]));
        double sum = 0;
        for (std::size_t bin = 0; bin < a.size(); ++bin)
            sum += double{a[bin]} * b[bin];
        return 1 - sum / (norms_[frame] * norms_[other]);
    }

    /// The wanted number of candidates out of the best ones. What the products of blocks cannot
    /// tell apart is compared more closely.
    std::vector<Candidate> decide(Index frame, std::span<const Candidate> best) const {
        if (std::ssize(best) <= wanted_)
            return {best.begin(), best.end()};
        const float edge = distanceOf(best[wanted_ - 1]);
        const auto first = std::ranges::find_if(
            best, [&](Candidate c) { return distanceOf(c) >= edge - kDistanceError; });
        const auto last = std::find_if(best.begin() + wanted_, best.end(), [&](Candidate c) {
            return distanceOf(c) > edge + kDistanceError;
        });

        std::vector<Candidate> result(best.begin(), first);
        if (last == best.begin() + wanted_) { // nobody outside is close enough to matter
            result.insert(result.end(), first, last);
            return result;
        }
        std::vector<std::pair<double, Index>> close;
        for (auto i = first; i != last; ++i)
            close.emplace_back(closeDistance(frame, frameOf(*i)), frameOf(*i));
        std::ranges::sort(close);
        for (std::size_t i = 0; std::ssize(result) < wanted_; ++i)
            result.push_back(makeCandidate(static_cast<float>(close[i].first), close[i].second));
        return result;
    }

    const Array2D<float>& magnitudes_;
    SimilarFramesParams params_;
    std::vector<double> norms_;
    bool earliest_;
    Index wanted_;
    std::vector<Block> blocks_;
};

std::span<const std::int32_t> SimilarFrames::of(Index frame) const {
    const auto row = frames.row(frame);
    const auto end = std::ranges::find(row, -1);
    return row.first(end - row.begin());
}

Index defaultNeighbourCount(Index frameCount, Index width) {
    if (frameCount < 2 * width + 2)
        return 0;
    return 2 * static_cast<Index>(std::ceil(std::sqrt(frameCount - 2 * width + 1)));
}

namespace {

/// The parameters with numbers in place of what is chosen by the length of the song.
SimilarFramesParams chosenParams(SimilarFramesParams params, Index frameCount) {
    params.width = std::max<Index>(1, params.width);
    if (params.count == 0)
        params.count = defaultNeighbourCount(frameCount, params.width);
    if (frameCount < 2 * params.width + 2)
        params.count = 0;
    params.count = std::min(params.count, frameCount);
    return params;
}

} // namespace

SimilarFramesSearch::SimilarFramesSearch(const Array2D<float>& magnitudes,
                                         const SimilarFramesParams& params)
    : searched_((magnitudes.rows + kBlockLength - 1) / kBlockLength) {
    const SimilarFramesParams chosen = chosenParams(params, magnitudes.rows);
    found_.frames = Array2D<std::int32_t>(magnitudes.rows, chosen.count, -1);
    if (chosen.count > 0)
        comparisons_ = std::make_unique<Comparisons>(magnitudes, chosen);
}

SimilarFramesSearch::~SimilarFramesSearch() = default;

Index SimilarFramesSearch::blockCount() const {
    return std::ssize(searched_);
}

void SimilarFramesSearch::find(std::span<const Index> blocks, const Progress& progress) {
    if (!comparisons_) {
        progress.report(1);
        return;
    }
    std::vector<std::pair<Index, Index>> pairs;
    std::vector<bool> compared = searched_;
    for (const Index block : blocks) {
        for (Index other = 0; other < blockCount(); ++other)
            if (!compared[other])
                pairs.emplace_back(std::minmax(block, other));
        compared[block] = true;
    }
    // The parallel loop is ours; OpenBLAS would start threads of its own inside it.
    openblas_set_num_threads(1);
    parallelFor(std::ssize(pairs), progress.part(0, 0.9),
                [&](Index item) { comparisons_->compare(pairs[item].first, pairs[item].second); });
    searched_ = compared;

    parallelFor(std::ssize(blocks) * kBlockLength, progress.part(0.9, 1), [&](Index item) {
        const Index frame =
            comparisons_->firstOf(blocks[item / kBlockLength]) + item % kBlockLength;
        if (frame < found_.frames.rows)
            std::ranges::copy(comparisons_->neighbours(frame), found_.frames.row(frame).begin());
    });
    for (const Index block : blocks)
        comparisons_->forget(block);
}

SimilarFrames findSimilarFrames(const Array2D<float>& magnitudes, const SimilarFramesParams& params,
                                const Progress& progress) {
    SimilarFramesSearch search(magnitudes, params);
    std::vector<Index> all(search.blockCount());
    std::iota(all.begin(), all.end(), Index{0});
    search.find(all, progress);
    return search.take();
}

} // namespace refrain
