// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QWidget>
#include <array>

namespace refrain {

/// How loud what is played is, left above right, in dB below full scale: a bar that falls slowly,
/// a line that stays a while at the highest sample, and a light for samples that were cut off,
/// which a click puts out.
///
/// Threads: the GUI thread.
class LevelMeter : public QWidget {
    Q_OBJECT

public:
    explicit LevelMeter(QWidget* parent = nullptr);

    /// The highest samples, left and right, since the last call; call it for each frame on the
    /// screen while something is played. When nobody calls any more the bar falls by itself.
    void addPeaks(float left, float right);
    bool atRest() const;
    bool clipped() const { return clipped_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    struct Side {
        double decibels;
        double heldDecibels;
        double heldSeconds;
    };
    std::array<Side, 2> sides_;
    bool clipped_ = false;
    QElapsedTimer sinceLast_;
    QBasicTimer falling_;
};

} // namespace refrain
