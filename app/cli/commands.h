// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <stop_token>

namespace refrain::cli {

/// What a chosen command does once all words are understood. Returns the exit code.
using Action = std::function<int(std::stop_token)>;

// Each adds a command to the program, and sets `action` when it is the one that was asked for.
// The action throws `Error`, `Cancelled`, and `CLI::ParseError` for what only the song can tell.
void addSeparateCommand(CLI::App& program, Action& action);
void addPictureCommand(CLI::App& program, Action& action);
void addInfoCommand(CLI::App& program, Action& action);
void addEvaluateCommand(CLI::App& program, Action& action);

} // namespace refrain::cli
