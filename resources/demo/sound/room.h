// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"

namespace refrain::demo {

/// A room around the players.
struct RoomSettings {
    double size = 1;            // 1: the longest path is 23 m
    double decaySeconds = 0.5;  // to -60 dB
    double dampingHertz = 6000; // above it the walls swallow more at each reflection
    double preDelaySeconds = 0; // before the first reflection
    double lowCutHertz = 200;   // nothing below it goes into the room, which would boom
    double level = 0.2;         // of the room beside the direct sound
};

/// Adds the sound of the room to a stereo clip, in place. The memory it takes does not depend on
/// the length of the clip.
void addRoom(AudioClip& clip, const RoomSettings& settings);

} // namespace refrain::demo
