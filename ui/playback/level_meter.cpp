// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/level_meter.h"

#include "ui/shell/theme.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

constexpr double kFloor = -60;        // dB, the left end
constexpr double kFallPerSecond = 24; // dB, of the bar: about that of a peak programme meter
constexpr double kHoldSeconds = 1.5;  // of the line
constexpr double kLoudDecibels = -6;  // from here on the bar is of another colour
constexpr int kFallMilliseconds = 40; // from step to step, when nothing is played
constexpr int kLightWidth = 8;
constexpr int kGap = 3;

double decibelsOf(float peak) {
    return peak > 0 ? std::max(kFloor, 20 * std::log10(double{peak})) : kFloor;
}

} // namespace

LevelMeter::LevelMeter(QWidget* parent) : QWidget(parent) {
    sides_.fill({kFloor, kFloor, 0});
    setAccessibleName(tr("Level"));
    setToolTip(tr("The level of what is played, from −60 to 0 dB. The light at the right says that "
                  "samples were cut off; a click puts it out."));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void LevelMeter::addPeaks(float left, float right) {
    const double seconds =
        sinceLast_.isValid() ? std::min(0.2, static_cast<double>(sinceLast_.restart()) / 1000) : 0;
    if (!sinceLast_.isValid())
        sinceLast_.start();
    const float peaks[] = {left, right};
    for (std::size_t i = 0; i < 2; ++i) {
        Side& side = sides_[i];
        const double now = decibelsOf(peaks[i]);
        side.decibels = std::max({now, side.decibels - kFallPerSecond * seconds, kFloor});
        side.heldSeconds += seconds;
        if (now >= side.heldDecibels) {
            side.heldDecibels = now;
            side.heldSeconds = 0;
        } else if (side.heldSeconds > kHoldSeconds) {
            side.heldDecibels = std::max(side.decibels, side.heldDecibels - 60 * seconds);
        }
        clipped_ = clipped_ || peaks[i] > 1;
    }
    if (atRest())
        falling_.stop();
    else if (!falling_.isActive())
        falling_.start(kFallMilliseconds, this);
    update();
}

void LevelMeter::timerEvent(QTimerEvent*) {
    if (sinceLast_.elapsed() >= kFallMilliseconds)
        addPeaks(0, 0);
}

bool LevelMeter::atRest() const {
    return std::ranges::all_of(sides_, [](const Side& side) {
        return side.decibels <= kFloor && side.heldDecibels <= kFloor;
    });
}

QSize LevelMeter::sizeHint() const {
    return {150, 22};
}

void LevelMeter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool dark = isDark(palette());
    const QColor ground = palette().color(QPalette::Mid); // as of the other level bars
    const QColor quiet = dark ? QColor(0x4f, 0xb4, 0x77) : QColor(0x2d, 0x9a, 0x5a);
    const QColor loud = dark ? QColor(0xe8, 0xb4, 0x4a) : QColor(0xcf, 0x8f, 0x12);
    const QColor light(0xe5, 0x48, 0x4d);
    const double width = this->width() - kLightWidth - kGap;
    const double barHeight = (height() - 2 - 2) / 2.0;
    const auto xOf = [&](double decibels) { return width * (1 - decibels / kFloor); };
    for (std::size_t i = 0; i < 2; ++i) {
        const double top = 1 + static_cast<double>(i) * (barHeight + 2);
        painter.fillRect(QRectF(0, top, width, barHeight), ground);
        const double x = xOf(sides_[i].decibels);
        const double change = xOf(kLoudDecibels);
        painter.fillRect(QRectF(0, top, std::min(x, change), barHeight), quiet);
        if (x > change)
            painter.fillRect(QRectF(change, top, x - change, barHeight), loud);
        if (sides_[i].heldDecibels > kFloor)
            painter.fillRect(
                QRectF(std::min(width - 2, xOf(sides_[i].heldDecibels)), top, 2, barHeight),
                palette().color(QPalette::WindowText));
    }
    painter.setPen(palette().color(QPalette::Window));
    for (const double mark : {-48.0, -36.0, -24.0, -12.0, -6.0}) {
        const double x = std::floor(xOf(mark)) + 0.5;
        painter.drawLine(QPointF(x, height() / 2.0 - 1.5), QPointF(x, height() / 2.0 + 1.5));
    }
    painter.fillRect(QRectF(width + kGap, 1, kLightWidth, 2 * barHeight + 2),
                     clipped_ ? light : ground);
}

void LevelMeter::mousePressEvent(QMouseEvent*) {
    clipped_ = false;
    update();
}

} // namespace refrain
