// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/score/song_form.h"
#include "resources/demo/sound/stereo.h"

namespace refrain::demo {

/// Adds the drums of one bar of the song to a stereo clip: half as fast in verses, a crash where a
/// louder part begins, and one of several fills at the end of a phrase.
void playDrums(AudioClip& clip, const SongForm& form, Index bar);

} // namespace refrain::demo
