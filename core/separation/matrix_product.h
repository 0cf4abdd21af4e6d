// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

namespace refrain {

/// Some rows and columns of a table, row by row in memory; `stride` numbers lie between the starts
/// of two rows.
struct MatrixView {
    const float* values = nullptr;
    Index rows = 0;
    Index columns = 0;
    Index stride = 0;
};

/// `count` rows of a table from `first` on.
MatrixView rowsOf(const Array2D<float>& table, Index first, Index count);

/// What becomes of the numbers that stood where a product is put.
enum class Before { replaced, addedTo, subtractedFrom };

/// `out[i][j]`, the product of row `i` of `a` with row `j` of `b`, which have as many columns.
/// `outStride` numbers lie between the rows of `out`.
///
/// The product is computed on the calling thread only. Its rounding depends on the processor and on
/// the sizes. Threads: any.
void multiplyRows(const MatrixView& a, const MatrixView& b, float* out, Index outStride,
                  Before before = Before::replaced);

/// `out`, the usual product of `a` with `b`, which has as many rows as `a` has columns. Otherwise
/// like `multiplyRows`.
void multiply(const MatrixView& a, const MatrixView& b, float* out, Index outStride,
              Before before = Before::replaced);

} // namespace refrain
