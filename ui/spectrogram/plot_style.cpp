// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/plot_style.h"

#include "ui/shell/theme.h"

#include <QFontMetricsF>

namespace refrain {

QColor labelColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.3);
}

QColor tickColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.6);
}

double emOf(const QWidget& widget) {
    return QFontMetricsF(widget.font()).height() / 1.17;
}

double barRoom(const QWidget& widget) {
    // The longest label there is; letters differ in width from font to font.
    const double label =
        QFontMetricsF(widget.font()).horizontalAdvance(QStringLiteral("\u2212200"));
    const double em = emOf(widget);
    return (kBarGapEms + kBarWidthEms + kTickEms + 2 * kTickToLabelEms) * em + label;
}

void drawCasedLine(QPainter& painter, const QLineF& line, const QColor& colour, double width) {
    painter.setPen(QPen(QColor(0, 0, 0, 150), width + 2));
    painter.drawLine(line);
    painter.setPen(QPen(colour, width));
    painter.drawLine(line);
}

} // namespace refrain
