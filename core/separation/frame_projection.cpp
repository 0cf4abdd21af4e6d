// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/frame_projection.h"

#include "core/base/parallel.h"
#include "core/separation/matrix_product.h"
#include "core/separation/row_products.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace refrain {

namespace {

/// Directions that are looked for or made orthogonal together.
constexpr Index kTogether = 32;

/// Frames that are projected together.
constexpr Index kFrames = 256;

/// Frames at most from which the directions are found, for each direction.
constexpr Index kSamples = 4;

/// Bins that are multiplied at a time: a product then takes 2 ms, after which comes a check.
constexpr Index kBins = 2048;

/// Added to the square of the length of what the basis does not hold. Rounding in single precision
/// makes squares and products up to 1e-6 wrong, whose lengths are 1 at most.
constexpr double kRounding = 4e-6;

/// Some columns of the same rows.
MatrixView columnsOf(MatrixView view, Index first, Index count) {
    view.values += first;
    view.columns = count;
    return view;
}

/// `multiplyRows` a piece at a time.
void multiplyRowsInPieces(const MatrixView& a, const MatrixView& b, float* out, Index outStride,
                          const Progress& progress) {
    for (Index first = 0; first < a.columns; first += kBins) {
        progress.check();
        const Index count = std::min(kBins, a.columns - first);
        multiplyRows(columnsOf(a, first, count), columnsOf(b, first, count), out, outStride,
                     first == 0 ? Before::replaced : Before::addedTo);
    }
}

/// `multiply` a piece at a time.
void multiplyInPieces(const MatrixView& a, const MatrixView& b, float* out, Index outStride,
                      const Progress& progress) {
    for (Index first = 0; first < b.columns; first += kBins) {
        progress.check();
        multiply(a, columnsOf(b, first, std::min(kBins, b.columns - first)), out + first,
                 outStride);
    }
}

/// So many frames at most, of a length of 1 and spread evenly across the song.
Array2D<float> sampleFrames(const Array2D<float>& frames, std::span<const float> scales,
                            Index most) {
    Array2D<float> samples(std::min(frames.rows, most), frames.columns);
    for (Index i = 0; i < samples.rows; ++i) {
        const Index frame = i * frames.rows / samples.rows;
        std::ranges::transform(frames.row(frame), samples.row(i).begin(),
                               [scale = scales[frame]](float cell) { return cell * scale; });
    }
    return samples;
}

/// Makes rows `first` to `end - 1` of a length of 1 and orthogonal to those before and each other.
/// A row that has nothing of its own becomes zero.
///
/// Whether it has, the second turn decides: rounding can leave more of a row in the first than the
/// limit there, but that lies in the directions that there are already. Where a row loses a tenth
/// of its length again, what is left of it is not quite at right angles, and it is dropped as well.
void orthonormalise(Array2D<float>& rows, Index first, Index end, const Progress& progress) {
    Array2D<float> parts(end - first, std::max<Index>(1, first));
    const MatrixView before = rowsOf(rows, 0, first);
    const MatrixView own = rowsOf(rows, first, end - first);
    std::vector<double> lengths(end - first);
    for (Index i = first; i < end; ++i)
        lengths[i - first] = std::sqrt(exactProductOfRows(rows.row(i), rows.row(i)));
    // Twice, as after the first time rounding is left of what was taken away.
    for (int turn = 0; turn < 2; ++turn) {
        if (first > 0) {
            multiplyRows(own, before, parts.values.data(), first);
            multiply(rowsOf(parts, 0, parts.rows), before, rows.row(first).data(), rows.columns,
                     Before::subtractedFrom);
        }
        for (Index i = first; i < end; ++i) {
            progress.check();
            const auto row = rows.row(i);
            for (Index other = first; other < i; ++other) {
                const auto part = static_cast<float>(exactProductOfRows(row, rows.row(other)));
                std::ranges::transform(row, rows.row(other), row.begin(),
                                       [part](float a, float b) { return a - part * b; });
            }
            const double length = std::sqrt(exactProductOfRows(row, row));
            const bool nothing = turn == 0 ? length <= 1e-6 * lengths[i - first] : length < 0.9;
            const auto scale = nothing ? 0.0F : static_cast<float>(1 / length);
            for (float& value : row)
                value *= scale;
        }
    }
}

} // namespace

Array2D<float> mainDirections(const Array2D<float>& frames, std::span<const float> scales,
                              Index count, const Progress& progress) {
    const Array2D<float> samples = sampleFrames(frames, scales, kSamples * count);
    const MatrixView all = rowsOf(samples, 0, samples.rows);
    Array2D<float> mixes(count, samples.rows);
    std::mt19937 random(1);
    for (float& weight : mixes.values)
        weight = random() % 2 == 0 ? 1.0F : -1.0F;

    // Random mixtures of the frames; then what the frames have in common with these.
    Array2D<float> directions(count, frames.columns);
    parallelFor((count + kTogether - 1) / kTogether, progress.part(0, 0.7), [&](Index item) {
        const Index first = item * kTogether;
        const Index some = std::min(kTogether, count - first);
        const MatrixView weights = rowsOf(mixes, first, some);
        const MatrixView mixtures = rowsOf(directions, first, some);
        float* const own = directions.row(first).data();
        multiplyInPieces(weights, all, own, directions.columns, progress);
        multiplyRowsInPieces(mixtures, all, mixes.row(first).data(), mixes.columns, progress);
        multiplyInPieces(weights, all, own, directions.columns, progress);
    });
    for (Index first = 0; first < count; first += kTogether)
        orthonormalise(directions, first, std::min(count, first + kTogether), progress);
    return directions;
}

FrameProjection projectFrames(const Array2D<float>& frames, std::span<const float> scales,
                              const Progress& progress) {
    const Index dimensions = FrameProjection::dimensionsFor(frames.rows);
    const Array2D<float> directions =
        mainDirections(frames, scales, dimensions, progress.part(0, 0.5));
    FrameProjection result{Array2D<float>(frames.rows, dimensions + 1)};
    Array2D<float>& coordinates = result.coordinates;
    const Progress rest = progress.part(0.5, 1);
    parallelFor((frames.rows + kFrames - 1) / kFrames, rest, [&](Index item) {
        const Index first = item * kFrames;
        const Index end = std::min(frames.rows, first + kFrames);
        multiplyRowsInPieces(rowsOf(frames, first, end - first), rowsOf(directions, 0, dimensions),
                             coordinates.row(first).data(), coordinates.columns, rest);
        for (Index frame = first; frame < end; ++frame) {
            const auto row = coordinates.row(frame);
            for (float& value : row)
                value *= scales[frame];
            const auto held = row.first(dimensions);
            const double left = (scales[frame] > 0 ? 1 : 0) - exactProductOfRows(held, held);
            row.back() = static_cast<float>(std::sqrt(std::max(0.0, left) + kRounding));
        }
    });
    return result;
}

} // namespace refrain
