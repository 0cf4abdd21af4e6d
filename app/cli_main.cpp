// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "core/base/error.h"

#include <CLI/CLI.hpp>
#include <new>

using namespace refrain;
using namespace refrain::cli;

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

int run(int argc, char** argv, const std::stop_token& stop) {
    CLI::App program(
        "Refrain finds what comes again in a song (the background, usually the band) and "
        "what does not\n(the foreground, usually the voice), and takes them apart.",
        "refrain-cli");
    program.set_version_flag("--version", "refrain-cli " REFRAIN_VERSION);
    program.require_subcommand(1);
    program.footer("refrain-cli COMMAND --help tells more. For example:\n"
                   "  refrain-cli separate song.flac -o stems --preset karaoke");
    Action action;
    addSeparateCommand(program, action);
    addPictureCommand(program, action);
    addInfoCommand(program, action);
    addEvaluateCommand(program, action);
    try {
        program.parse(argc, argv);
        return action(stop);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : kWrongUsage;
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::stop_token stop = watchForInterrupt();
    try {
        return run(argc, argv, stop);
    } catch (const Cancelled&) {
        say("\nInterrupted; nothing was written.");
        return kInterrupted;
    } catch (const Error& error) {
        say(error.what());
    } catch (const std::bad_alloc&) {
        say("There is not enough memory for this song; close other programs, or cut the song into "
            "shorter pieces.");
    }
    return kFailed;
}
