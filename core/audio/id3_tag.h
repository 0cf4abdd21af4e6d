// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/tags.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace refrain {

/// The tags as they stand in front of an MP3 file: ID3v2.4 in UTF-8; nothing if there are none.
/// libsndfile would write them as if they were Latin-1, and most of them only as ID3v1 with 30
/// bytes each.
inline std::string id3Tag(const Tags& tags) {
    // Sizes have 7 bits in each byte, so that nothing in a tag looks like the start of sound.
    const auto size = [](std::size_t bytes) {
        std::string text(4, '\0');
        for (int i = 3; i >= 0; --i, bytes >>= 7)
            text[i] = static_cast<char>(bytes & 0x7F);
        return text;
    };
    constexpr std::string_view utf8("\3", 1);
    constexpr std::string_view languageAndTitle("und\0", 4); // which a comment has, and no other
    static constexpr std::array<std::pair<const char*, const char*>, 8> frames = {{
        {"title", "TIT2"},
        {"artist", "TPE1"},
        {"album", "TALB"},
        {"date", "TDRC"},
        {"tracknumber", "TRCK"},
        {"genre", "TCON"},
        {"comment", "COMM"},
        {"copyright", "TCOP"},
    }};
    std::string body;
    for (const auto& [name, frame] : frames) {
        const auto tag = tags.find(name);
        if (tag == tags.end())
            continue;
        std::string text(utf8);
        if (tag->first == "comment")
            text += languageAndTitle;
        text += tag->second;
        body += frame + size(text.size()) + std::string(2, '\0') + text;
    }
    if (body.empty())
        return {};
    return std::string("ID3\4\0\0", 6) + size(body.size()) + body;
}

} // namespace refrain
