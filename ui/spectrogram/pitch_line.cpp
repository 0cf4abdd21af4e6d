// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/pitch_line.h"

#include <QColor>
#include <algorithm>
#include <array>
#include <limits>

namespace refrain {

namespace {

// What Magma lacks, which is cold, and what the other maps lack, which is warm.
constexpr std::array<QRgb, 2> kColours = {0xff4ce0c8, 0xffff20c0};

/// How unlike two colours are, nearly as eyes see it: the difference of red counts more among
/// bright reds, that of blue among dark ones, and that of green most.
double difference(QRgb a, QRgb b) {
    const double red = qRed(a) - qRed(b);
    const double green = qGreen(a) - qGreen(b);
    const double blue = qBlue(a) - qBlue(b);
    const double redness = (qRed(a) + qRed(b)) / 510.0;
    return (2 + redness) * red * red + 4 * green * green + (3 - redness) * blue * blue;
}

double leastDifference(QRgb colour, const ColourMap& map) {
    double least = std::numeric_limits<double>::max();
    for (const QRgb other : map)
        least = std::min(least, difference(colour, other));
    return least;
}

} // namespace

PitchPens pitchPensOn(const ColourMap& map) {
    const QRgb colour = std::ranges::max(
        kColours, {}, [&map](QRgb candidate) { return leastDifference(candidate, map); });
    return {.casing = QPen(QColor(0, 0, 0, 160), 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin),
            .line = QPen(QColor::fromRgb(colour), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin)};
}

} // namespace refrain
