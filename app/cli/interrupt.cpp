// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include "core/base/staged_files.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace refrain::cli {

namespace {

// Work that looks at its token takes a few milliseconds to stop; the user should have an answer
// within 200.
constexpr int kPatienceMilliseconds = 60;

// Signals go through a pipe. Blocking them in every thread and waiting for them in one would be
// simpler, but OpenBLAS starts threads of its own before main, and a signal that one of those does
// not block ends the process there and then.
int signalPipe[2] = {-1, -1};

std::atomic<bool> filesWritten = false;
std::atomic_flag told;

extern "C" void passOn(int /*signal*/) {
    const int error = errno;
    [[maybe_unused]] const auto written = ::write(signalPipe[1], "", 1);
    errno = error;
}

/// Waits for a signal, for ever if `milliseconds` is negative.
void awaitSignal(int milliseconds) {
    pollfd end = {.fd = signalPipe[0], .events = POLLIN, .revents = 0};
    while (::poll(&end, 1, milliseconds) < 0 && errno == EINTR) {
    }
    char byte = 0;
    [[maybe_unused]] const auto got = ::read(signalPipe[0], &byte, 1);
}

void watch(std::stop_source source) {
    awaitSignal(-1);
    source.request_stop();
    awaitSignal(kPatienceMilliseconds);
    StagedFiles::discardAll();
    sayInterrupted();
    std::_Exit(kInterrupted);
}

} // namespace

std::stop_token watchForInterrupt() {
    if (::pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        throw std::system_error(errno, std::system_category());
    std::stop_source source;
    std::thread(watch, source).detach();

    struct sigaction action = {};
    action.sa_handler = passOn;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction inherited = {};
        sigaction(signal, nullptr, &inherited);
        if (inherited.sa_handler != SIG_IGN) // nohup, or a script's "&", wants us to go on
            sigaction(signal, &action, nullptr);
    }
    // A closed pipe and a file that may not grow further are errors like others.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    return source.get_token();
}

void noteFilesWritten() {
    filesWritten = true;
}

void sayInterrupted() {
    if (told.test_and_set())
        return;
    // What stands on the terminal's line is "^C", perhaps behind a progress bar.
    const std::string message =
        std::string(::isatty(STDERR_FILENO) ? "\r\033[K" : "") + "Interrupted; " +
        (filesWritten ? "only what was finished before was written.\n" : "nothing was written.\n");
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, message.data(), message.size());
}

} // namespace refrain::cli
