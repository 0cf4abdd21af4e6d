// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/matrix_product.h"

#include <cassert>
#include <cblas.h>

namespace refrain {

namespace {

void product(CBLAS_TRANSPOSE order, const MatrixView& a, const MatrixView& b, Index columns,
             float* out, Index outStride, Before before) {
    // Whoever multiplies does so in a parallel loop; OpenBLAS would start threads of its own in it.
    [[maybe_unused]] static const bool once = (openblas_set_num_threads(1), true);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, order, static_cast<blasint>(a.rows),
                static_cast<blasint>(columns), static_cast<blasint>(a.columns),
                before == Before::subtractedFrom ? -1.0F : 1.0F, a.values,
                static_cast<blasint>(a.stride), b.values, static_cast<blasint>(b.stride),
                before == Before::replaced ? 0.0F : 1.0F, out, static_cast<blasint>(outStride));
}

} // namespace

MatrixView rowsOf(const Array2D<float>& table, Index first, Index count) {
    assert(first >= 0 && first + count <= table.rows);
    return {table.values.data() + first * table.columns, count, table.columns, table.columns};
}

void multiplyRows(const MatrixView& a, const MatrixView& b, float* out, Index outStride,
                  Before before) {
    assert(a.columns == b.columns);
    product(CblasTrans, a, b, b.rows, out, outStride, before);
}

void multiply(const MatrixView& a, const MatrixView& b, float* out, Index outStride,
              Before before) {
    assert(a.columns == b.rows);
    product(CblasNoTrans, a, b, b.columns, out, outStride, before);
}

} // namespace refrain
