// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace refrain {

/// What a song is taken apart into. The three always add up to the song.
enum class Part {
    foreground, // what does not come again: usually the voice
    background, // what repeats: the band
    residual,   // what the margins gave to neither
};

inline constexpr std::array kParts = {Part::foreground, Part::background, Part::residual};

constexpr std::string_view partName(Part part) {
    switch (part) {
    case Part::foreground:
        return "foreground";
    case Part::background:
        return "background";
    case Part::residual:
        return "residual";
    }
    return "";
}

} // namespace refrain
