// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// How the files of an export are called. Threads: any.

namespace refrain {

/// The name of a file without its ending, in which `{title}`, `{range}` and `{part}` are filled in;
/// a `/` makes folders.
constexpr std::string_view kUsualNamePattern = "{title} {range} ({part})";

/// What cannot be filled in, `{name}` or a brace that is not closed; empty if there is none.
std::string_view unknownToken(std::string_view pattern);

/// What stands for `{range}`: "0m42.0-1m02.0"; stretches of less than a second in milliseconds.
/// Empty if it is all of a song of `songSeconds`.
std::string rangeName(double fromSeconds, double toSeconds, double songSeconds);

/// The name. Characters that it cannot hold, in the title, become underscores. An empty `range` is
/// left out together with the brackets around it and what would divide it from its surroundings.
/// Never empty, and no hidden file for want of a name.
std::string stemName(std::string_view pattern, std::string_view title, std::string_view range,
                     std::string_view part);

} // namespace refrain
