// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace refrain::test {

/// What a program did.
struct Outcome {
    int exitCode = 0; // 128 + the signal if it was killed
    std::string output;
    std::string errors;
    double secondsAfterSignal = 0; // from the first signal to its end, if one was sent
};

/// When to send a signal to a running program.
struct SignalAfter {
    int signal;
    std::chrono::milliseconds delay;
    /// If true of the first one, delays count from when the program has a handler for it.
    bool onceCaught = false;
};

/// Runs `refrain-cli` with these words, without a terminal, and waits for its end; a program that
/// runs for over a minute is killed and fails the test.
Outcome runCli(const std::vector<std::string>& words, const std::vector<SignalAfter>& sent = {});

/// Runs a script of /bin/sh in the same way, for what a shell arranges: `$0` is `refrain-cli`, and
/// the words are `$1` and so on.
Outcome runShell(const std::string& script, const std::vector<std::string>& words = {});

} // namespace refrain::test
