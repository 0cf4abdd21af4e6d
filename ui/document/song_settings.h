// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/separation_settings.h"

namespace refrain {

/// What a snapshot holds: all that is heard at once when it is turned. The analysis, which takes
/// its time, is the same for both snapshots. Threads: a value.
struct Snapshot {
    MaskSettings knobs;
    Faders faders = {};

    bool operator==(const Snapshot&) const = default;
};

/// The one that is in use.
inline Snapshot snapshotOf(const SeparationSettings& settings) {
    return {settings.knobs, settings.faders};
}

/// What a person has set for a song: what is remembered for it and can be undone. There are two
/// snapshots of the knobs, A and B, to be compared; one of them is in use. Threads: a value.
struct SongSettings {
    SeparationSettings inUse;
    int snapshot = 0;    // the one in use: 0 is A, 1 is B
    Snapshot other = {}; // the one that is not

    bool operator==(const SongSettings&) const = default;
};

/// With the other snapshot in use.
inline SongSettings exchanged(const SongSettings& settings) {
    SongSettings result = settings;
    result.inUse.knobs = settings.other.knobs;
    result.inUse.faders = settings.other.faders;
    result.snapshot = 1 - settings.snapshot;
    result.other = snapshotOf(settings.inUse);
    return result;
}

} // namespace refrain
