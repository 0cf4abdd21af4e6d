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
#include <vector>

namespace refrain {

namespace {

// Frames of a block of the similarity matrix. A block is 256 KiB, which stays in the second-level
// cache while its rows and its columns are read.
constexpr Index kBlockLength = 256;

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

/// The best candidates of every frame so far. What it holds in the end does not depend on the order
/// in which candidates are offered.
class BestCandidates {
public:
    BestCandidates(Index frameCount, Index keep)
        : keep_(keep), rows_(frameCount, keep + std::max<Index>(32, keep / 4)), counts_(frameCount),
          least_(frameCount) {}

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

    Index keep_;
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

class Search {
public:
    Search(const Array2D<float>& magnitudes, const SimilarFramesParams& params)
        : magnitudes_(magnitudes), params_(params), norms_(normsOf(magnitudes, params.rule)),
          earliest_(params.rule == SimilarFramesParams::Rule::earliest),
          // The wanted number of candidates: librosa takes frames inside the width among the
          // candidates and drops them afterwards.
          wanted_(std::min(magnitudes.rows - 1,
                           earliest_ ? params.count + 2 * params.width : params.count)),
          best_(magnitudes.rows, wanted_ + kSpareCount),
          blockCount_((magnitudes.rows + kBlockLength - 1) / kBlockLength),
          rowLocks_(std::make_unique<std::mutex[]>(blockCount_)) {}

    Index pairCount() const { return blockCount_ * (blockCount_ + 1) / 2; }

    /// Compares the frames of one pair of blocks, `(0,0), (0,1), …, (1,1), …`, each pair once.
    void comparePair(Index pair) {
        Index rowBlock = 0;
        while (pair >= blockCount_ - rowBlock)
            pair -= blockCount_ - rowBlock++;
        const Index columnBlock = rowBlock + pair;

        thread_local std::vector<float> distances(kBlockLength * kBlockLength);
        findDistances(rowBlock, columnBlock, distances);
        const auto distance = [&](Index row, Index column) {
            return distances[(row - firstOf(rowBlock)) * kBlockLength + column -
                             firstOf(columnBlock)];
        };
        {
            const std::lock_guard lock(rowLocks_[rowBlock]);
            for (Index i = firstOf(rowBlock); i < endOf(rowBlock); ++i)
                for (Index j = firstOf(columnBlock); j < endOf(columnBlock); ++j)
                    offer(i, j, distance(i, j));
        }
        if (rowBlock == columnBlock)
            return;
        const std::lock_guard lock(rowLocks_[columnBlock]);
        for (Index j = firstOf(columnBlock); j < endOf(columnBlock); ++j)
            for (Index i = firstOf(rowBlock); i < endOf(rowBlock); ++i)
                offer(j, i, distance(i, j));
    }

    /// The neighbours of a frame, when all pairs have been compared.
    std::vector<std::int32_t> neighbours(Index frame) {
        std::vector<std::int32_t> chosen;
        for (const Candidate candidate : decide(frame, best_.sorted(frame))) {
            const Index other = frameOf(candidate);
            if (std::abs(frame - other) >= params_.width)
                chosen.push_back(static_cast<std::int32_t>(other));
        }
        std::ranges::sort(chosen);
        if (std::ssize(chosen) > params_.count)
            chosen.resize(params_.count);
        return chosen;
    }

private:
    Index firstOf(Index block) const { return block * kBlockLength; }
    Index endOf(Index block) const {
        return std::min(magnitudes_.rows, (block + 1) * kBlockLength);
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

    void offer(Index frame, Index other, float distance) {
        const Index nearest = earliest_ ? 1 : params_.width;
        if (std::abs(frame - other) >= nearest)
            best_.offer(frame, makeCandidate(distance, other));
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
    BestCandidates best_;
    Index blockCount_;
    std::unique_ptr<std::mutex[]> rowLocks_; // guards the rows of one block in best_
};

} // namespace

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

SimilarFrames findSimilarFrames(const Array2D<float>& magnitudes, const SimilarFramesParams& params,
                                const Progress& progress,
                                const std::function<std::vector<Index>(Index)>& order) {
    const Index frameCount = magnitudes.rows;
    SimilarFramesParams chosen = params;
    chosen.width = std::max<Index>(1, params.width);
    if (chosen.count == 0)
        chosen.count = defaultNeighbourCount(frameCount, chosen.width);
    if (frameCount < 2 * chosen.width + 2)
        chosen.count = 0;
    chosen.count = std::min(chosen.count, frameCount);

    SimilarFrames result{Array2D<std::int32_t>(frameCount, chosen.count, -1)};
    if (chosen.count == 0)
        return result;

    // The parallel loop is ours; OpenBLAS would start threads of its own inside it.
    openblas_set_num_threads(1);
    Search search(magnitudes, chosen);
    const std::vector<Index> pairs = order ? order(search.pairCount()) : std::vector<Index>{};
    parallelFor(search.pairCount(), progress.part(0, 0.9),
                [&](Index item) { search.comparePair(pairs.empty() ? item : pairs[item]); });
    parallelFor(frameCount, progress.part(0.9, 1), [&](Index frame) {
        std::ranges::copy(search.neighbours(frame), result.frames.row(frame).begin());
    });
    return result;
}

} // namespace refrain
