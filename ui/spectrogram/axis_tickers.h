// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spectrum/frequency_scale.h"

#include <qcustomplot.h>

// The marks of core/picture/axis_ticks.h on QCustomPlot's axes.

namespace refrain {

/// Marks an axis over heights, from 0 to 1, of a frequency scale. Threads: the GUI's.
class FrequencyTicker : public QCPAxisTicker {
public:
    /// `gap` is the least distance between two labels as a part of the axis.
    void setScale(const FrequencyScale& whole, double gap);

    void generate(const QCPRange& range, const QLocale& locale, QChar formatChar, int precision,
                  QVector<double>& ticks, QVector<double>* subTicks,
                  QVector<QString>* tickLabels) override;

private:
    FrequencyScale whole_;
    double gap_ = 0.1;
};

/// Marks an axis over seconds. Threads: the GUI's.
class TimeTicker : public QCPAxisTicker {
public:
    /// `characters` is how many of them fit along the axis.
    void setRoom(double characters);

    void generate(const QCPRange& range, const QLocale& locale, QChar formatChar, int precision,
                  QVector<double>& ticks, QVector<double>* subTicks,
                  QVector<QString>* tickLabels) override;

private:
    double characters_ = 100;
};

/// The frequencies between two heights of a scale, as a scale of their own.
FrequencyScale partOf(const FrequencyScale& whole, double lowestHeight, double highestHeight);

} // namespace refrain
