// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/axis_tickers.h"

#include "core/picture/axis_ticks.h"

namespace refrain {

namespace {

void give(const std::vector<Tick>& marks, const FrequencyScale* scale, QVector<double>& ticks,
          QVector<double>* subTicks, QVector<QString>* labels) {
    ticks.clear();
    if (subTicks)
        subTicks->clear();
    if (labels)
        labels->clear();
    for (const Tick& mark : marks) {
        ticks.append(scale ? scale->height(mark.value) : mark.value);
        if (labels)
            labels->append(QString::fromStdString(mark.label));
    }
}

} // namespace

FrequencyScale partOf(const FrequencyScale& whole, double lowestHeight, double highestHeight) {
    // The ends are given exactly, so that a view of the whole is the whole.
    return {.spacing = whole.spacing,
            .lowestHertz = lowestHeight <= 0 ? whole.lowestHertz : whole.hertz(lowestHeight),
            .highestHertz = highestHeight >= 1 ? whole.highestHertz : whole.hertz(highestHeight)};
}

void FrequencyTicker::setScale(const FrequencyScale& whole, double gap) {
    whole_ = whole;
    gap_ = gap;
}

void FrequencyTicker::generate(const QCPRange& range, const QLocale&, QChar, int,
                               QVector<double>& ticks, QVector<double>* subTicks,
                               QVector<QString>* tickLabels) {
    give(frequencyTicks(partOf(whole_, range.lower, range.upper), gap_), &whole_, ticks, subTicks,
         tickLabels);
}

void TimeTicker::setRoom(double characters) {
    characters_ = characters;
}

void TimeTicker::generate(const QCPRange& range, const QLocale&, QChar, int, QVector<double>& ticks,
                          QVector<double>* subTicks, QVector<QString>* tickLabels) {
    give(timeTicks(range.lower, range.upper, range.size() / characters_), nullptr, ticks, subTicks,
         tickLabels);
}

} // namespace refrain
