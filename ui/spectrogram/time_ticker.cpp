// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/time_ticker.h"

#include "core/picture/axis_ticks.h"

namespace refrain {

void TimeTicker::generate(const QCPRange& range, const QLocale&, QChar, int, QVector<double>& ticks,
                          QVector<double>* subTicks, QVector<QString>* tickLabels) {
    ticks.clear();
    if (subTicks)
        subTicks->clear();
    if (tickLabels)
        tickLabels->clear();
    for (const Tick& tick : timeTicks(range.lower, range.upper, range.size() / characters_)) {
        ticks.append(tick.value);
        if (tickLabels)
            tickLabels->append(QString::fromStdString(tick.label));
    }
}

} // namespace refrain
