// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/overview_legend.h"

#include "ui/shell/theme.h"
#include "ui/spectrogram/overview_strip.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

/// How many pixels of a picture, between two columns, have this colour.
int count(const QImage& image, const QColor& colour, int from, int to) {
    int found = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = from; x < to; ++x)
            found += image.pixelColor(x, y) == colour;
    return found;
}

TEST(OverviewLegendTest, ShowsTheColoursOfTheStripBetweenItsMargins) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        setTheme(theme);
        OverviewLegend legend;
        legend.setContentsMargins(50, 0, 70, 0);
        legend.resize(500, legend.sizeHint().height());
        const QImage image = legend.grab().toImage();
        const QColor ground = legend.palette().color(QPalette::Window);
        EXPECT_EQ(count(image, ground, 0, 50), 50 * image.height());
        EXPECT_EQ(count(image, ground, 430, 500), 70 * image.height());
        for (const QColor& colour : {OverviewStrip::songColour(legend.palette()),
                                     partColour(Part::foreground, legend.palette())})
            EXPECT_GE(count(image, colour, 50, 430), 36) << colour.name().toStdString();
        for (int x = 50; x < 430; ++x)
            EXPECT_EQ(image.pixelColor(x, 0), ground) << "no letter is cut off";
    }
    setTheme(Theme::system);
}

} // namespace
} // namespace refrain
