// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/part.h"

#include <QWidget>

namespace refrain {

/// A level of a part in dB as a bar, from -40 dB to 0.
///
/// Threads: the GUI thread.
class LevelBar : public QWidget {
    Q_OBJECT

public:
    explicit LevelBar(Part part, QWidget* parent = nullptr);

    void setDecibels(double decibels);

    QSize sizeHint() const override { return {80, 8}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Part part_;
    double decibels_ = -1000;
};

} // namespace refrain
