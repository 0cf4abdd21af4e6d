// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "core/base/text.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <sys/resource.h>
#include <unistd.h>

namespace refrain::cli {

void say(std::string_view sentence) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(sentence.size()), sentence.data());
}

void print(std::string_view line) {
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() ||
        std::fputc('\n', stdout) == EOF || std::fflush(stdout) != 0)
        throw Error("Cannot write to standard output: " + systemMessage(errno) +
                    "; check where it leads to.");
}

ProgressBar::ProgressBar(std::string label, bool quiet)
    : label_(std::move(label)), visible_(!quiet && ::isatty(STDERR_FILENO)) {}

ProgressBar::~ProgressBar() {
    if (visible_ && lastShown_ != Clock::time_point{})
        std::fputs("\r\033[K", stderr);
}

Progress ProgressBar::progress(std::stop_token stop) {
    if (!visible_)
        return Progress(std::move(stop));
    return Progress(std::move(stop), [this](double fraction) { show(fraction); });
}

void ProgressBar::show(double fraction) {
    // Ten times a second is as smooth as a line of text can be.
    const auto now = Clock::now();
    if (now - lastShown_ < std::chrono::milliseconds(100))
        return;
    lastShown_ = now;

    constexpr int kWidth = 30;
    const int filled = static_cast<int>(std::lround(kWidth * fraction));
    std::string line = "\r" + label_ + "  [" + std::string(filled, '#') +
                       std::string(kWidth - filled, '.') + "] " + numberText(100 * fraction, 0) +
                       " %";
    const double elapsed = std::chrono::duration<double>(now - start_).count();
    if (elapsed > 0.5 && fraction > 0.02) // before that it would be a guess
        line += "  " + timeText(std::ceil(elapsed * (1 - fraction) / fraction), 0) + " left";
    std::fprintf(stderr, "%s\033[K", line.c_str());
    std::fflush(stderr);
}

double Stopwatch::lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(last_, now)).count();
}

long long peakMemoryBytes() {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss * 1024LL; // Linux counts kibibytes
}

std::string decibelText(double decibels) {
    if (std::isinf(decibels))
        return "silent";
    return (decibels >= 0 ? "+" : "") + numberText(decibels, 1) + " dB";
}

std::string countText(long long count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

} // namespace refrain::cli
