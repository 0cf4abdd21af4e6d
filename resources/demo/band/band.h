// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/score/song_form.h"
#include "resources/demo/sound/stereo.h"

namespace refrain::demo {

/// Adds the band to a stereo clip: drums, bass, guitar on the left, electric piano on the right,
/// strings in the choruses. It repeats as people do: each note is up to 8 ms early or late and
/// a little louder or softer than written, and the drummer plays one of several fills at the end of
/// a phrase.
void playBand(AudioClip& clip, const SongForm& form);

} // namespace refrain::demo
