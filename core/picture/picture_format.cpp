// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_format.h"

#include <algorithm>
#include <string>

namespace refrain {

std::optional<PictureFormat> pictureFormatOf(const std::filesystem::path& file) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](char character) {
        return 'A' <= character && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                    : character;
    });
    for (const PictureFormat format : {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf})
        if (ending == extensionOf(format))
            return format;
    return std::nullopt;
}

const char* extensionOf(PictureFormat format) {
    switch (format) {
    case PictureFormat::png:
        return ".png";
    case PictureFormat::svg:
        return ".svg";
    case PictureFormat::pdf:
        return ".pdf";
    }
    return "";
}

} // namespace refrain
