// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace refrain {

/// How frequencies are spread over the height of a picture.
enum class FrequencySpacing {
    log,    // every octave equally tall
    mel,    // as the ear spreads them: 2595 log10(1 + f / 700) (O'Shaughnessy 1987, as in HTK)
    linear, // every hertz equally tall
};

/// Where a frequency is found in a picture: its height, from 0 at the lowest to 1 at the highest
/// frequency shown. Frequencies outside the range lie below 0 and above 1 on the same curve.
///
/// Threads: a value.
struct FrequencyScale {
    FrequencySpacing spacing = FrequencySpacing::log;
    double lowestHertz = 30;     // at least 0; for `log` above it
    double highestHertz = 20000; // above lowestHertz

    /// `hertz` at least 0; for `log`, 0 Hz lies infinitely deep.
    double height(double hertz) const;
    double hertz(double height) const;

    bool operator==(const FrequencyScale&) const = default;
};

/// What there is to see of a song of that sample rate, in Hz: up to half of it or 20 kHz, whichever
/// is lower. `log` begins at 30 Hz, between the lowest keys of a piano, where every octave still
/// holds a few bins of the transform (and four octaves below the highest frequency, if that is
/// lower); the others begin at 0 Hz.
FrequencyScale defaultFrequencyScale(FrequencySpacing spacing, int sampleRate);

} // namespace refrain
