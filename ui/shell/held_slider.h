// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>

namespace refrain {

/// A horizontal slider that is taken hold of wherever it is pressed: the handle moves as far as the
/// pointer does, a tenth as far while Shift is held, and never leaps to the pointer. So whoever
/// misses the handle by some pixels does not lose the setting, and a click changes nothing. What is
/// set while it is held stays: the hand goes on from there.
///
/// Threads: the GUI thread.
class HeldSlider : public QSlider {
    Q_OBJECT

public:
    explicit HeldSlider(QWidget* parent = nullptr);

protected:
    /// Where the handle is, from 0 on the left to 1.
    virtual double place() const;

    /// Moves it as the hand wants it; `place` is below 0 or above 1 where the pointer is beyond.
    virtual void moveTo(double place);

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    double way() const;

    double held_ = 0; // where the hand has it
    double left_ = 0; // where its last movement left the handle
    double lastX_ = 0;
};

/// What Shift makes of a movement: 0.1 if it is held, else 1.
double fineness(Qt::KeyboardModifiers modifiers);

} // namespace refrain
