// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/usage.h"
#include "core/base/error.h"

#include <CLI/CLI.hpp>
#include <new>

using namespace refrain;
using namespace refrain::cli;

namespace {

int run(int argc, char** argv, const std::stop_token& stop) {
    CLI::App program(
        "Refrain finds what comes again in a song (the background, usually the band) and "
        "what does not\n(the foreground, usually the voice), and takes them apart.",
        "refrain-cli");
    explainUsage(program);
    program.set_version_flag("--version", "refrain-cli " REFRAIN_VERSION,
                             "Tell the version, and end");
    program.require_subcommand(1);
    Action action;
    addSeparateCommand(program, action);
    addPictureCommand(program, action);
    addInfoCommand(program, action);
    addEvaluateCommand(program, action);
    for (CLI::App* command : program.get_subcommands({}))
        command->group("Commands");
    program.footer("\"refrain-cli COMMAND --help\" tells more. For example:\n"
                   "  refrain-cli separate song.flac -o stems --preset karaoke");
    try {
        program.parse(argc, argv);
        return action(stop);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : kWrongUsage;
    }
}

} // namespace

int main(int argc, char** argv) {
    occupyStandardStreams();
    try {
        return run(argc, argv, watchForInterrupt());
    } catch (const Cancelled&) {
        sayInterrupted();
        return kInterrupted;
    } catch (const Error& error) {
        say(error.what());
    } catch (const std::bad_alloc&) {
        say("There is not enough memory for this song; close other programs, or cut the song into "
            "shorter pieces.");
    } catch (const std::exception& error) {
        say("Something went wrong that should not: " + std::string(error.what()) + ".");
    }
    return kFailed;
}
