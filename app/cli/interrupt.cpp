// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include "core/base/staged_files.h"

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <pthread.h>
#include <string_view>
#include <thread>
#include <unistd.h>

namespace refrain::cli {

namespace {

// Work that looks at its token takes a few milliseconds to stop; the user should have an answer
// within 200.
constexpr timespec kPatience = {.tv_sec = 0, .tv_nsec = 120'000'000};

void watch(const sigset_t& signals, std::stop_source source) {
    int signal = 0;
    sigwait(&signals, &signal);
    source.request_stop();
    sigtimedwait(&signals, nullptr, &kPatience);

    StagedFiles::discardAll();
    constexpr std::string_view message = "\nInterrupted; nothing was written.\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, message.data(), message.size());
    std::_Exit(kInterrupted);
}

} // namespace

std::stop_token watchForInterrupt() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    struct sigaction hangUp = {};
    sigaction(SIGHUP, nullptr, &hangUp);
    if (hangUp.sa_handler != SIG_IGN) // nohup wants us to go on
        sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr); // every thread inherits it
    std::signal(SIGPIPE, SIG_IGN);                 // a closed pipe is an error like others

    std::stop_source source;
    std::thread(watch, signals, source).detach();
    return source.get_token();
}

} // namespace refrain::cli
