// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace refrain {

// Functions of whole rows of numbers, in the widest vectors that the processor has. Each is within
// two units in the last place of the exact value; the last bits may differ between processors.
// Threads: any.

/// The bounds of every log-likelihood ratio here: a cue may say 55 to 1 and no more, so that no
/// single cue decides alone. Clipping at 2 to 6 instead makes no difference in the SDR.
constexpr float kLargestLogRatio = 4;

/// `out[i] = ln((above[i] + floor) / (below[i] + floor))`, kept within ±kLargestLogRatio. The
/// numbers are not negative, `floor` is above 0 and a normal number. `out` may be `above` or
/// `below`.
void logRatios(std::span<const float> above, std::span<const float> below, float floor,
               std::span<float> out);

/// Natural logarithms, in place, of numbers above 0.
void logarithms(std::span<float> values);

/// `e` to the power of each number, in place. Above 80 they count as 80.
void exponentials(std::span<float> values);

/// Each number, not negative, to the power `exponent` above 0, in place; to four parts in a
/// million, as the exponent multiplies the logarithm's error.
void powers(std::span<float> values, float exponent);

/// `1 / (1 + e^-value)`, in place: log-odds become probabilities.
void logistics(std::span<float> values);

} // namespace refrain
