// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/similar_frames.h"

#include "core/base/parallel.h"
#include "core/separation/bounded_ranking.h"
#include "core/separation/frame_projection.h"
#include "core/separation/librosa_rounding.h"
#include "core/separation/matrix_product.h"
#include "core/separation/row_products.h"

#include <algorithm>
#include <array>
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

// How far a cosine in single precision may be off; the largest error seen against double precision
// was 1e-6.
constexpr float kCosineError = 1e-6F;

// How many frames beyond the wanted ones are kept for the decision in double precision.
constexpr Index kSpareCount = 32;

double norm(std::span<const float> cells) {
    return std::sqrt(exactProductOfRows(cells, cells));
}

/// What bounds leave of a frame's others: sums or means of some frames that are not silent.
struct LeftOpen {
    double frames = 0;
    double unsure = 0; // to be multiplied in full
    double kept = 0;   // these and those that are sure to be neighbours
};

/// Whether bounds from few dimensions save time and take no more memory than is estimated; that is
/// decided for a song as a whole.
///
/// They save the larger part of each product in full, and each of these serves two frames. But what
/// they leave open is multiplied pair by pair, from all over the memory: with 1025 bins that took
/// 280 ns a pair in a song of 4 minutes and 480 in one of an hour, against 23 in blocks; with 2049
/// bins 700 and 950 against 45 (AVX-512; more threads made no difference).
bool boundsAreWorthIt(const LeftOpen& left, Index wanted, const Array2D<float>& frames) {
    constexpr double kTimesAsLong = 20;
    const auto columns = static_cast<double>(FrameProjection::dimensionsFor(frames.rows) + 1);
    const double saved = 0.5 * static_cast<double>(frames.rows) *
                         (1 - columns / static_cast<double>(frames.columns));
    return kTimesAsLong * left.unsure < saved &&
           left.kept <= SimilarFramesSearch::mostKept(static_cast<double>(wanted));
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

    /// Prepares the comparisons; to be called once, before anything is compared.
    void measureFrames(const Progress& progress) {
        norms_.resize(magnitudes_.rows);
        scales_.resize(magnitudes_.rows);
        parallelFor(magnitudes_.rows, progress.part(0, 0.3), [&](Index frame) {
            const auto cells = magnitudes_.row(frame);
            norms_[frame] = earliest_ ? double{librosaNorm(cells)} : norm(cells);
            const bool silent = norms_[frame] < kSilentNorm;
            scales_[frame] = silent ? 0.0F : static_cast<float>(1 / norms_[frame]);
        });
        rests_.assign(magnitudes_.rows, std::sqrt(kCosineError));
        if (magnitudes_.rows >= kLeastFramesToProject &&
            magnitudes_.columns >= 4 * FrameProjection::dimensionsFor(magnitudes_.rows))
            project(progress.part(0.3, 1));
    }

    /// Compares the frames of two blocks, of which the first is not behind the second, so that a
    /// pair of frames is always computed alike. Each pair of blocks once.
    void compare(Index rowBlock, Index columnBlock, const Progress& progress) {
        thread_local std::vector<float> mosts(kBlockLength * kBlockLength);
        thread_local std::vector<float> thresholds(kBlockLength);
        thread_local std::vector<std::int32_t> positions(kBlockLength + 16);
        findMosts(rowBlock, columnBlock, mosts, progress);
        const Index firstRow = firstOf(rowBlock);
        const Index firstColumn = firstOf(columnBlock);
        const Index rows = endOf(rowBlock) - firstRow;
        const Index columns = endOf(columnBlock) - firstColumn;
        const auto reaching = [&](Index i, std::span<const float> leasts) {
            const std::span values(mosts.data() + i * kBlockLength, columns);
            return std::span(positions).first(findReaching(values, leasts, positions));
        };
        {
            const std::lock_guard lock(blocks_[rowBlock].mutex);
            BoundedRanking& ranking = rankingOf(rowBlock);
            for (Index i = 0; i < rows; ++i) {
                std::ranges::fill(thresholds, ranking.thresholds()[i]);
                for (const Index j : reaching(i, std::span(thresholds).first(columns)))
                    offer(ranking, firstRow + i, firstColumn + j, mosts[i * kBlockLength + j]);
            }
        }
        if (rowBlock == columnBlock)
            return;
        const std::lock_guard lock(blocks_[columnBlock].mutex);
        BoundedRanking& ranking = rankingOf(columnBlock);
        for (Index i = 0; i < rows; ++i)
            for (const Index j : reaching(i, ranking.thresholds()))
                offer(ranking, firstColumn + j, firstRow + i, mosts[i * kBlockLength + j]);
    }

    /// The neighbours of a frame, rising, when its block has been compared with all.
    std::vector<std::int32_t> neighbours(Index frame) {
        std::vector<std::int32_t> chosen = mostSimilar(frame);
        std::erase_if(chosen, [&](Index other) { return std::abs(frame - other) < params_.width; });
        std::ranges::sort(chosen);
        if (std::ssize(chosen) > params_.count)
            chosen.resize(params_.count);
        return chosen;
    }

    /// Gives back the memory of a block whose neighbours are known and which is compared no more.
    void forget(Index block) { blocks_[block].ranking = {}; }

private:
    /// Frames at least from which the similarity of the last wanted one is guessed.
    static constexpr Index kSamples = 512;

    /// Shorter songs take no time worth saving.
    static constexpr Index kLeastFramesToProject = 2048;

    struct Block {
        std::mutex mutex; // guards the rest while pairs are compared
        BoundedRanking ranking;
    };

    bool projected() const { return projection_.coordinates.rows > 0; }

    /// Candidates of a frame at most; in the mean there are fewer, see `mostKept`.
    Index capacity() const { return projected() ? 4 * wanted_ + 1024 : wanted_ + kSpareCount; }

    /// Made when first needed: the candidates of an hour are a gigabyte, and to make room for all
    /// of them at once nobody can stop.
    BoundedRanking& rankingOf(Index block) {
        BoundedRanking& ranking = blocks_[block].ranking;
        if (ranking.empty())
            ranking = BoundedRanking(firstOf(block), wanted_, capacity(), rests_, guesses(block));
        return ranking;
    }

    /// Projects the frames, unless the bounds would leave too much open.
    void project(const Progress& progress) {
        projection_ = projectFrames(magnitudes_, scales_, progress.part(0, 0.7));
        for (Index frame = 0; frame < magnitudes_.rows; ++frame)
            rests_[frame] = projection_.rest(frame);
        if (boundsAreWorthIt(meanLeftOpen(progress.part(0.7, 1)), wanted_, magnitudes_))
            return;
        projection_ = {};
        rests_.assign(magnitudes_.rows, std::sqrt(kCosineError));
    }

    LeftOpen meanLeftOpen(const Progress& progress) const {
        constexpr Index kItems = 8;
        constexpr Index kFrames = 8; // of each item
        std::array<LeftOpen, kItems> sums{};
        const Array2D<float>& coordinates = projection_.coordinates;
        const Index step = coordinates.rows / (kItems * kFrames);
        parallelFor(kItems, progress, [&](Index item) {
            Array2D<float> mosts(kFrames, coordinates.rows);
            const Index first = coordinates.rows * item / kItems;
            const MatrixView some{coordinates.row(first).data(), kFrames, coordinates.columns,
                                  step * coordinates.columns};
            multiplyRows(some, rowsOf(coordinates, 0, coordinates.rows), mosts.values.data(),
                         mosts.columns);
            std::vector<BoundedFrame> others(coordinates.rows);
            for (Index i = 0; i < kFrames; ++i) {
                progress.check();
                if (scales_[first + i * step] == 0) // has no need of similarities
                    continue;
                const float rest = rests_[first + i * step];
                for (Index other = 0; other < coordinates.rows; ++other) {
                    const float most = mosts.row(i)[other];
                    others[other] = {most - 2 * rest * rests_[other], most,
                                     static_cast<std::int32_t>(other)};
                }
                const BoundedChoice choice = chooseMostSimilar(others, wanted_);
                const Index unsure = std::ssize(choice.unsure);
                const Index kept = std::ssize(choice.sure) + unsure;
                const bool cut = kept > capacity();
                sums[item].frames += 1;
                sums[item].unsure += static_cast<double>(cut ? coordinates.rows : unsure);
                sums[item].kept += static_cast<double>(std::min(kept, capacity()));
            }
        });
        LeftOpen mean;
        for (const LeftOpen& sum : sums) {
            mean.frames += sum.frames;
            mean.unsure += sum.unsure;
            mean.kept += sum.kept;
        }
        mean.unsure /= std::max(1.0, mean.frames);
        mean.kept /= std::max(1.0, mean.frames);
        return mean;
    }

    /// For each frame of a block what the cosine of the last wanted one is most likely above,
    /// judged by the frames that were sampled.
    std::vector<float> guesses(Index block) const {
        const Index first = firstOf(block);
        const Index count = endOf(block) - first;
        std::vector<float> result(count, -1.0F);
        // Nothing need be offered to silent frames, and no cosine is as much as this.
        const auto silence = [&](Index i) { return scales_[first + i] == 0; };
        for (Index i = 0; i < count; ++i)
            if (silence(i))
                result[i] = 2;
        if (!projected())
            return result;
        const Array2D<float>& coordinates = projection_.coordinates;
        const Index step = std::max<Index>(1, coordinates.rows / kSamples);
        const MatrixView samples{coordinates.values.data(), coordinates.rows / step,
                                 coordinates.columns, step * coordinates.columns};
        thread_local std::vector<float> mosts;
        mosts.resize(count * samples.rows);
        multiplyRows(rowsOf(coordinates, first, count), samples, mosts.data(), samples.rows);
        // The same product in blocks of another size is rounded otherwise. Where a song repeats to
        // the bit the guess may be the very cosine of the last wanted one, and must not be above
        // it.
        constexpr float kSlack = 4e-6F;
        std::vector<float> leasts;
        for (Index i = 0; i < count; ++i) {
            if (silence(i))
                continue;
            leasts.clear();
            for (Index sample = 0; sample < samples.rows; ++sample)
                if (mayBeCandidate(first + i, sample * step))
                    leasts.push_back(mosts[i * samples.rows + sample] -
                                     2 * rests_[first + i] * rests_[sample * step]);
            // Three times the standard deviation of how many of the wanted ones are sampled.
            const double expected = static_cast<double>(wanted_) / static_cast<double>(step);
            const auto rank = static_cast<Index>(expected + 3 * std::sqrt(expected)) + 1;
            if (rank <= std::ssize(leasts))
                result[i] = largestOf(leasts, rank) - kSlack;
        }
        return result;
    }

    /// The most that the cosines of two blocks' frames can be.
    void findMosts(Index rowBlock, Index columnBlock, std::vector<float>& mosts,
                   const Progress& progress) const {
        const Index firstRow = firstOf(rowBlock);
        const Index firstColumn = firstOf(columnBlock);
        const Index rows = endOf(rowBlock) - firstRow;
        const Index columns = endOf(columnBlock) - firstColumn;
        progress.check();
        if (projected()) {
            const Array2D<float>& coordinates = projection_.coordinates;
            multiplyRows(rowsOf(coordinates, firstRow, rows),
                         rowsOf(coordinates, firstColumn, columns), mosts.data(), kBlockLength);
            return;
        }
        // Products of the frames as they are, and of them the cosines: they need not be copied.
        MatrixView a = rowsOf(magnitudes_, firstRow, rows);
        MatrixView b = rowsOf(magnitudes_, firstColumn, columns);
        for (Index first = 0; first < magnitudes_.columns; first += kMostBins) {
            progress.check();
            a.columns = b.columns = std::min(kMostBins, magnitudes_.columns - first);
            multiplyRows(a, b, mosts.data(), kBlockLength,
                         first == 0 ? Before::replaced : Before::addedTo);
            a.values += a.columns;
            b.values += b.columns;
        }
        const float* scales = scales_.data() + firstColumn;
        for (Index i = 0; i < rows; ++i) {
            const float scale = scales_[firstRow + i];
            float* row = mosts.data() + i * kBlockLength;
            for (Index j = 0; j < columns; ++j)
                row[j] = row[j] * (scale * scales[j]) + kCosineError;
        }
    }

    /// Whether the other frame may be a candidate at all.
    bool mayBeCandidate(Index frame, Index other) const {
        return std::abs(frame - other) >= (earliest_ ? 1 : params_.width);
    }

    void offer(BoundedRanking& ranking, Index frame, Index other, float most) const {
        if (mayBeCandidate(frame, other))
            ranking.offer(frame % kBlockLength, other, most);
    }

    /// The wanted number of candidates, in no order. What bounds leave open is decided by the
    /// cosine in single precision, and what that cannot tell apart is compared more closely.
    std::vector<std::int32_t> mostSimilar(Index frame) {
        if (scales_[frame] == 0) // at the same distance from all
            return earliestCandidates(frame);
        BoundedRanking::Left left =
            blocks_[frame / kBlockLength].ranking.left(frame % kBlockLength);
        BoundedChoice choice = chooseMostSimilar(left.frames, wanted_);
        if (projected() && left.cut) {
            choice.sure.clear();
            choice.unsure.clear();
            for (Index other = 0; other < magnitudes_.rows; ++other)
                if (mayBeCandidate(frame, other))
                    choice.unsure.push_back(static_cast<std::int32_t>(other));
        }
        std::vector<std::int32_t> result = std::move(choice.sure);
        if (projected() && !choice.unsure.empty()) {
            left.frames = multiplied(frame, choice.unsure);
            choice = chooseMostSimilar(left.frames, wanted_ - std::ssize(result));
            result.insert(result.end(), choice.sure.begin(), choice.sure.end());
        }
        std::vector<std::pair<double, std::int32_t>> close;
        for (const std::int32_t other : choice.unsure)
            close.emplace_back(closeDistance(frame, other), other);
        std::ranges::sort(close);
        for (std::size_t i = 0; i < close.size() && std::ssize(result) < wanted_; ++i)
            result.push_back(close[i].second);
        return result;
    }

    /// The cosines of a frame with others in single precision.
    std::vector<BoundedFrame> multiplied(Index frame, std::span<const std::int32_t> others) const {
        std::vector<const float*> rows;
        for (const std::int32_t other : others)
            rows.push_back(magnitudes_.row(other).data());
        std::vector<float> products(others.size());
        productsOfRows(magnitudes_.row(frame), rows, products);
        std::vector<BoundedFrame> result;
        for (std::size_t i = 0; i < others.size(); ++i) {
            const float cosine = products[i] * (scales_[frame] * scales_[others[i]]);
            result.push_back({cosine - kCosineError, cosine + kCosineError, others[i]});
        }
        return result;
    }

    std::vector<std::int32_t> earliestCandidates(Index frame) const {
        std::vector<std::int32_t> result;
        for (Index other = 0; other < magnitudes_.rows && std::ssize(result) < wanted_; ++other)
            if (mayBeCandidate(frame, other))
                result.push_back(static_cast<std::int32_t>(other));
        return result;
    }

    /// The distance of two frames more closely than single precision gives it: exactly, or for the
    /// rule of librosa as librosa rounds it.
    double closeDistance(Index frame, Index other) const {
        const auto a = magnitudes_.row(frame);
        const auto b = magnitudes_.row(other);
        const auto length = [&](Index i) { return scales_[i] == 0 ? 1 : norms_[i]; };
        if (earliest_)
            return librosaDistance(a, static_cast<float>(length(frame)), b,
                                   static_cast<float>(length(other)));
        return 1 - exactProductOfRows(a, b) / (length(frame) * length(other));
    }

    const Array2D<float>& magnitudes_;
    SimilarFramesParams params_;
    std::vector<double> norms_;
    std::vector<float> scales_;  // 1 / norm, or 0 for silence
    FrameProjection projection_; // empty if comparing whole frames is faster
    std::vector<float> rests_;   // by twice the product of two of them cosines are uncertain
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
    if (!comparisons_ || blocks.empty()) {
        progress.report(1);
        return;
    }
    const bool isFirst = std::ranges::count(searched_, true) == 0;
    if (isFirst)
        comparisons_->measureFrames(progress.part(0, 0.1));
    std::vector<std::pair<Index, Index>> pairs;
    std::vector<bool> compared = searched_;
    for (const Index block : blocks) {
        for (Index other = 0; other < blockCount(); ++other)
            if (!compared[other])
                pairs.emplace_back(std::minmax(block, other));
        compared[block] = true;
    }
    const Progress products = progress.part(isFirst ? 0.1 : 0, 0.9);
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
