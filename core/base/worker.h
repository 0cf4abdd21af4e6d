// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace refrain {

/// A thread that runs one long job at a time; the latest one wins: it stops the one that runs, and
/// takes the place of one that waits.
///
/// Threads: `start`, `cancel` and `dispose` may be called from any thread and do not wait for the
/// job. Jobs, and whatever they hold, end on the worker's own thread, so that nobody who watches a
/// window waits while a large table is freed.
class Worker {
public:
    /// May throw `Cancelled`, and nothing else. `stop` is requested when the job is no longer
    /// wanted; hand it to `Progress`.
    using Job = std::function<void(const std::stop_token& stop)>;

    Worker();

    /// Stops the job and waits for its end.
    ~Worker();

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Runs the job as soon as the one before has ended, which is asked to stop.
    void start(Job job);

    /// Asks the running job to stop, and forgets the one that waits.
    void cancel();

    /// Lets go of a value on the worker's thread, after the running job.
    void dispose(std::shared_ptr<const void> value);

private:
    void run();
    void replaceNext(Job job);

    std::mutex mutex_;
    std::condition_variable wake_;
    Job next_;
    std::vector<Job> dropped_;
    std::vector<std::shared_ptr<const void>> disposed_;
    std::stop_source running_;
    bool ending_ = false;
    std::jthread thread_; // the last, as it uses all of the above
};

} // namespace refrain
