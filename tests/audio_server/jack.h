// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

// A real sound server without a sound card: jackd with its dummy driver, which keeps the pace of a
// card, and a client that records what is sent to it.

namespace refrain::test {

/// A server of its own for this process, which sees no other sound devices.
class JackServer {
public:
    explicit JackServer(int sampleRate = 44100, int period = 1024);
    ~JackServer();
    JackServer(const JackServer&) = delete;
    JackServer& operator=(const JackServer&) = delete;

    /// Waits until clients can connect; false if it does not start (or is not installed).
    bool start();

    /// Ends it as a crash would.
    void kill();

    /// Makes it stand still, as a machine does that is short of memory, and go on.
    void stall();
    void resume();

    /// Whether anybody has a stream open that could be played.
    bool isPlayedOn() const;

    /// How often the server itself says that it was late.
    int overruns() const;

private:
    int sampleRate_;
    int period_;
    std::filesystem::path folder_;
    pid_t process_ = -1;
};

/// Records the server's two outputs, every frame, from when it is made.
class JackRecorder {
public:
    explicit JackRecorder(double maximumSeconds);
    ~JackRecorder();
    JackRecorder(const JackRecorder&) = delete;
    JackRecorder& operator=(const JackRecorder&) = delete;

    /// Frames recorded so far.
    std::ptrdiff_t length() const { return length_.load(); }

    /// What was recorded on a side, 0 or 1. Once `stop` was called.
    const std::vector<float>& sound(int side) const { return sound_[side]; }
    void stop();

    /// Times at which the server was late or left out a block.
    int overruns() const { return overruns_.load(); }

private:
    struct Client;
    std::unique_ptr<Client> client_;
    std::vector<float> sound_[2];
    std::atomic<std::ptrdiff_t> length_ = 0;
    std::atomic<int> overruns_ = 0;
};

} // namespace refrain::test
