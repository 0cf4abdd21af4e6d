// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QSlider>

namespace refrain {

/// A slider over a range of numbers of which each doubling takes as much way. Whoever holds Shift
/// moves it ten times as finely. A movement from press to release, or of the wheel or the keys
/// without a pause, is one gesture.
///
/// Threads: the GUI thread.
class KnobSlider : public QSlider {
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
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void moveTo(double place); // from 0 to 1
    void moveBy(double way);
    void beginUnlessContinued();
    double way(double pixels) const; // of the range, that the handle makes over so many pixels

    double lowest_;
    double highest_;
    double number_;
    double place_ = 0;
    double lastX_ = 0;
    QElapsedTimer sinceStep_;
};

} // namespace refrain
