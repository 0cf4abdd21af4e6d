// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

#include <complex>
#include <memory>
#include <span>

namespace refrain {

/// The Fourier transform of real sequences of one size, both ways, in `float` (which is what nearly
/// everything uses) or `double`. Neither way is scaled: `inverse(forward(x))` is `size` times `x`.
///
/// Planned without measuring (FFTW_ESTIMATE), so that a size always means the same arithmetic and
/// the same bits.
///
/// Threads: making one, any thread; using one, one thread at a time (it owns its buffers).
template <class Real>
class BasicRealFft {
public:
    /// `size` in samples, even, at least 2.
    explicit BasicRealFft(Index size);
    ~BasicRealFft();
    BasicRealFft(BasicRealFft&&) noexcept;

    Index size() const { return size_; }
    Index binCount() const { return size_ / 2 + 1; }

    /// The `size` samples that `forward` reads and `inverse` writes.
    std::span<Real> samples();

    /// The `size/2 + 1` bins that `forward` writes and `inverse` reads and destroys. The imaginary
    /// parts of the first and the last are 0, or ignored.
    std::span<std::complex<Real>> bins();

    void forward();
    void inverse();

private:
    struct Plan;
    Index size_;
    std::unique_ptr<Plan> plan_;
};

using RealFft = BasicRealFft<float>;
using DoubleFft = BasicRealFft<double>;

} // namespace refrain
