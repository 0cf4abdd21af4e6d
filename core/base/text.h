// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

// Words for messages. Threads: any.

namespace refrain {

/// The path in quotation marks, on one line: control characters, which could command a terminal,
/// are shown as question marks.
std::string quoted(const std::filesystem::path& path);

/// The text as one line of UTF-8, harmless to a terminal: control characters become spaces, what is
/// no UTF-8 is left out.
std::string oneLine(std::string_view text);

/// The text if it is UTF-8; else it is taken for Latin-1, as in old tags, and converted.
std::string utf8(std::string_view text);

/// What the system says of an `errno`, without a capital and a full stop: "no space left on
/// device".
std::string systemMessage(int error);

/// "1:32.417", or "1:02:03.5" from an hour on; `decimals` from 0 to 3. For times of 0 and more.
std::string timeText(double seconds, int decimals = 3);

/// `number` with `decimals` (up to 20) digits after the point, whatever the locale.
std::string numberText(double number, int decimals);

/// Seconds from "92.4", "1:32.4" or "1:02:03". Throws `Error`, naming `what` ("--from").
double parseTime(std::string_view text, std::string_view what);

} // namespace refrain
