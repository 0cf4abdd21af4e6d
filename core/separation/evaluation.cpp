// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/evaluation.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace refrain {

namespace {

double dot(const AudioClip& a, const AudioClip& b) {
    assert(a.channelCount() == b.channelCount() && a.length() == b.length());
    double sum = 0;
    for (Index channel = 0; channel < a.channelCount(); ++channel)
        for (Index i = 0; i < a.length(); ++i)
            sum += double{a.channels[channel][i]} * b.channels[channel][i];
    return sum;
}

double decibels(double energy, double reference) {
    return 10 * std::log10(energy / std::max(0.0, reference));
}

double distance(const AudioClip& a, const AudioClip& b) {
    double sum = 0;
    for (Index channel = 0; channel < a.channelCount(); ++channel)
        for (Index i = 0; i < a.length(); ++i) {
            const double difference = double{a.channels[channel][i]} - b.channels[channel][i];
            sum += difference * difference;
        }
    return sum;
}

} // namespace

Quality qualityOf(const AudioClip& estimate, const AudioClip& stem, const AudioClip& other) {
    const double ss = dot(stem, stem);
    const double oo = dot(other, other);
    const double so = dot(stem, other);
    const double es = dot(estimate, stem);
    const double eo = dot(estimate, other);

    // The projection onto both is a * stem + b * other, by the normal equations; if one is silent
    // or both are the same but for a gain, it is the projection onto the stem.
    const double determinant = ss * oo - so * so;
    const bool independent = determinant > 1e-12 * ss * oo;
    const double a = independent ? (es * oo - eo * so) / determinant : es / ss;
    const double b = independent ? (eo * ss - es * so) / determinant : 0;
    const double projected = a * a * ss + 2 * a * b * so + b * b * oo;
    const double target = es * es / ss;
    return {
        .distortion = decibels(ss, distance(stem, estimate)),
        .interference = decibels(target, projected - target),
        .artefacts = decibels(projected, dot(estimate, estimate) - projected),
    };
}

AudioClip mix(const AudioClip& a, const AudioClip& b) {
    assert(a.sampleRate == b.sampleRate && a.channelCount() == b.channelCount());
    const AudioClip& longer = a.length() >= b.length() ? a : b;
    const AudioClip& shorter = a.length() >= b.length() ? b : a;
    AudioClip sum = longer;
    for (Index channel = 0; channel < sum.channelCount(); ++channel)
        std::ranges::transform(shorter.channels[channel], sum.channels[channel],
                               sum.channels[channel].begin(), std::plus{});
    return sum;
}

BackgroundShare idealShare(const AudioClip& foreground, const AudioClip& background,
                           const StftParams& params, const Progress& progress) {
    const Array2D<float> wanted = magnitudes(foreground, params, progress.part(0, 0.4));
    const Array2D<float> rest = magnitudes(background, params, progress.part(0.4, 0.8));
    return makeShare(wanted.rows, wanted.columns, progress.part(0.8, 1),
                     [&](Index frame, std::span<float> row) {
                         for (Index bin = 0; bin < wanted.columns; ++bin) {
                             const float a = wanted.row(frame)[bin] * wanted.row(frame)[bin];
                             const float b = rest.row(frame)[bin] * rest.row(frame)[bin];
                             row[bin] = a + b > 0 ? b / (a + b) : 1.0F;
                         }
                     });
}

} // namespace refrain
