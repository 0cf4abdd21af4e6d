// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace refrain {

/// A plot with as many pixels as the screen has, whichever screen its window is moved to:
/// QCustomPlot by itself keeps the ratio that it was made with.
///
/// Threads: the GUI's.
class SharpPlot : public QCustomPlot {
    Q_OBJECT

public:
    using QCustomPlot::QCustomPlot;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace refrain
