// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/plot_layers.h"
#include "ui/spectrogram/plot_style.h"

#include <QStringList>
#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {

void SpectrogramPlot::CursorLayer::draw(QCPPainter* painter) {
    if (!plot_.hasSong_)
        return;
    painter->setFont(plot_.font());
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel)
        drawSelection(*painter, plot_.panelRect(panel), panel);
    drawPlayhead(*painter);
    if (plot_.cursors_.readout) {
        drawCrosshair(*painter);
        drawReadout(*painter);
    }
}

void SpectrogramPlot::CursorLayer::drawSelection(QCPPainter& painter, const QRect& rect,
                                                 std::size_t panel) const {
    if (!plot_.cursors_.selection)
        return;
    const Selection& selection = *plot_.cursors_.selection;
    double top = rect.top();
    double bottom = rect.bottom() + 1;
    if (selection.frequency) {
        top = plot_.yOf(panel, plot_.wholeScale_.height(selection.frequency->highestHertz));
        bottom = plot_.yOf(panel, plot_.wholeScale_.height(selection.frequency->lowestHertz));
    }
    const QRectF box(QPointF(plot_.xOf(selection.time.fromSeconds), top),
                     QPointF(plot_.xOf(selection.time.toSeconds), bottom));
    painter.save();
    painter.setClipRect(rect);
    painter.fillRect(box, QColor(255, 255, 255, 46));
    const auto edge = [&](double x1, double y1, double x2, double y2) {
        drawCasedLine(painter, QLineF(std::round(x1), y1, std::round(x2), y2),
                      QColor(255, 255, 255, 230), 1);
    };
    edge(box.left(), top, box.left(), bottom);
    edge(box.right(), top, box.right(), bottom);
    if (selection.frequency) {
        edge(box.left(), top, box.right(), top);
        edge(box.left(), bottom, box.right(), bottom);
    }
    painter.restore();
}

void SpectrogramPlot::CursorLayer::drawPlayhead(QCPPainter& painter) const {
    if (!plot_.cursors_.playhead || !plot_.time_.contains(*plot_.cursors_.playhead))
        return;
    const double x = std::round(plot_.xOf(*plot_.cursors_.playhead));
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const QRect rect = plot_.panelRect(panel);
        drawCasedLine(painter, QLineF(x, rect.top(), x, rect.bottom()), Qt::white, 1);
    }
    const QRect last = plot_.panelRect(kViewPanels.size() - 1);
    const double size = 0.45 * emOf(plot_);
    const double y = last.bottom() + 2;
    painter.save();
    painter.setAntialiasing(true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(plot_.palette().color(QPalette::Highlight));
    painter.drawPolygon(QPolygonF(
        {{x + 0.5, y}, {x + 0.5 + size, y + 1.3 * size}, {x + 0.5 - size, y + 1.3 * size}}));
    painter.restore();
}

void SpectrogramPlot::CursorLayer::drawCrosshair(QCPPainter& painter) const {
    const Readout& readout = *plot_.cursors_.readout;
    const double height = plot_.wholeScale_.height(readout.hertz);
    const double x = std::floor(plot_.xOf(readout.seconds));
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const QRect rect = plot_.panelRect(panel);
        const double y = std::floor(plot_.yOf(panel, height));
        painter.setPen(QColor(0, 0, 0, 90));
        painter.drawLine(QLineF(x + 1, rect.top(), x + 1, rect.bottom()));
        painter.drawLine(QLineF(rect.left(), y + 1, rect.right(), y + 1));
        painter.setPen(QColor(255, 255, 255, 140));
        painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()));
        painter.drawLine(QLineF(rect.left(), y, rect.right(), y));
        if (readout.decibels[panel]) {
            painter.setPen(plot_.palette().color(QPalette::WindowText));
            const double head = kHeadEms * emOf(plot_);
            painter.drawText(QRectF(rect.left(), rect.top() - head, rect.width(), head),
                             Qt::AlignRight | Qt::AlignVCenter,
                             levelLabel(*readout.decibels[panel]));
        }
    }
}

void SpectrogramPlot::CursorLayer::drawReadout(QCPPainter& painter) const {
    const Readout& readout = *plot_.cursors_.readout;
    const auto panel = plot_.panelAt(plot_.cursors_.pointer);
    if (!panel)
        return;
    QStringList lines = {timeLabel(readout.seconds), frequencyLabel(readout.hertz)};
    if (const QString note = noteLabel(readout.hertz); !note.isEmpty())
        lines.back() += QStringLiteral("   ") + note;
    if (readout.decibels[*panel])
        lines += levelLabel(*readout.decibels[*panel]);
    if (readout.backgroundShare)
        lines += QStringLiteral("background share %1 %")
                     .arg(std::lround(*readout.backgroundShare * 100));
    if (readout.voiceHertz)
        lines += QStringLiteral("voice at ") + noteLabel(*readout.voiceHertz);

    const double em = emOf(plot_);
    const QFontMetricsF metrics(plot_.font());
    double width = 0;
    for (const QString& line : std::as_const(lines))
        width = std::max(width, metrics.horizontalAdvance(line));
    QRectF box(0, 0, width + 1.2 * em,
               static_cast<double>(lines.size()) * metrics.lineSpacing() + 0.8 * em);
    // Right of and below the pointer, or on the other side where there is no room.
    const QRectF room(plot_.panelRect(0).topLeft(),
                      plot_.panelRect(kViewPanels.size() - 1).bottomRight());
    const QPointF pointer = plot_.cursors_.pointer;
    const double x = pointer.x() + em + box.width() < room.right() ? pointer.x() + em
                                                                   : pointer.x() - em - box.width();
    const double y = pointer.y() + em + box.height() < room.bottom()
                         ? pointer.y() + em
                         : pointer.y() - em - box.height();
    box.moveTo(std::round(x), std::round(y));

    painter.save();
    painter.setAntialiasing(true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(18, 18, 24, 225));
    painter.drawRoundedRect(box, 0.35 * em, 0.35 * em);
    painter.setPen(QColor(0xf2, 0xf0, 0xf5));
    QRectF line(box.left() + 0.6 * em, box.top() + 0.4 * em, width + 1, metrics.lineSpacing());
    for (const QString& text : std::as_const(lines)) {
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text);
        line.translate(0, metrics.lineSpacing());
    }
    painter.restore();
}

} // namespace refrain
