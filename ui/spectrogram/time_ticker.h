// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace refrain {

/// Marks an axis over seconds with the round times of core/picture/axis_ticks.h.
///
/// Threads: the GUI's.
class TimeTicker : public QCPAxisTicker {
public:
    /// How many characters fit along the axis.
    void setRoom(double characters) { characters_ = characters; }

    void generate(const QCPRange& range, const QLocale& locale, QChar formatChar, int precision,
                  QVector<double>& ticks, QVector<double>* subTicks,
                  QVector<QString>* tickLabels) override;

private:
    double characters_ = 100;
};

} // namespace refrain
