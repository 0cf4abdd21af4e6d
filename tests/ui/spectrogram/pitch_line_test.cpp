// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/pitch_line.h"

#include <QColor>
#include <array>
#include <cmath>
#include <gtest/gtest.h>

namespace refrain {
namespace {

/// In the CIE's space of 1976, in which a difference of 2 is just seen.
std::array<double, 3> labOf(QRgb colour) {
    const auto linear = [](int byte) {
        const double value = byte / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    const double red = linear(qRed(colour));
    const double green = linear(qGreen(colour));
    const double blue = linear(qBlue(colour));
    const auto root = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16 / 116.0; };
    const double x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
    const double y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    const double z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

TEST(PitchLineTest, TheLineIsLikeNoColourOfAnyMap) {
    for (const ColourMap* map : {&kMagma, &kViridis, &kCividis, &kGrey, &kInvertedGrey}) {
        const auto line = labOf(pitchPensOn(*map).line.color().rgb());
        for (const QRgb colour : *map) {
            const auto other = labOf(colour);
            EXPECT_GT(std::hypot(line[0] - other[0], line[1] - other[1], line[2] - other[2]), 40)
                << std::hex << colour;
        }
    }
}

} // namespace
} // namespace refrain
