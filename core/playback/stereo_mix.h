// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"

#include <memory>

namespace refrain {

/// The song for two loudspeakers: itself if it has one or two channels, else mixed down, for
/// listening only. Channels are taken to be in the order of WAV; the centre and the rear are
/// weighted as in ITU-R BS.775, the subwoofer is left out, and all is turned down so that nothing
/// clips that did not. Of more than eight channels the odd ones are left. Threads: any.
std::shared_ptr<const AudioClip> stereoMix(const std::shared_ptr<const AudioClip>& clip);

} // namespace refrain
