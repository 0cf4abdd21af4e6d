// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace refrain {

/// The kinds of files that a picture can be: pixels alone, or drawings in which all but the
/// spectrograms themselves are lines and letters, sharp at any size.
enum class PictureFormat { png, svg, pdf };

/// The format that a file of this name has, or none of ours; ".PNG" is as good as ".png". Threads:
/// any.
std::optional<PictureFormat> pictureFormatOf(const std::filesystem::path& file);

/// What the name of such a file ends in, with its dot. Threads: any.
const char* extensionOf(PictureFormat format);

} // namespace refrain
