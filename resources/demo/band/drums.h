// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/sound/stereo.h"

namespace refrain::demo {

/// The pieces of the drum kit. Each stroke is added to a stereo clip, at the piece's place on the
/// stage, and differs a little from the one before.

void addKick(AudioClip& clip, const Strike& strike);
void addSnare(AudioClip& clip, const Strike& strike);

/// The stick laid across the snare drum and tapped on its rim.
void addCrossStick(AudioClip& clip, const Strike& strike);

/// `height` from 0 (floor tom) to 1 (high tom).
void addTom(AudioClip& clip, const Strike& strike, double height);

void addClosedHat(AudioClip& clip, const Strike& strike);
void addOpenHat(AudioClip& clip, const Strike& strike);
void addCrash(AudioClip& clip, const Strike& strike);

/// Hands of several people.
void addClap(AudioClip& clip, const Strike& strike);

} // namespace refrain::demo
