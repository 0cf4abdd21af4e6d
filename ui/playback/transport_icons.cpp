// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/transport_icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace refrain {

namespace {

constexpr int kSize = 20; // of the drawing, in its own units

QPainterPath triangle(double left, double right, double top, double bottom) {
    QPainterPath path;
    path.moveTo(left, top);
    path.lineTo(right, (top + bottom) / 2);
    path.lineTo(left, bottom);
    path.closeSubpath();
    return path;
}

void draw(QPainter& painter, TransportIcon icon, const QColor& colour) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(colour);
    switch (icon) {
    case TransportIcon::toStart:
        painter.drawRect(QRectF(4.5, 5, 1.5, 10));
        painter.drawPath(triangle(15.5, 7.5, 5, 15));
        return;
    case TransportIcon::play:
        painter.drawPath(triangle(6.5, 15.5, 4.5, 15.5));
        return;
    case TransportIcon::pause:
        painter.drawRect(QRectF(5.5, 5, 2.6, 10));
        painter.drawRect(QRectF(11.9, 5, 2.6, 10));
        return;
    case TransportIcon::stop:
        painter.drawRect(QRectF(5.5, 5.5, 9, 9));
        return;
    case TransportIcon::loop: {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        QPainterPath way;
        way.moveTo(3.5, 10);
        way.cubicTo(3.5, 6.2, 5.4, 5.8, 7.5, 5.8);
        way.lineTo(13.5, 5.8);
        way.moveTo(16.5, 10);
        way.cubicTo(16.5, 13.8, 14.6, 14.2, 12.5, 14.2);
        way.lineTo(6.5, 14.2);
        painter.drawPath(way);
        painter.setBrush(colour);
        painter.setPen(QPen(colour, 0.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(triangle(13, 16.6, 3, 8.6));
        painter.drawPath(triangle(7, 3.4, 11.4, 17));
        return;
    }
    }
}

} // namespace

QIcon transportIcon(TransportIcon icon, const QColor& colour) {
    QIcon result;
    for (const int scale : {1, 2, 3}) {
        QPixmap pixmap(kSize * scale, kSize * scale);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.scale(scale, scale);
        draw(painter, icon, colour);
        painter.end();
        result.addPixmap(pixmap);
    }
    return result;
}

} // namespace refrain
