// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/knob_slider.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

constexpr int kSteps = 10000; // finer than pixels
constexpr double kStep = 0.01;
constexpr double kPage = 0.1;
constexpr qint64 kPauseMilliseconds = 1000;

} // namespace

KnobSlider::KnobSlider(double lowest, double highest, QWidget* parent)
    : HeldSlider(parent), lowest_(lowest), highest_(highest), number_(lowest) {
    setRange(0, kSteps);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QSlider::sliderPressed, this, &KnobSlider::gestureBegan);
}

void KnobSlider::setNumber(double number) {
    number_ = number;
    place_ = std::log(number / lowest_) / std::log(highest_ / lowest_);
    setValue(static_cast<int>(std::lround(place_ * kSteps)));
}

void KnobSlider::moveTo(double place) {
    const double target = std::clamp(place, 0.0, 1.0);
    // Three digits are as much as anyone can hear, and keep the number field calm.
    const double exact = lowest_ * std::pow(highest_ / lowest_, target);
    const double unit = std::pow(10, std::floor(std::log10(exact)) - 2);
    number_ = std::clamp(std::round(exact / unit) * unit, lowest_, highest_);
    place_ = target; // not that of the rounded number: small steps must add up
    setValue(static_cast<int>(std::lround(target * kSteps)));
    Q_EMIT edited(number_);
}

void KnobSlider::moveBy(double way) {
    moveTo(place_ + way);
}

bool KnobSlider::event(QEvent* event) {
    // The keys of a slider are its own where it has the focus, whatever a menu does with them.
    if (event->type() == QEvent::ShortcutOverride) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
        case Qt::Key_Home:
        case Qt::Key_End:
            event->accept();
            return true;
        default:
            break;
        }
    }
    return HeldSlider::event(event);
}

void KnobSlider::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        Q_EMIT restoreWanted();
}

void KnobSlider::beginUnlessContinued() {
    if (!sinceStep_.isValid() || sinceStep_.elapsed() > kPauseMilliseconds)
        Q_EMIT gestureBegan();
    sinceStep_.start();
}

void KnobSlider::keyPressEvent(QKeyEvent* event) {
    const double fine = fineness(event->modifiers());
    const auto step = [&](double way) {
        beginUnlessContinued();
        moveBy(way);
        event->accept();
    };
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        return step(-kStep * fine);
    case Qt::Key_Right:
    case Qt::Key_Up:
        return step(kStep * fine);
    case Qt::Key_PageDown:
        return step(-kPage * fine);
    case Qt::Key_PageUp:
        return step(kPage * fine);
    case Qt::Key_Home:
        return step(-1);
    case Qt::Key_End:
        return step(1);
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
        Q_EMIT restoreWanted();
        return;
    default:
        HeldSlider::keyPressEvent(event);
    }
}

void KnobSlider::wheelEvent(QWheelEvent* event) {
    // With Shift some systems turn the wheel sideways. A wheel over a slider that was not chosen
    // scrolls the panel, so that nobody turns a knob in passing.
    const QPoint angle = event->angleDelta();
    const int delta = angle.y() != 0 ? angle.y() : angle.x();
    if (!hasFocus() || delta == 0) {
        event->ignore();
        return;
    }
    beginUnlessContinued();
    moveBy(kStep * delta / 120.0 * fineness(event->modifiers()));
    event->accept();
}

} // namespace refrain
