// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

namespace refrain {

/// What is written about a song in its file, UTF-8: `title`, `artist`, `album`, `date`,
/// `tracknumber`, `genre`, `comment`, `copyright`, `license`. Only what is there and not empty.
using Tags = std::map<std::string, std::string>;

} // namespace refrain
