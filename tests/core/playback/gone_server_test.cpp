// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/gone_server.h"

#include <cerrno>
#include <chrono>
#include <gtest/gtest.h>
#include <pthread.h>
#include <thread>

namespace refrain {
namespace {

using namespace std::chrono_literals;

/// Something that one thread waits for and another one says.
class GoneServerTest : public testing::Test {
protected:
    /// Waits until `seconds` from now at most, as PortAudio does, and returns what the wait did.
    int wait(double seconds) {
        timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += static_cast<time_t>(seconds);
        pthread_mutex_lock(&mutex_);
        int result = 0;
        while (!said_ && result == 0)
            result = pthread_cond_timedwait(&condition_, &mutex_, &until);
        pthread_mutex_unlock(&mutex_);
        return result;
    }

    void say() {
        pthread_mutex_lock(&mutex_);
        said_ = true;
        pthread_cond_signal(&condition_);
        pthread_mutex_unlock(&mutex_);
    }

    pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition_ = PTHREAD_COND_INITIALIZER;
    bool said_ = false;
};

TEST_F(GoneServerTest, NobodyWaitsForWhatIsGone) {
    const GoneServer gone(true);
    EXPECT_EQ(wait(600), ETIMEDOUT); // or the test would take ten minutes
}

TEST_F(GoneServerTest, WhatIsThereIsWaitedForAsLongAsItTakes) {
    std::jthread server([this] {
        std::this_thread::sleep_for(100ms);
        say();
    });
    const GoneServer there(false);
    EXPECT_EQ(wait(0), 0);
}

TEST_F(GoneServerTest, OtherWaitsAreAsTheyWere) {
    { const GoneServer gone(true); }
    EXPECT_EQ(wait(0), ETIMEDOUT);
    const GoneServer there(false);
    int other = 0;
    std::jthread([&] { other = wait(0); }).join();
    EXPECT_EQ(other, ETIMEDOUT); // of another thread
}

} // namespace
} // namespace refrain
