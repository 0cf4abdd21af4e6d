// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <sched.h>
#include <system_error>
#include <thread>
#include <vector>

namespace refrain {

namespace {

std::atomic<int> chosenThreadCount{0};

/// `std::thread::hardware_concurrency` counts processors that a container may have taken away.
int usableProcessors() {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return std::max(1, CPU_COUNT(&set));
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

} // namespace

void setThreadCount(int count) {
    chosenThreadCount = std::max(0, count);
}

int threadCount() {
    const int chosen = chosenThreadCount;
    return chosen > 0 ? chosen : usableProcessors();
}

void parallelFor(Index count, const Progress& progress,
                 const std::function<void(Index item)>& body) {
    progress.check();
    if (count <= 0) {
        progress.report(1);
        return;
    }

    std::atomic<Index> next{0};
    std::atomic<Index> finished{0};
    std::atomic<bool> failed{false};
    std::exception_ptr failure;
    std::mutex failureMutex;

    const auto keepFailure = [&] {
        const std::lock_guard lock(failureMutex);
        if (!failure)
            failure = std::current_exception();
        failed = true;
    };
    const auto work = [&](bool reports) {
        try {
            while (!failed) {
                const Index item = next.fetch_add(1);
                if (item >= count)
                    return;
                progress.check();
                body(item);
                const Index done = finished.fetch_add(1) + 1;
                if (reports)
                    progress.report(static_cast<double>(done) / static_cast<double>(count));
            }
        } catch (...) {
            keepFailure();
        }
    };

    {
        std::vector<std::jthread> helpers;
        const Index helperCount = std::min<Index>(threadCount(), count) - 1;
        try {
            for (Index i = 0; i < helperCount; ++i)
                helpers.emplace_back(work, false);
        } catch (const std::system_error&) {
            // No more threads to be had: those that exist do the work.
        }
        work(true);
    }
    if (failure)
        std::rethrow_exception(failure);
    progress.report(1);
    progress.check(); // who asks for a stop before the end is not told that there was none
}

} // namespace refrain
