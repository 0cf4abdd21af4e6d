// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "core/base/text.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace refrain::cli {

void occupyStandardStreams() {
    // Open for reading only: writing to it fails, as writing to a closed one does.
    int descriptor = 0;
    while (descriptor >= 0 && descriptor <= STDERR_FILENO)
        descriptor = ::open("/dev/null", O_RDONLY);
    if (descriptor >= 0)
        ::close(descriptor);
}

void say(std::string_view sentence) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(sentence.size()), sentence.data());
}

void print(std::string_view line) {
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() ||
        std::fputc('\n', stdout) == EOF || std::fflush(stdout) != 0)
        throw Error("Cannot write to standard output: " + systemMessage(errno) +
                    "; check where it leads to.");
}

namespace {

/// How many columns the terminal has; 80 if it does not tell.
int terminalWidth() {
    winsize size = {};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

/// As much of the UTF-8 text as fits, a character a column.
std::string shortened(const std::string& text, int width) {
    std::string result;
    int used = 0;
    for (const char c : text) {
        const bool startsCharacter = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        if (startsCharacter && used++ == width)
            break;
        result += c;
    }
    return result;
}

} // namespace

ProgressBar::ProgressBar(std::string_view label, bool quiet)
    : label_(oneLine(label)), visible_(!quiet && ::isatty(STDERR_FILENO)) {}

ProgressBar::~ProgressBar() {
    clear();
}

void ProgressBar::clear() {
    if (shown_)
        std::fputs("\r\033[K", stderr);
    shown_ = false;
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
    shown_ = true;

    std::string state = numberText(100 * fraction, 0) + " %";
    const double elapsed = std::chrono::duration<double>(now - start_).count();
    if (elapsed > 0.5 && fraction > 0.02) // before that it would be a guess
        state += "  " + timeText(std::ceil(elapsed * (1 - fraction) / fraction), 0) + " left";

    // A line that reached the edge would move on to the next one, which could not be wiped.
    const int space = terminalWidth() - 1;
    constexpr int kStateWidth = 22; // "100 %  1:23:45 left" and what divides it from the bar
    const int width = std::clamp(space - kStateWidth, 4, 30);
    const int filled = static_cast<int>(std::lround(width * fraction));
    const std::string bar = std::string(filled, '#') + std::string(width - filled, '.');
    std::string line = "[" + bar + "] " + state;
    if (const int labelSpace = space - width - kStateWidth - 2; labelSpace >= 8)
        line = shortened(label_, labelSpace) + "  " + line;
    std::fprintf(stderr, "\r%s\033[K", shortened(line, space).c_str());
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
    constexpr double kNothing = -200; // below it is the rounding of numbers, and no sound
    if (decibels < kNothing)
        return "silent";
    return (decibels >= 0 ? "+" : "") + numberText(decibels, 1) + " dB";
}

std::string plainNumber(double number) {
    char text[32];
    const auto result = std::to_chars(text, text + sizeof text, number);
    return {text, result.ptr};
}

std::string countText(long long count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

} // namespace refrain::cli
