// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/command.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace refrain::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLongest{60};

struct Pipe {
    Pipe() {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            throw std::system_error(errno, std::system_category());
    }
    ~Pipe() {
        ::close(ends[0]);
        closeWriting();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    void closeWriting() {
        if (ends[1] >= 0)
            ::close(ends[1]);
        ends[1] = -1;
    }
    std::array<int, 2> ends{};
};

/// Starts a program with a group of its own and all signals as a shell would leave them.
pid_t start(const std::vector<std::string>& words, const Pipe& output, const Pipe& errors) {
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str())); // posix_spawn does not change them
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.ends[1], STDERR_FILENO);

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    pid_t process = 0;
    const int error = posix_spawn(&process, words.front().c_str(), &actions, &attributes,
                                  arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        throw std::system_error(error, std::system_category(), words.front());
    return process;
}

/// Appends what there is to read; closes the end of a stream by making its descriptor negative.
void drain(pollfd& stream, std::string& text) {
    if (stream.revents == 0)
        return;
    std::array<char, 65536> bytes;
    const ssize_t got = ::read(stream.fd, bytes.data(), bytes.size());
    if (got > 0)
        text.append(bytes.data(), got);
    else if (got == 0 || errno != EINTR)
        stream.fd = -1;
}

/// Whether a process has a handler for a signal.
bool catches(pid_t process, int signal) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    constexpr std::string_view kCaught = "SigCgt:";
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(kCaught))
            return std::stoull(line.substr(kCaught.size()), nullptr, 16) >> (signal - 1) & 1;
    return true; // it is gone
}

Outcome run(const std::vector<std::string>& words, const std::vector<SignalAfter>& sent) {
    Pipe output;
    Pipe errors;
    auto begin = Clock::now();
    const pid_t process = start(words, output, errors);
    output.closeWriting();
    errors.closeWriting();
    if (!sent.empty() && sent.front().onceCaught) {
        while (!catches(process, sent.front().signal) && Clock::now() - begin < kLongest)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        begin = Clock::now();
    }

    Outcome outcome;
    std::array<pollfd, 2> streams = {{{output.ends[0], POLLIN, 0}, {errors.ends[0], POLLIN, 0}}};
    auto next = sent.begin();
    Clock::time_point firstSignal{};
    // A program that ends closes its streams, so waiting for them is waiting for its end.
    while (streams[0].fd >= 0 || streams[1].fd >= 0) {
        const auto passed = Clock::now() - begin;
        if (passed > kLongest) {
            ADD_FAILURE() << words.front() << " " << words[1] << " runs for over a minute";
            ::kill(-process, SIGKILL);
            break;
        }
        if (next != sent.end() && passed >= next->delay) {
            if (next == sent.begin())
                firstSignal = Clock::now();
            ::kill(process, next->signal);
            ++next;
            continue;
        }
        const auto wait = next != sent.end() ? next->delay - passed : kLongest - passed;
        ::poll(streams.data(), streams.size(),
               static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(wait).count()));
        drain(streams[0], outcome.output);
        drain(streams[1], outcome.errors);
    }
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (firstSignal != Clock::time_point{})
        outcome.secondsAfterSignal =
            std::chrono::duration<double>(Clock::now() - firstSignal).count();
    outcome.exitCode = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return outcome;
}

} // namespace

Outcome runCli(const std::vector<std::string>& words, const std::vector<SignalAfter>& sent) {
    std::vector<std::string> all = {REFRAIN_CLI};
    all.insert(all.end(), words.begin(), words.end());
    return run(all, sent);
}

Outcome runShell(const std::string& script, const std::vector<std::string>& words) {
    std::vector<std::string> all = {"/bin/sh", "-c", script, REFRAIN_CLI};
    all.insert(all.end(), words.begin(), words.end());
    return run(all, {});
}

} // namespace refrain::test
