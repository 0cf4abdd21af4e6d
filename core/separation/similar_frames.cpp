// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/similar_frames.h"

#include "core/base/parallel.h"

#include <algorithm>
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

// How far single-precision products of normalised frames may be off, with room to spare; the
// largest error seen against double precision was 1e-6.
constexpr float kSimilarityError = 2e-6F;

// How many frames beyond the wanted ones are kept for the decision in double precision.
constexpr Index kSpareCount = 32;

// Quieter frames are not scaled to unit length (scikit-learn's limit, which librosa inherits): the
// similarity of silence to anything is 0.
constexpr double kSilentNorm = 1.1920929e-06;

/// A similarity and a frame as one number that orders by similarity, and among equals puts the
/// earlier frame first. Similarities are not negative, so that their bits order as they do.
using Candidate = std::uint64_t;

Candidate makeCandidate(float similarity, Index frame) {
    const auto bits = std::bit_cast<std::uint32_t>(std::max(similarity, 0.0F));
    return (std::uint64_t{bits} << 32) | (0xFFFFFFFFU - static_cast<std::uint32_t>(frame));
}
Index frameOf(Candidate candidate) {
    return 0xFFFFFFFFU - static_cast<std::uint32_t>(candidate);
}
float similarityOf(Candidate candidate) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(candidate >> 32));
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

/// The lengths of all frames as vectors, and what to multiply a frame with to make it 1.
struct Norms {
    std::vector<double> norms;
    std::vector<float> inverse;

    explicit Norms(const Array2D<float>& magnitudes) {
        for (Index frame = 0; frame < magnitudes.rows; ++frame) {
            double sum = 0;
            for (const float cell : magnitudes.row(frame))
                sum += double{cell} * cell;
            const double norm = std::sqrt(sum);
            norms.push_back(norm < kSilentNorm ? 1 : norm);
            inverse.push_back(static_cast<float>(1 / norms.back()));
        }
    }
};

class Search {
public:
    Search(const Array2D<float>& magnitudes, const SimilarFramesParams& params)
        : magnitudes_(magnitudes), params_(params), norms_(magnitudes),
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

        thread_local std::vector<float> similarities(kBlockLength * kBlockLength);
        multiply(rowBlock, columnBlock, similarities);
        {
            const std::lock_guard lock(rowLocks_[rowBlock]);
            for (Index i = firstOf(rowBlock); i < endOf(rowBlock); ++i)
                for (Index j = firstOf(columnBlock); j < endOf(columnBlock); ++j)
                    offer(i, j,
                          similarities[(i - firstOf(rowBlock)) * kBlockLength + j -
                                       firstOf(columnBlock)]);
        }
        if (rowBlock == columnBlock)
            return;
        const std::lock_guard lock(rowLocks_[columnBlock]);
        for (Index j = firstOf(columnBlock); j < endOf(columnBlock); ++j)
            for (Index i = firstOf(rowBlock); i < endOf(rowBlock); ++i)
                offer(j, i,
                      similarities[(i - firstOf(rowBlock)) * kBlockLength + j -
                                   firstOf(columnBlock)]);
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

    void multiply(Index rowBlock, Index columnBlock, std::vector<float>& similarities) const {
        const Index rows = endOf(rowBlock) - firstOf(rowBlock);
        const Index columns = endOf(columnBlock) - firstOf(columnBlock);
        const auto bins = static_cast<blasint>(magnitudes_.columns);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, static_cast<blasint>(rows),
                    static_cast<blasint>(columns), bins, 1.0F,
                    magnitudes_.row(firstOf(rowBlock)).data(), bins,
                    magnitudes_.row(firstOf(columnBlock)).data(), bins, 0.0F, similarities.data(),
                    kBlockLength);
        // Scaled afterwards, so that no second copy of the song is needed.
        for (Index i = 0; i < rows; ++i) {
            const float rowScale = norms_.inverse[firstOf(rowBlock) + i];
            const float* columnScales = norms_.inverse.data() + firstOf(columnBlock);
            float* row = similarities.data() + i * kBlockLength;
            for (Index j = 0; j < columns; ++j)
                row[j] *= rowScale * columnScales[j];
        }
    }

    void offer(Index frame, Index other, float similarity) {
        const Index nearest = earliest_ ? 1 : params_.width;
        if (std::abs(frame - other) >= nearest)
            best_.offer(frame, makeCandidate(similarity, other));
    }

    double exactSimilarity(Index frame, Index other) const {
        const auto a = magnitudes_.row(frame);
        const auto b = magnitudes_.row(other);
        double sum = 0;
        for (std::size_t bin = 0; bin < a.size(); ++bin)
            sum += double{a[bin]} * b[bin];
        return sum / (norms_.norms[frame] * norms_.norms[other]);
    }

    /// The wanted number of candidates out of the best ones, with what single precision cannot
    /// tell apart decided in double precision.
    std::vector<Candidate> decide(Index frame, std::span<const Candidate> best) const {
        if (std::ssize(best) <= wanted_)
            return {best.begin(), best.end()};
        const float edge = similarityOf(best[wanted_ - 1]);
        const auto first = std::ranges::find_if(
            best, [&](Candidate c) { return similarityOf(c) <= edge + kSimilarityError; });
        const auto last = std::find_if(best.begin() + wanted_, best.end(), [&](Candidate c) {
            return similarityOf(c) < edge - kSimilarityError;
        });

        std::vector<Candidate> result(best.begin(), first);
        if (last == best.begin() + wanted_) { // nobody outside is close enough to matter
            result.insert(result.end(), first, last);
            return result;
        }
        struct Exact {
            double similarity;
            Candidate candidate;
        };
        std::vector<Exact> close;
        for (auto i = first; i != last; ++i)
            close.push_back({exactSimilarity(frame, frameOf(*i)), *i});
        std::ranges::sort(close, [](const Exact& a, const Exact& b) {
            return a.similarity != b.similarity ? a.similarity > b.similarity
                                                : frameOf(a.candidate) < frameOf(b.candidate);
        });
        for (std::size_t i = 0; std::ssize(result) < wanted_; ++i)
            result.push_back(close[i].candidate);
        return result;
    }

    const Array2D<float>& magnitudes_;
    SimilarFramesParams params_;
    Norms norms_;
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
                                const Progress& progress) {
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
    parallelFor(search.pairCount(), progress.part(0, 0.9),
                [&](Index pair) { search.comparePair(pair); });
    parallelFor(frameCount, progress.part(0.9, 1), [&](Index frame) {
        std::ranges::copy(search.neighbours(frame), result.frames.row(frame).begin());
    });
    return result;
}

} // namespace refrain
