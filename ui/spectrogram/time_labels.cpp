// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/time_labels.h"

#include "core/picture/axis_ticks.h"

#include <algorithm>
#include <cmath>

namespace refrain {

std::vector<TimeLabel> timeLabels(const Interval& seconds, double pictureLeft, double pictureWidth,
                                  double windowWidth, const QFontMetricsF& letters) {
    const double character = letters.horizontalAdvance(QLatin1Char('0'));
    const double pixelsPerSecond = pictureWidth / seconds.length();
    std::vector<TimeLabel> labels;
    for (const Tick& tick : timeTicks(seconds.from, seconds.to, character / pixelsPerSecond)) {
        TimeLabel label{.text = QString::fromStdString(tick.label)};
        const double place = pictureLeft + (tick.value - seconds.from) * pixelsPerSecond;
        // The last moment of a picture has its mark on the last column of it.
        label.mark = std::clamp(std::floor(place), pictureLeft,
                                std::max(pictureLeft, pictureLeft + pictureWidth - 1));
        label.width = letters.horizontalAdvance(label.text);
        label.left = std::clamp(std::round(label.mark - label.width / 2), 0.0,
                                std::max(0.0, std::floor(windowWidth - label.width)));
        const bool free = labels.empty() ||
                          label.left >= labels.back().left + labels.back().width + 2 * character;
        if (free)
            labels.push_back(std::move(label));
    }
    return labels;
}

} // namespace refrain
