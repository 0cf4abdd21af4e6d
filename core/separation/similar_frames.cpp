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

// Bins that are multiplied at a time, the most that a transform of 16384 samples has: a product
// then takes 10 ms at most.
constexpr Index kMostBins = 8193;

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
        : keep_(keep), rows_(frameCount, keep + std::clamp<Index>(keep, kLeastRoom, kMostRoom)),
          counts_(frameCount), least_(frameCount), farthest_(frameCount, kFarthest) {}

    bool empty() const { return rows_.rows == 0; }

    /// A candidate at a larger distance than this need not be offered to the frame.
    const std::vector<float>& farthest() const { return farthest_; }

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
        farthest_[frame] = distanceOf(least_[frame]);
        counts_[frame] = keep_;
    }

    // Candidates beyond the kept ones that are collected before the worst are dropped: the more,
    // the less often.
    static constexpr Index kLeastRoom = 32;
    static constexpr Index kMostRoom = 256;
    static constexpr float kFarthest = 4; // any distance is below 2

    Index keep_ = 0;
    Array2D<Candidate> rows_;
    std::vector<Index> counts_;
    std::vector<Candidate> least_; // a candidate has to be better than this
    std::vector<float> farthest_;  // the distance in it
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

/// Calls `offer(i)` for every `i` with `distances[i] <= bounds[i]`, or a few more. Hardly one in
/// ten is, so that several are looked at together, as many as the compiler likes.
template <class Offer>
void forEachNear(const float* distances, const float* bounds, Index count, const Offer& offer) {
    constexpr Index kTogether = 16;
    Index i = 0;
    for (; i + kTogether <= count; i += kTogether) {
        std::int32_t near[kTogether];
        std::int32_t any = 0;
        for (Index k = 0; k < kTogether; ++k) {
            near[k] = distances[i + k] <= bounds[i + k];
            any |= near[k];
        }
        if (any)
            for (Index k = 0; k < kTogether; ++k)
                if (near[k])
                    offer(i + k);
    }
    for (; i < count; ++i)
        if (distances[i] <= bounds[i])
            offer(i);
}

} // namespace

class SimilarFramesSearch::Comparisons {
public:
    Comparisons(const Array2D<float>& magnitudes, const SimilarFramesParams& params)
        : magnitudes_(magnitudes), params_(params),
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

    /// What to divide each frame by; to be called once, before anything is compared.
    void measureFrames(const Progress& progress) {
        norms_.resize(magnitudes_.rows);
        scales_.resize(magnitudes_.rows);
        parallelFor(magnitudes_.rows, progress, [&](Index frame) {
            const auto cells = magnitudes_.row(frame);
            const double length = earliest_ ? double{librosaNorm(cells)} : norm(cells);
            norms_[frame] = length < kSilentNorm ? 1 : length;
            scales_[frame] = static_cast<float>(1 / norms_[frame]);
        });
    }

    /// Compares the frames of two blocks, of which the first is not behind the second, so that a
    /// pair of frames is always computed alike. Each pair of blocks once.
    void compare(Index rowBlock, Index columnBlock, const Progress& progress) {
        thread_local std::vector<float> distances(kBlockLength * kBlockLength);
        thread_local std::vector<float> bounds(kBlockLength);
        findDistances(rowBlock, columnBlock, distances, progress);
        const Index firstRow = firstOf(rowBlock);
        const Index firstColumn = firstOf(columnBlock);
        const Index rows = endOf(rowBlock) - firstRow;
        const Index columns = endOf(columnBlock) - firstColumn;
        {
            const std::lock_guard lock(blocks_[rowBlock].mutex);
            BestCandidates& best = bestOf(rowBlock);
            for (Index i = 0; i < rows; ++i) {
                const float* row = distances.data() + i * kBlockLength;
                std::ranges::fill(bounds, best.farthest()[i]);
                forEachNear(row, bounds.data(), columns,
                            [&](Index j) { offer(best, firstRow + i, firstColumn + j, row[j]); });
            }
        }
        if (rowBlock == columnBlock)
            return;
        const std::lock_guard lock(blocks_[columnBlock].mutex);
        BestCandidates& best = bestOf(columnBlock);
        for (Index i = 0; i < rows; ++i) {
            const float* row = distances.data() + i * kBlockLength;
            forEachNear(row, best.farthest().data(), columns,
                        [&](Index j) { offer(best, firstColumn + j, firstRow + i, row[j]); });
        }
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

    /// Products of the frames as they are, and of them the cosines: the frames need not be copied.
    void findDistances(Index rowBlock, Index columnBlock, std::vector<float>& distances,
                       const Progress& progress) const {
        const Index rows = endOf(rowBlock) - firstOf(rowBlock);
        const Index columns = endOf(columnBlock) - firstOf(columnBlock);
        const auto stride = static_cast<blasint>(magnitudes_.columns);
        for (Index first = 0; first < magnitudes_.columns; first += kMostBins) {
            progress.check();
            const Index bins = std::min(kMostBins, magnitudes_.columns - first);
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, static_cast<blasint>(rows),
                        static_cast<blasint>(columns), static_cast<blasint>(bins), 1.0F,
                        magnitudes_.row(firstOf(rowBlock)).data() + first, stride,
                        magnitudes_.row(firstOf(columnBlock)).data() + first, stride,
                        first == 0 ? 0.0F : 1.0F, distances.data(), kBlockLength);
        }
        const float* scales = scales_.data() + firstOf(columnBlock);
        for (Index i = 0; i < rows; ++i) {
            const float scale = scales_[firstOf(rowBlock) + i];
            float* row = distances.data() + i * kBlockLength;
            for (Index j = 0; j < columns; ++j)
                row[j] = std::max(0.0F, 1 - row[j] * (scale * scales[j]));
        }
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
    std::vector<float> scales_; // 1 / norm
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
    found_.frames = Array2D<std::int32_t>(magnitudes.rows, chosen.count);
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
    const bool isFirst = std::ranges::count(searched_, true) == 0;
    if (isFirst)
        comparisons_->measureFrames(progress.part(0, 0.02));
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
    const Progress products = progress.part(isFirst ? 0.02 : 0, 0.9);
    parallelFor(std::ssize(pairs), products, [&](Index item) {
        comparisons_->compare(pairs[item].first, pairs[item].second, products);
    });
    searched_ = compared;

    parallelFor(std::ssize(blocks) * kBlockLength, progress.part(0.9, 1), [&](Index item) {
        const Index frame =
            comparisons_->firstOf(blocks[item / kBlockLength]) + item % kBlockLength;
        if (frame >= found_.frames.rows)
            return;
        const std::span<std::int32_t> row = found_.frames.row(frame);
        std::fill(std::ranges::copy(comparisons_->neighbours(frame), row.begin()).out, row.end(),
                  -1);
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
