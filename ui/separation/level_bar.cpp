// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/level_bar.h"

#include "ui/shell/theme.h"

#include <QPainter>
#include <algorithm>

namespace refrain {

namespace {

constexpr double kLowestDecibels = -40;
constexpr int kHeight = 6;

} // namespace

LevelBar::LevelBar(Part part, QWidget* parent) : QWidget(parent), part_(part) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LevelBar::setDecibels(double decibels) {
    decibels_ = decibels;
    update();
}

void LevelBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF groove(0, (height() - kHeight) / 2.0, width(), kHeight);
    painter.setBrush(palette().color(QPalette::Mid));
    painter.drawRoundedRect(groove, kHeight / 2.0, kHeight / 2.0);
    const double filled = std::clamp(1 - decibels_ / kLowestDecibels, 0.0, 1.0);
    if (filled <= 0)
        return;
    QRectF bar = groove;
    bar.setWidth(std::max<double>(kHeight, filled * groove.width()));
    painter.setBrush(partColour(part_, palette()));
    painter.drawRoundedRect(bar, kHeight / 2.0, kHeight / 2.0);
}

} // namespace refrain
