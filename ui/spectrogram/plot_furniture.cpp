// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/plot_layers.h"
#include "ui/spectrogram/plot_style.h"
#include "ui/spectrogram/time_labels.h"

#include <algorithm>
#include <cmath>

namespace refrain {

void SpectrogramPlot::Furniture::draw(QCPPainter* painter) {
    const double em = emOf(plot_);
    painter->setFont(plot_.font());
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel)
        if (plot_.panelRect(panel).isEmpty())
            return; // in a window that is too small for pictures
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const QRect rect = plot_.panelRect(panel);
        const double top = rect.top() - kHeadEms * em;
        painter->setPen(plot_.palette().color(QPalette::WindowText));
        painter->drawText(QRectF(rect.left(), top, rect.width(), kHeadEms * em),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          QString::fromUtf8(panelTitle(kViewPanels[panel]).data()));
        if (!plot_.hasSong_)
            continue;
        painter->setPen(labelColour(plot_.palette()));
        painter->drawText(
            QRectF(0, top, rect.left() - (kTickEms + kTickToLabelEms) * em, kHeadEms * em),
            Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("Hz"));
        drawFrequencies(*painter, rect);
    }
    if (plot_.hasSong_) {
        drawTimes(*painter);
        drawBar(*painter);
    }
}

/// The labels at the ends do not reach into what is above and below.
void SpectrogramPlot::Furniture::drawFrequencies(QCPPainter& painter, const QRect& rect) const {
    const double em = emOf(plot_);
    const double tickBegin = rect.left() - std::round(kTickEms * em);
    for (const Tick& tick : plot_.frequencyTicks_) {
        const double part =
            (plot_.heights_.to - plot_.wholeScale_.height(tick.value)) / plot_.heights_.length();
        const double y = std::clamp(std::floor(rect.top() + part * rect.height()),
                                    double(rect.top()), double(rect.bottom()));
        painter.setPen(tickColour(plot_.palette()));
        painter.drawLine(QLineF(tickBegin, y, rect.left() - 1, y));
        painter.setPen(labelColour(plot_.palette()));
        const double labelY = std::clamp(
            y, rect.top() + 0.45 * em, std::max(rect.top() + 0.45 * em, rect.bottom() - 0.45 * em));
        painter.drawText(QRectF(0, labelY - em, tickBegin - kTickToLabelEms * em, 2 * em),
                         Qt::AlignRight | Qt::AlignVCenter, QString::fromStdString(tick.label));
    }
}

void SpectrogramPlot::Furniture::drawTimes(QCPPainter& painter) const {
    const double em = emOf(plot_);
    const QRect rect = plot_.panelRect(kViewPanels.size() - 1);
    const double top = rect.bottom() + 1;
    const double tickEnd = top + std::round(kTickEms * em) - 1;
    const QFontMetricsF letters(plot_.font());
    for (const TimeLabel& label :
         timeLabels(plot_.time_, rect.left(), rect.width(), plot_.width(), letters)) {
        painter.setPen(tickColour(plot_.palette()));
        painter.drawLine(QLineF(label.mark, top, label.mark, tickEnd));
        painter.setPen(labelColour(plot_.palette()));
        painter.drawText(
            QRectF(label.left, tickEnd + kTickToLabelEms * em, label.width + em, letters.height()),
            Qt::AlignLeft | Qt::AlignTop, label.text);
    }
}

void SpectrogramPlot::Furniture::drawBar(QCPPainter& painter) const {
    const double em = emOf(plot_);
    const QRect first = plot_.panelRect(0);
    const QRect last = plot_.panelRect(kViewPanels.size() - 1);
    const QRectF bar(std::round(first.right() + 1 + kBarGapEms * em), first.top(),
                     std::round(kBarWidthEms * em), last.bottom() + 1 - first.top());
    QImage colours(1, static_cast<int>(plot_.map_->size()), QImage::Format_RGB32);
    for (int i = 0; i < colours.height(); ++i)
        colours.setPixel(0, i, (*plot_.map_)[plot_.map_->size() - 1 - i]);
    painter.drawImage(bar, colours);

    const LevelRange& range = plot_.range_;
    const double gap = std::max(2.2 * em * range.spanDecibels / bar.height(),
                                range.spanDecibels / 10); // ten labels are plenty
    const double tickEnd = std::round(bar.right() + kTickEms * em);
    for (const Tick& tick : decibelTicks(range, gap)) {
        const double y = std::min(bar.bottom() - 1,
                                  std::floor(bar.top() + (range.topDecibels - tick.value) /
                                                             range.spanDecibels * bar.height()));
        painter.setPen(tickColour(plot_.palette()));
        painter.drawLine(QLineF(bar.right(), y, tickEnd, y));
        painter.setPen(labelColour(plot_.palette()));
        const double highest = bar.top() + 0.4 * em;
        const double labelY = std::clamp(y, highest, std::max(highest, bar.bottom() - 0.4 * em));
        painter.drawText(QRectF(tickEnd + kTickToLabelEms * em, labelY - em, 4 * em, 2 * em),
                         Qt::AlignLeft | Qt::AlignVCenter, QString::fromStdString(tick.label));
    }
    painter.setPen(labelColour(plot_.palette()));
    painter.drawText(QRectF(bar.left(), bar.top() - kHeadEms * em, 4 * em, kHeadEms * em),
                     Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("dB"));
}

} // namespace refrain
