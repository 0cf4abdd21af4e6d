// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/application_icon.h"

#include <QImage>
#include <QPixmap>
#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(ApplicationIconTest, IsDrawnInEverySizeAndNotScaled) {
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        const QImage image = applicationIcon().pixmap(QSize(size, size), 1.0).toImage();
        ASSERT_EQ(image.size(), QSize(size, size));
        EXPECT_LT(qAlpha(image.pixel(0, 0)), 16) << "round corners";
        EXPECT_EQ(qAlpha(image.pixel(size / 2, size / 2)), 255);
        // The lowest line lies on whole pixels in every multiple of 16, so that its edge is sharp.
        if (size % 16 != 0)
            continue;
        const int x = size * 11 / 16;
        EXPECT_GT(qBlue(image.pixel(x, size * 12 / 16)), 200) << size;
        EXPECT_LT(qBlue(image.pixel(x, size * 12 / 16 - 1)), 120) << size;
        EXPECT_LT(qBlue(image.pixel(x, size * 13 / 16)), 120) << size;
    }
}

} // namespace
} // namespace refrain
