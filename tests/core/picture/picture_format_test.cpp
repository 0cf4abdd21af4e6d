// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_format.h"

#include <gtest/gtest.h>

namespace refrain {

TEST(PictureFormatTest, IsToldByTheNamesEnding) {
    EXPECT_EQ(pictureFormatOf("song.png"), PictureFormat::png);
    EXPECT_EQ(pictureFormatOf("/a.pdf/song.SVG"), PictureFormat::svg);
    EXPECT_EQ(pictureFormatOf("song.png.Pdf"), PictureFormat::pdf);
    for (const char* other : {"", "song", "png", ".png", "song.jpg", "song.png.", "song.svgz"})
        EXPECT_EQ(pictureFormatOf(other), std::nullopt) << other;
}

TEST(PictureFormatTest, EndsNamesAsItIsTold) {
    for (const PictureFormat format : {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf})
        EXPECT_EQ(pictureFormatOf(std::string("song") + extensionOf(format)), format);
}

} // namespace refrain
