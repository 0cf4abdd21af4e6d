// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace refrain {

/// What one of the pictures above each other shows: the whole song or a part of it.
enum class Panel { full, background, foreground, residual };

constexpr std::string_view panelTitle(Panel panel) {
    switch (panel) {
    case Panel::full:
        return "Song";
    case Panel::background:
        return "Background";
    case Panel::foreground:
        return "Foreground";
    case Panel::residual:
        return "Residual";
    }
    return "";
}

} // namespace refrain
