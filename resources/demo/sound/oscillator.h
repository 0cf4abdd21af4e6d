// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstdint>
#include <span>
#include <vector>

namespace refrain::demo {

/// A phase in units of 2^-32 of a cycle, which wraps around by itself.
using Phase = std::uint32_t;

/// The phase that is added each sample for a tone of `hertz`, which may be negative or 0 and must
/// be less than the sample rate.
Phase phaseStep(double hertz);

/// The sine of a phase, right to -120 dB: an odd polynomial of the seventh power, fitted to the
/// smallest greatest error, which is quicker than the library's and the same everywhere.
inline float sineOf(Phase phase) {
    // Folds the middle half of the cycle back on a quarter before and after 0, without branches,
    // which would be guessed wrong four times a cycle.
    const Phase mirrored = 0u - ((phase + 0x40000000u) >> 31); // all ones where the sine falls
    const Phase folded = (phase ^ mirrored) + (mirrored & 0x80000001u);
    const float x = static_cast<float>(static_cast<std::int32_t>(folded)) * 0x1p-31f; // half turns
    const float xx = x * x;
    return x * (3.141582f + xx * (-5.1671428f + xx * (2.541899f - xx * 0.5546362f)));
}

/// A periodic wave without aliasing: tables with fewer and fewer harmonics, one for each half
/// octave, none of which reaches above 18 kHz.
///
/// Threads: a value.
class BandLimitedWave {
public:
    /// `harmonics[h]` is the complex amplitude of harmonic h + 1. Scaled to a mean square of 1.
    explicit BandLimitedWave(std::span<const std::complex<double>> harmonics);

    /// One table, to be read by `valueAt` for tones up to this frequency.
    std::span<const float> tableFor(double hertz) const;

    /// Linear interpolation in a table given by `tableFor`.
    static float valueAt(std::span<const float> table, Phase phase) {
        const Phase index = phase >> kFractionBits;
        const float fraction = static_cast<float>(phase & ((1u << kFractionBits) - 1)) *
                               (1.0f / (1u << kFractionBits));
        return table[index] + fraction * (table[index + 1] - table[index]);
    }

private:
    static constexpr int kTableBits = 12;
    static constexpr int kFractionBits = 32 - kTableBits;
    static constexpr double kLowestHertz = 100; // the first table serves everything below
    static constexpr int kTables = 8;           // up to 1130 Hz

    std::array<std::vector<float>, kTables> tables_; // one more sample than the cycle has
};

/// The harmonics of a sawtooth.
std::vector<std::complex<double>> sawtoothHarmonics();

/// The harmonics of the air flow through the glottis, differentiated as the lips do it: a smooth
/// rise while it is open, for the part `openQuotient` of the cycle, and an abrupt end (Klatt and
/// Klatt, 1990).
std::vector<std::complex<double>> glottalHarmonics(double openQuotient);

} // namespace refrain::demo
