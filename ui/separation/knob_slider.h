// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/held_slider.h"

#include <QElapsedTimer>

namespace refrain {

/// A slider over a range of numbers of which each doubling takes as much way. With Shift the wheel
/// and the keys move it ten times as finely, too. A movement from press to release, or of the wheel
/// or the keys without a pause, is one gesture.
///
/// Threads: the GUI thread.
class KnobSlider : public HeldSlider {
    Q_OBJECT

public:
    /// `lowest` above 0.
    KnobSlider(double lowest, double highest, QWidget* parent = nullptr);

    /// Moves it without a signal.
    void setNumber(double number);
    double number() const { return number_; }

Q_SIGNALS:
    void gestureBegan();
    void edited(double number);

    /// Double-clicked, to have its usual number again.
    void restoreWanted();

protected:
    double place() const override { return place_; }
    void moveTo(double place) override;
    bool event(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void moveBy(double way);
    void beginUnlessContinued();

    double lowest_;
    double highest_;
    double number_;
    double place_ = 0;
    QElapsedTimer sinceStep_;
};

} // namespace refrain
