// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/mask_curve.h"
#include "core/separation/part.h"

#include <array>

namespace refrain {

/// How loud one part is played.
struct Fader {
    /// From `kFaderRange[0]`, which is silence, to `kFaderRange[1]`.
    double decibels = 0;
    bool muted = false;
    bool solo = false; // while any part is solo, only those are heard

    bool operator==(const Fader&) const = default;
};

constexpr double kFaderRange[] = {-60, 12};

using Faders = std::array<Fader, 3>; // by Part

/// What is listened to for a moment instead of the mix, whatever the faders say.
enum class Hearing { mix, background, foreground, original };

/// The listener's own knobs: they change what is heard, and no part.
struct Monitor {
    Faders faders;
    Hearing hearing = Hearing::mix;

    /// The volume of all that is played, from `kFaderRange[0]`, which is silence, to 0. It is not
    /// in an export of what is heard.
    double volumeDecibels = 0;

    /// Whether the parts are played as loud as the song. Not in an export either.
    bool levelMatched = false;

    Fader& of(Part part) { return faders[static_cast<std::size_t>(part)]; }
    const Fader& of(Part part) const { return faders[static_cast<std::size_t>(part)]; }

    bool operator==(const Monitor&) const = default;
};

/// The factor, 0 or more, with which a part is heard in the mix. Threads: any.
double heardGain(const Monitor& monitor, Part part);

/// The factor of a fader at so many decibels; 0 at its lower end and below.
double faderGain(double decibels);

/// The parts weighted as they are heard: one more table. Not for `Hearing::original`, which is no
/// sum of parts but the song. Threads: any.
GainTable heardGains(const MaskCurve& curve, const Monitor& monitor);

} // namespace refrain
