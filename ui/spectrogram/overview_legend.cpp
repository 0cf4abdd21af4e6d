// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/overview_legend.h"

#include "ui/shell/theme.h"
#include "ui/spectrogram/overview_strip.h"

#include <QEvent>
#include <QPainter>
#include <cmath>

namespace refrain {

namespace {

constexpr int kAbove = 4;
constexpr int kBelow = 2;

} // namespace

OverviewLegend::OverviewLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

/// As small as those of other texts that explain.
QFont OverviewLegend::letters() const {
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.88);
    return small;
}

QSize OverviewLegend::sizeHint() const {
    return {160, QFontMetrics(letters()).height() + kAbove + kBelow};
}

void OverviewLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(letters());
    const QFontMetricsF metrics(letters());
    const double size = std::round(0.6 * metrics.height()); // of the patches
    const QRect room = contentsRect();
    double left = room.left();
    const auto write = [&](const QString& text) {
        const double width = std::ceil(metrics.horizontalAdvance(text));
        painter.setPen(quietTextColour(palette()));
        painter.drawText(QRectF(left, kAbove, width + 1, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
        left += width + 2 * size;
    };
    const auto addColour = [&](const QColor& colour, const QString& text) {
        const double top = kAbove + std::round((metrics.height() - size) / 2);
        painter.fillRect(QRectF(left, top, size, size), colour);
        left += std::round(1.6 * size);
        write(text);
    };
    write(tr("Loudness over time"));
    addColour(OverviewStrip::songColour(palette()), tr("Song"));
    addColour(partColour(Part::foreground, palette()), tr("Foreground"));
}

void OverviewLegend::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    update();
}

} // namespace refrain
