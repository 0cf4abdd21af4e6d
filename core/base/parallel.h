// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"
#include "core/base/progress.h"

#include <functional>

namespace refrain {

/// How many threads `parallelFor` uses; 0, the default, means one for each processor that this
/// process may use. Results never depend on it. Threads: set it while no `parallelFor` runs.
void setThreadCount(int count);
int threadCount();

/// Calls `body(item)` once for every item from 0 to `count - 1`, on several threads, the lowest
/// items first but otherwise in no order. Reports the share of finished items on the calling
/// thread. The first exception of any item, or `Cancelled`, ends the loop early and is thrown here,
/// after every thread has left `body`.
///
/// oneTBB would do the same, but its scheduler sleeps in ways that thread sanitizer cannot follow,
/// and a core that is clean under it is worth these few lines.
///
/// Threads: any; `body` must be safe to call from several threads at once for different items.
void parallelFor(Index count, const Progress& progress,
                 const std::function<void(Index item)>& body);

} // namespace refrain
