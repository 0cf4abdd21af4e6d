// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/held_slider.h"

#include <QMouseEvent>
#include <QStyleOptionSlider>
#include <algorithm>
#include <cmath>

namespace refrain {

HeldSlider::HeldSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {}

double HeldSlider::place() const {
    return static_cast<double>(value() - minimum()) / (maximum() - minimum());
}

void HeldSlider::moveTo(double place) {
    const double steps = std::clamp(place, 0.0, 1.0) * (maximum() - minimum());
    setValue(minimum() + static_cast<int>(std::lround(steps)));
}

/// Of the handle from one end to the other, in pixels.
double HeldSlider::way() const {
    QStyleOptionSlider option;
    initStyleOption(&option);
    const auto widthOf = [&](QStyle::SubControl part) {
        return style()->subControlRect(QStyle::CC_Slider, &option, part, this).width();
    };
    return std::max(1, widthOf(QStyle::SC_SliderGroove) - widthOf(QStyle::SC_SliderHandle));
}

void HeldSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        event->ignore(); // QSlider would jump there, without a word
        return;
    }
    event->accept();
    held_ = left_ = place();
    lastX_ = event->position().x();
    setSliderDown(true);
}

void HeldSlider::mouseMoveEvent(QMouseEvent* event) {
    if (!isSliderDown())
        return;
    const double x = event->position().x();
    if (x == lastX_)
        return;
    if (place() != left_) // it was set meanwhile, as by undo: the hand goes on from there
        held_ = place();
    held_ += (x - lastX_) / way() * fineness(event->modifiers());
    lastX_ = x;
    moveTo(held_);
    left_ = place();
}

void HeldSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
    update();
}

double fineness(Qt::KeyboardModifiers modifiers) {
    constexpr double kFine = 0.1;
    return modifiers.testFlag(Qt::ShiftModifier) ? kFine : 1;
}

} // namespace refrain
