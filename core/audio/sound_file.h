// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What reading and writing share of libsndfile. Included by audio_file.cpp, audio_writer.cpp and
// channel_order.h only.

#include <array>
#include <cctype>
#include <memory>
#include <sndfile.h>
#include <string>
#include <utility>

namespace refrain {

struct CloseSoundFile {
    void operator()(SNDFILE* file) const { sf_close(file); }
};
using SoundFile = std::unique_ptr<SNDFILE, CloseSoundFile>;

inline const std::array<std::pair<const char*, int>, 9> kTagNames = {{
    {"title", SF_STR_TITLE},
    {"artist", SF_STR_ARTIST},
    {"album", SF_STR_ALBUM},
    {"date", SF_STR_DATE},
    {"tracknumber", SF_STR_TRACKNUMBER},
    {"genre", SF_STR_GENRE},
    {"comment", SF_STR_COMMENT},
    {"copyright", SF_STR_COPYRIGHT},
    {"license", SF_STR_LICENSE},
}};

/// What libsndfile says of one of its errors, fit for the middle of a sentence: "file contains data
/// in an unknown format".
inline std::string soundFileMessage(int error) {
    std::string text = sf_error_number(error);
    while (!text.empty() && (text.back() == '.' || text.back() == ' '))
        text.pop_back();
    if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])))
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

} // namespace refrain
