// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace refrain {

// How librosa and scikit-learn round norms and distances of frames. What is rounded otherwise
// decides near-ties otherwise, which is a difference of up to 20 dB in the agreement of the stems.

/// scikit-learn, and so librosa, does not scale quieter frames to a length of 1; silence then is at
/// a distance of 1 from everything.
inline constexpr double kSilentNorm = 1.1920929e-06;

/// The length of a frame as scikit-learn computes it, with `numpy.einsum` in single precision: four
/// running sums that take four values each from behind. Threads: any.
float librosaNorm(std::span<const float> cells);

/// The cosine distance of two frames, which have as many bins and these lengths, as librosa has it
/// from OpenBLAS with AVX-512: each product is added to one running sum, a panel of bins at a time.
/// Half of such a sum's error comes with the order, so that the same order decides most near-ties
/// alike. Threads: any.
float librosaDistance(std::span<const float> a, float lengthA, std::span<const float> b,
                      float lengthB);

} // namespace refrain
