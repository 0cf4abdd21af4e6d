// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/worker.h"

#include "core/base/progress.h"

#include <future>
#include <gtest/gtest.h>
#include <string>

namespace refrain {
namespace {

/// Tells, when it is gone, which thread let go of it.
std::shared_ptr<const void> lastWords(std::promise<std::thread::id>& end) {
    return std::shared_ptr<const void>(
        &end, [&end](const void*) { end.set_value(std::this_thread::get_id()); });
}

/// A job that works until nobody wants its result.
Worker::Job endless(std::promise<void>& started) {
    return [&started](const std::stop_token& stop) {
        started.set_value();
        while (true) {
            Progress(stop).check();
            std::this_thread::yield();
        }
    };
}

TEST(WorkerTest, RunsAJobOnAThreadOfItsOwn) {
    Worker worker;
    std::promise<std::thread::id> thread;
    worker.start([&](const std::stop_token&) { thread.set_value(std::this_thread::get_id()); });
    EXPECT_NE(thread.get_future().get(), std::this_thread::get_id());
}

TEST(WorkerTest, TheLatestJobStopsTheOneBefore) {
    Worker worker;
    std::promise<void> started;
    std::promise<bool> done;
    worker.start(endless(started));
    started.get_future().wait();
    worker.start([&](const std::stop_token& stop) { done.set_value(stop.stop_requested()); });
    EXPECT_FALSE(done.get_future().get()) << "the new job was stopped with the old one";
}

TEST(WorkerTest, AWaitingJobIsReplaced) {
    Worker worker;
    std::promise<void> started;
    std::promise<void> release;
    std::promise<void> done;
    std::string ran; // only on the worker's thread, and read after the last of them
    worker.start([&](const std::stop_token&) {
        started.set_value();
        release.get_future().wait();
    });
    started.get_future().wait();
    for (const char name : {'a', 'b', 'c'})
        worker.start([&ran, name](const std::stop_token&) { ran += name; });
    worker.start([&](const std::stop_token&) { done.set_value(); });
    release.set_value();
    done.get_future().wait();
    EXPECT_EQ(ran, "");
}

TEST(WorkerTest, CancellingStopsWithoutAnotherJob) {
    Worker worker;
    std::promise<void> started;
    std::promise<void> stopped;
    worker.start([&](const std::stop_token& stop) {
        try {
            endless(started)(stop);
        } catch (const Cancelled&) {
            stopped.set_value();
            throw;
        }
    });
    started.get_future().wait();
    worker.cancel();
    stopped.get_future().wait();
    std::promise<void> next;
    worker.start([&](const std::stop_token&) { next.set_value(); });
    next.get_future().wait();
}

TEST(WorkerTest, EndsInTheMiddleOfAJob) {
    std::promise<void> started;
    bool waiting = false;
    {
        Worker worker;
        worker.start(endless(started));
        started.get_future().wait();
        worker.start([&](const std::stop_token&) { waiting = true; });
    }
    EXPECT_FALSE(waiting) << "a job was begun that nobody can want any more";
}

TEST(WorkerTest, WhatJobsHoldIsFreedOnTheWorkersThread) {
    Worker worker;
    std::promise<std::thread::id> own;
    worker.start([&](const std::stop_token&) { own.set_value(std::this_thread::get_id()); });
    const std::thread::id thread = own.get_future().get();

    std::promise<std::thread::id> afterJob;
    worker.start([held = lastWords(afterJob)](const std::stop_token&) {});
    EXPECT_EQ(afterJob.get_future().get(), thread);

    std::promise<void> started;
    std::promise<std::thread::id> replaced;
    worker.start(endless(started));
    started.get_future().wait();
    worker.start([held = lastWords(replaced)](const std::stop_token&) {});
    worker.cancel();
    EXPECT_EQ(replaced.get_future().get(), thread);

    std::promise<std::thread::id> disposed;
    worker.dispose(lastWords(disposed));
    EXPECT_EQ(disposed.get_future().get(), thread);
}

TEST(WorkerTest, FreesWhatWasDisposedOfWhenItEnds) {
    std::promise<std::thread::id> disposed;
    {
        Worker worker;
        worker.dispose(lastWords(disposed));
    }
    EXPECT_EQ(disposed.get_future().wait_for(std::chrono::seconds(0)), std::future_status::ready);
}

} // namespace
} // namespace refrain
