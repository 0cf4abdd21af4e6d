// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/sound/stereo.h"

namespace refrain::demo {

/// A string of an instrument and the way it is plucked.
struct PluckedString {
    double hertz = 110;          // at least 40
    double ringSeconds = 3;      // to -60 dB
    double dampingHertz = 4000;  // overtones above it die away sooner
    double pluckPosition = 0.15; // of the string's length, from the bridge
    double edgeSeconds = 0.0003; // how round the finger or plectrum is
    double bodyHertz = 0;        // a hump of 6 dB of the instrument's body; 0 = none
};

/// One note of `seconds`: a wave that runs to and fro on the string (Karplus and Strong, tuned by
/// an all-pass as Jaffe and Smith do).
void addPluck(AudioClip& clip, const Strike& strike, double seconds, Place place,
              const PluckedString& string);

} // namespace refrain::demo
