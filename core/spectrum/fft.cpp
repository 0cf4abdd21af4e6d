// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/fft.h"

#include <fftw3.h>
#include <mutex>
#include <new>

namespace refrain {

struct RealFft::Plan {
    float* samples = nullptr;
    fftwf_complex* bins = nullptr;
    fftwf_plan forward = nullptr;
    fftwf_plan inverse = nullptr;

    explicit Plan(int size) {
        samples = fftwf_alloc_real(size);
        bins = fftwf_alloc_complex(size / 2 + 1);
        if (!samples || !bins)
            throw std::bad_alloc();
        const std::lock_guard lock(plannerMutex);
        forward = fftwf_plan_dft_r2c_1d(size, samples, bins, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
        inverse = fftwf_plan_dft_c2r_1d(size, bins, samples, FFTW_ESTIMATE);
    }
    ~Plan() {
        {
            const std::lock_guard lock(plannerMutex);
            fftwf_destroy_plan(forward);
            fftwf_destroy_plan(inverse);
        }
        fftwf_free(samples);
        fftwf_free(bins);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;

    // FFTW plans in one thread at a time only; executing is free of that.
    static inline std::mutex plannerMutex;
};

RealFft::RealFft(Index size) : size_(size), plan_(std::make_unique<Plan>(static_cast<int>(size))) {}
RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;

std::span<float> RealFft::samples() {
    return std::span(plan_->samples, size_);
}

std::span<std::complex<float>> RealFft::bins() {
    // fftwf_complex is float[2] and has the layout of std::complex<float> (FFTW manual, 4.1.1).
    return std::span(reinterpret_cast<std::complex<float>*>(plan_->bins), binCount());
}

void RealFft::forward() {
    fftwf_execute(plan_->forward);
}

void RealFft::inverse() {
    fftwf_execute(plan_->inverse);
}

} // namespace refrain
