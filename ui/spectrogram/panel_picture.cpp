// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/plot_layers.h"

#include "core/picture/pitch_line.h"

#include <algorithm>

namespace refrain {

void SpectrogramPlot::PanelPicture::draw(QCPPainter* painter) {
    const QRect rect = plot_.panelRect(panel_);
    if (!plot_.hasSong_) { // the darkest colour would look like silence
        painter->fillRect(rect, plot_.palette().color(QPalette::Base));
        return;
    }
    const QImage& image = plot_.images_.image(panel_);
    // In pixels of the screen, wherever its edges fall: a scaled picture would be blurred.
    const double ratio = plot_.bufferDevicePixelRatio();
    painter->save();
    painter->scale(1 / ratio, 1 / ratio);
    painter->drawImage(QPoint(qRound(rect.left() * ratio), qRound(rect.top() * ratio)), image);
    painter->restore();
    if (plot_.pitch_)
        drawPitch(*painter);
}

void SpectrogramPlot::PanelPicture::drawPitch(QCPPainter& painter) const {
    QPainterPath path;
    const Index points = 2 * std::max(1, plot_.panelRect(panel_).width()); // all that can be seen
    for (const PitchLine& line : pitchLines(*plot_.pitch_, plot_.framesPerSecond_,
                                            {plot_.time_.from, plot_.time_.to}, points))
        for (std::size_t i = 0; i < line.size(); ++i) {
            const QPointF point(plot_.xOf(line[i].seconds),
                                plot_.yOf(panel_, plot_.wholeScale_.height(line[i].hertz)));
            if (i == 0)
                path.moveTo(point);
            else
                path.lineTo(point);
        }
    QColor casing = QColor::fromRgb(kPitchCasingColour);
    casing.setAlphaF(static_cast<float>(kPitchCasingOpacity));
    const QColor colour = QColor::fromRgb(pitchColourOn(*plot_.map_));
    painter.save();
    painter.setAntialiasing(true);
    painter.setBrush(Qt::NoBrush);
    for (const QPen& pen :
         {QPen(casing, kPitchCasingWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin),
          QPen(colour, kPitchLineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin)}) {
        painter.setPen(pen);
        painter.drawPath(path);
    }
    painter.restore();
}

} // namespace refrain
