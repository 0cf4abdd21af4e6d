// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/worker.h"

#include "core/base/error.h"

#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace refrain {

namespace {

// Whoever listens or looks comes first: sound is rendered and windows are painted at the usual
// priority. The threads of `parallelFor` inherit ours.
constexpr int kNiceness = 5;

} // namespace

Worker::Worker() : thread_([this] { run(); }) {}

Worker::~Worker() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        running_.request_stop();
    }
    wake_.notify_one();
    thread_.join();
}

void Worker::replaceNext(Job job) {
    const std::lock_guard lock(mutex_);
    if (next_)
        dropped_.push_back(std::move(next_));
    next_ = std::move(job);
    running_.request_stop();
}

void Worker::start(Job job) {
    replaceNext(std::move(job));
    wake_.notify_one();
}

void Worker::cancel() {
    replaceNext({});
    wake_.notify_one();
}

void Worker::dispose(std::shared_ptr<const void> value) {
    {
        const std::lock_guard lock(mutex_);
        disposed_.push_back(std::move(value));
    }
    wake_.notify_one();
}

void Worker::run() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness); // helps, or does not
    std::unique_lock lock(mutex_);
    while (!ending_) {
        if (!next_ && dropped_.empty() && disposed_.empty()) {
            wake_.wait(lock);
            continue;
        }
        auto dropped = std::exchange(dropped_, {});
        auto disposed = std::exchange(disposed_, {});
        Job job = std::exchange(next_, {});
        running_ = {};
        const std::stop_token stop = running_.get_token();
        // All that may take long, freeing too, happens without the lock.
        lock.unlock();
        dropped.clear();
        disposed.clear();
        if (job) {
            try {
                job(stop);
            } catch (const Cancelled&) { // nobody waits for a result
            }
            job = {};
        }
        lock.lock();
    }
    const auto dropped = std::exchange(dropped_, {});
    const auto disposed = std::exchange(disposed_, {});
    const Job job = std::exchange(next_, {});
    lock.unlock();
}

} // namespace refrain
