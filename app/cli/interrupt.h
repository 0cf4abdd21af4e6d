// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace refrain::cli {

/// Makes Ctrl-C (and a polite kill) stop the work through the returned token. Work that does not
/// notice it for a moment, such as a library busy with a damaged file, is left behind: what it was
/// writing is removed and the process ends. A second Ctrl-C ends it at once.
///
/// Threads: call it once, on the main thread.
std::stop_token watchForInterrupt();

/// Notes that a command has finished some of its files, which an interruption leaves alone.
/// Threads: any.
void noteFilesWritten();

/// Tells the user, once, that the work was interrupted, and what became of it. Threads: any.
void sayInterrupted();

/// The exit code of an interrupted process, as a shell would give it for Ctrl-C.
constexpr int kInterrupted = 130;

} // namespace refrain::cli
