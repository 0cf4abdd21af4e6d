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

/// Gives standard input, output and error, if the process was started without one of them, a
/// descriptor that leads nowhere, so that no file opened later is taken for it. Call it first.
void occupyStandardStreams();

/// A sentence for the user, on standard error, on a line of its own.
void say(std::string_view sentence);

/// A line of the result, on standard output. Throws `Error` when it cannot be written.
void print(std::string_view line);

/// How to have existing files replaced, for `StagedFiles`.
constexpr std::string_view kOverwriteHint = "add --overwrite";

/// A bar with the time left on standard error, if that is a terminal; nothing otherwise. It appears
/// when the work has taken a moment.
///
/// Threads: one at a time.
class ProgressBar {
public:
    ProgressBar(std::string_view label, bool quiet);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Progress that moves this bar, which must outlive it.
    Progress progress(std::stop_token stop);

    /// Wipes the line, for what is to be said next. The destructor does it too.
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    void show(double fraction);

    std::string label_;
    bool visible_; // if there is anything to show
    bool shown_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point lastShown_ = start_;
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

/// A number with no more digits than it needs.
std::string plainNumber(double number);

/// "1 file", "2 files".
std::string countText(long long count, const std::string& noun);

} // namespace refrain::cli
