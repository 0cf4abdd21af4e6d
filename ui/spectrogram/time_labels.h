// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/spectrogram/interval.h"

#include <QFontMetricsF>
#include <QString>
#include <vector>

namespace refrain {

/// A mark on the time axis and what is written below it.
struct TimeLabel {
    double mark = 0; // where the mark is, in pixels from the left edge of the window
    double left = 0; // where the letters begin
    double width = 0;
    QString text;
};

/// Labels for the times (in seconds) that a picture shows from `pictureLeft` on, `pictureWidth`
/// pixels wide, rising. Each stands below its mark, or beside it where it would reach out of a
/// window of `windowWidth` pixels; no two come closer than two letters. There is always one.
/// Threads: any.
std::vector<TimeLabel> timeLabels(const Interval& seconds, double pictureLeft, double pictureWidth,
                                  double windowWidth, const QFontMetricsF& letters);

} // namespace refrain
