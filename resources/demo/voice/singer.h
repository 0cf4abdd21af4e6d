// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "resources/demo/sound/stereo.h"
#include "resources/demo/voice/melody.h"

#include <vector>

namespace refrain::demo {

/// Adds the phrases, sung in the middle of the stage, to a stereo clip.
void sing(AudioClip& clip, const std::vector<Phrase>& phrases);

} // namespace refrain::demo
