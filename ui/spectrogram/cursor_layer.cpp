// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/plot_layers.h"
#include "ui/spectrogram/plot_style.h"

#include <algorithm>
#include <cmath>

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

/// The colours of what is chosen are those of the map: only what is around it is dimmed, and the
/// lines lie outside.
void SpectrogramPlot::CursorLayer::drawSelection(QCPPainter& painter, const QRect& rect,
                                                 std::size_t panel) const {
    if (!plot_.cursors_.selection)
        return;
    const Selection& selection = *plot_.cursors_.selection;
    const QRectF whole(rect);
    QRectF box = whole;
    box.setLeft(std::round(plot_.xOf(selection.time.fromSeconds)));
    box.setRight(std::max(box.left() + 1, std::round(plot_.xOf(selection.time.toSeconds))));
    if (selection.frequency) {
        const auto row = [&](double hertz) {
            return std::round(plot_.yOf(panel, plot_.wholeScale_.height(hertz)));
        };
        box.setTop(row(selection.frequency->highestHertz));
        box.setBottom(std::max(box.top() + 1, row(selection.frequency->lowestHertz)));
    }
    const QRectF between = box & whole; // what of it is seen
    if (between.isEmpty())
        return; // dark pictures would only puzzle
    const QColor dim(0, 0, 0, 80);
    painter.save();
    painter.setClipRect(rect);
    painter.fillRect(QRectF(whole.topLeft(), QPointF(whole.right(), between.top())), dim);
    painter.fillRect(QRectF(QPointF(whole.left(), between.bottom()), whole.bottomRight()), dim);
    painter.fillRect(QRectF(QPointF(whole.left(), between.top()), between.bottomLeft()), dim);
    painter.fillRect(QRectF(between.topRight(), QPointF(whole.right(), between.bottom())), dim);
    drawEdges(painter, box, selection.frequency.has_value());
    painter.restore();
}

/// The ends of a selection, which can be caught, and above and below a box of frequencies.
void SpectrogramPlot::CursorLayer::drawEdges(QCPPainter& painter, const QRectF& box,
                                             bool closed) const {
    const QColor light(255, 255, 255, 235);
    const QColor dark(0, 0, 0, 190);
    const auto fill = [&painter](double left, double top, double right, double bottom,
                                 const QColor& colour) {
        painter.fillRect(QRectF(QPointF(left, top), QPointF(right, bottom)), colour);
    };
    const double above = closed ? box.top() - 1 : box.top();
    const double below = closed ? box.bottom() + 1 : box.bottom();
    const double middle = std::round(box.center().y());
    constexpr double kHandle = 9; // half as high as what an end is caught by looks
    for (const double outward : {-1.0, 1.0}) {
        const double edge = outward < 0 ? box.left() : box.right();
        const auto across = [&](double from, double to, double top, double bottom,
                                const QColor& colour) {
            fill(edge + std::min(outward * from, outward * to), top,
                 edge + std::max(outward * from, outward * to), bottom, colour);
        };
        across(1, 2, above, below, dark);
        across(0, 1, above, below, light);
        across(0, 5, middle - kHandle - 1, middle + kHandle + 1, dark);
        across(0, 4, middle - kHandle, middle + kHandle, light);
        across(2, 3, middle - kHandle + 3, middle + kHandle - 3, dark);
    }
    if (!closed)
        return;
    fill(box.left() - 1, box.top() - 2, box.right() + 1, box.top() - 1, dark);
    fill(box.left() - 1, box.top() - 1, box.right() + 1, box.top(), light);
    fill(box.left() - 1, box.bottom(), box.right() + 1, box.bottom() + 1, light);
    fill(box.left() - 1, box.bottom() + 1, box.right() + 1, box.bottom() + 2, dark);
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
    }
}

/// Over the panels, beside their titles, where it covers nothing and stays at its place: the levels
/// at the right end, before them what belongs to the panel.
void SpectrogramPlot::CursorLayer::drawReadout(QCPPainter& painter) const {
    const Readout& readout = *plot_.cursors_.readout;
    const double em = emOf(plot_);
    const double gap = 1.4 * em;
    const QFontMetricsF letters(plot_.font());
    const double levelWidth = letters.horizontalAdvance(levelLabel(-100));
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const QRectF rect = plot_.panelRect(panel);
        const double head = kHeadEms * em;
        const auto draw = [&](double left, double width, Qt::Alignment side, const QString& text) {
            painter.drawText(QRectF(left, rect.top() - head, width, head), side | Qt::AlignVCenter,
                             text);
        };
        painter.setPen(plot_.palette().color(QPalette::WindowText));
        if (readout.decibels[panel])
            draw(rect.right() - levelWidth, levelWidth, Qt::AlignRight,
                 levelLabel(*readout.decibels[panel]));
        // Each at a place of its own, however long the others are; of what has no room, the last.
        const std::vector<ReadoutField> fields =
            readoutFields(readout, kViewPanels[panel], plot_.songSeconds_);
        const double titleEnd =
            rect.left() +
            letters.horizontalAdvance(QString::fromUtf8(panelTitle(kViewPanels[panel]).data()));
        const double room = rect.right() - levelWidth - titleEnd - gap;
        double width = 0;
        std::size_t count = 0;
        for (; count < fields.size(); ++count) {
            const double more = letters.horizontalAdvance(fields[count].widest) + gap;
            if (width + more > room)
                break;
            width += more;
        }
        double left = rect.right() - levelWidth - width;
        for (std::size_t i = 0; i < count; ++i) {
            const double own = letters.horizontalAdvance(fields[i].widest);
            draw(left, own + em, Qt::AlignLeft, fields[i].text);
            left += own + gap;
        }
    }
}

} // namespace refrain
