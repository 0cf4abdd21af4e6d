// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/fft.h"

#include <fftw3.h>
#include <map>
#include <mutex>
#include <new>

namespace refrain {

namespace {

// FFTW plans in one thread at a time only; executing is free of that, on any memory that is aligned
// alike.
std::mutex plannerMutex;

/// FFTW's names for one precision. `fftw_complex` has the layout of `std::complex` (FFTW manual,
/// 4.1.1).
template <class Real>
struct Fftw;

template <>
struct Fftw<float> {
    using Plan = fftwf_plan;
    static Plan forward(int size, float* samples, std::complex<float>* bins) {
        return fftwf_plan_dft_r2c_1d(size, samples, reinterpret_cast<fftwf_complex*>(bins),
                                     FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
    }
    static Plan inverse(int size, std::complex<float>* bins, float* samples) {
        return fftwf_plan_dft_c2r_1d(size, reinterpret_cast<fftwf_complex*>(bins), samples,
                                     FFTW_ESTIMATE);
    }
    static constexpr auto allocate = fftwf_malloc;
    static constexpr auto release = fftwf_free;
    static void execute(Plan plan, float* samples, std::complex<float>* bins) {
        fftwf_execute_dft_r2c(plan, samples, reinterpret_cast<fftwf_complex*>(bins));
    }
    static void execute(Plan plan, std::complex<float>* bins, float* samples) {
        fftwf_execute_dft_c2r(plan, reinterpret_cast<fftwf_complex*>(bins), samples);
    }
};

template <>
struct Fftw<double> {
    using Plan = fftw_plan;
    static Plan forward(int size, double* samples, std::complex<double>* bins) {
        return fftw_plan_dft_r2c_1d(size, samples, reinterpret_cast<fftw_complex*>(bins),
                                    FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
    }
    static Plan inverse(int size, std::complex<double>* bins, double* samples) {
        return fftw_plan_dft_c2r_1d(size, reinterpret_cast<fftw_complex*>(bins), samples,
                                    FFTW_ESTIMATE);
    }
    static constexpr auto allocate = fftw_malloc;
    static constexpr auto release = fftw_free;
    static void execute(Plan plan, double* samples, std::complex<double>* bins) {
        fftw_execute_dft_r2c(plan, samples, reinterpret_cast<fftw_complex*>(bins));
    }
    static void execute(Plan plan, std::complex<double>* bins, double* samples) {
        fftw_execute_dft_c2r(plan, reinterpret_cast<fftw_complex*>(bins), samples);
    }
};

/// Memory aligned as FFTW likes it.
template <class Real, class T>
std::unique_ptr<T, void (*)(void*)> allocate(Index count) {
    void* memory = Fftw<Real>::allocate(static_cast<std::size_t>(count) * sizeof(T));
    if (!memory)
        throw std::bad_alloc();
    return {static_cast<T*>(memory), Fftw<Real>::release};
}

/// The plans of one size.
template <class Real>
struct Plans {
    typename Fftw<Real>::Plan forward;
    typename Fftw<Real>::Plan inverse;
};

/// The plans of a size, made when they are first asked for and kept until the program ends: every
/// analysis and every player needs the same few sizes again, and plans are a few kilobytes.
/// Planning does not write to the buffers, as it does not measure.
template <class Real>
Plans<Real> plansOf(Index size, Real* samples, std::complex<Real>* bins) {
    // Never destroyed: a thread that is left behind when the program ends may still need it.
    static auto& all = *new std::map<Index, Plans<Real>>;
    const std::lock_guard lock(plannerMutex);
    const auto found = all.find(size);
    if (found != all.end())
        return found->second;
    const Plans<Real> plans = {Fftw<Real>::forward(static_cast<int>(size), samples, bins),
                               Fftw<Real>::inverse(static_cast<int>(size), bins, samples)};
    if (!plans.forward || !plans.inverse)
        throw std::bad_alloc();
    return all.emplace(size, plans).first->second;
}

} // namespace

template <class Real>
struct BasicRealFft<Real>::Plan {
    std::unique_ptr<Real, void (*)(void*)> samples;
    std::unique_ptr<std::complex<Real>, void (*)(void*)> bins;
    Plans<Real> plans;

    explicit Plan(Index size)
        : samples(allocate<Real, Real>(size)),
          bins(allocate<Real, std::complex<Real>>(size / 2 + 1)),
          plans(plansOf(size, samples.get(), bins.get())) {}
};

template <class Real>
BasicRealFft<Real>::BasicRealFft(Index size) : size_(size), plan_(std::make_unique<Plan>(size)) {}
template <class Real>
BasicRealFft<Real>::~BasicRealFft() = default;
template <class Real>
BasicRealFft<Real>::BasicRealFft(BasicRealFft&&) noexcept = default;

template <class Real>
std::span<Real> BasicRealFft<Real>::samples() {
    return std::span(plan_->samples.get(), size_);
}

template <class Real>
std::span<std::complex<Real>> BasicRealFft<Real>::bins() {
    return std::span(plan_->bins.get(), binCount());
}

template <class Real>
void BasicRealFft<Real>::forward() {
    Fftw<Real>::execute(plan_->plans.forward, plan_->samples.get(), plan_->bins.get());
}

template <class Real>
void BasicRealFft<Real>::inverse() {
    Fftw<Real>::execute(plan_->plans.inverse, plan_->bins.get(), plan_->samples.get());
}

template class BasicRealFft<float>;
template class BasicRealFft<double>;

} // namespace refrain
