// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/sound/stereo.h"

namespace refrain::demo {

/// A note of an electric piano, held for `seconds`: a tine before a pick-up, as frequency
/// modulation whose brightness follows the velocity and dies away first.
void addPianoNote(AudioClip& clip, const Strike& strike, double seconds, Place place, double hertz);

/// A note of a string section, held for `seconds`, half of the players on either side. It swells
/// for a quarter of a second and goes on for a quarter of a second.
void addStringsNote(AudioClip& clip, const Strike& strike, double seconds, double hertz);

} // namespace refrain::demo
