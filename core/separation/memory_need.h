// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/pipeline.h"

#include <string>

namespace refrain {

/// Bytes that an analysis of a song of `length` samples in `channels` channels needs at its peak,
/// the song itself included, by what its tables will hold. Measured peaks are at most that, and at
/// least half of it for songs of a minute and a half and more.
///
/// With `F` frames, `B` bins and `k` neighbours, in bytes for method repeating (and librosa, of
/// which `F` and `B` are those of the mono version at its rate):
///
///     4 F B                     magnitudes
///   + 4 F k                     neighbours
///   + the larger of             (the first are gone, block by block, as the second come)
///       8 F (2 c, at most c + 256)  candidates, c = k + 32 (librosa: and twice the width more)
///       2 F B                       shares
///
/// and for method refrain
///
///     11 F B                    magnitudes, places, first guess and shares
///   + 1100 F                    saliences of 219 pitches and the way back through them
///
/// and a few fixed megabytes for each thread. Short frames mean many of them: `F` grows with one
/// over the frame, `k` with the root of that, so that a tenth of the usual frame takes 30 times as
/// much for neighbours. Threads: any.
double memoryNeed(Index length, Index channels, int sampleRate, const AnalysisSettings& settings);

/// Bytes that this process can still have: what the system has free or could free, and no more
/// than the limits of the groups that it is in (cgroups, as containers use them). Infinite if
/// the system does not say. Threads: any.
double memoryAvailable();

/// Why the analysis of a song in memory cannot be made with `available` bytes more, and what would
/// help, as a sentence for the user; empty if they are enough. Threads: any.
std::string memoryShortage(const AudioClip& song, const AnalysisSettings& settings,
                           double available);

} // namespace refrain
