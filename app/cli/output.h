// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

namespace refrain::cli {

/// A sentence for the user, on standard error, on a line of its own.
void say(std::string_view sentence);

/// A line of the result, on standard output. Throws `Error` when it cannot be written.
void print(std::string_view line);

/// A bar with the time left on standard error, if that is a terminal; nothing otherwise. Its line
/// is wiped away at the end.
///
/// Threads: one at a time.
class ProgressBar {
public:
    ProgressBar(std::string label, bool quiet);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Progress that moves this bar, which must outlive it.
    Progress progress(std::stop_token stop);

private:
    using Clock = std::chrono::steady_clock;
    void show(double fraction);

    std::string label_;
    bool visible_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point lastShown_{};
};

/// Seconds between one call and the next.
class Stopwatch {
public:
    double lap();

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// The most memory that this process has held so far, in bytes.
long long peakMemoryBytes();

/// "-3.2 dB", "+0.0 dB" or "silent".
std::string decibelText(double decibels);

/// "1 file", "2 files".
std::string countText(long long count, const std::string& noun);

} // namespace refrain::cli
