// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/plot_layers.h"

#include "ui/spectrogram/pitch_line.h"

#include <algorithm>

namespace refrain {

void SpectrogramPlot::PanelPicture::draw(QCPPainter* painter) {
    const QRect rect = plot_.panelRect(panel_);
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
    constexpr float kSungSalience = 3;
    const PitchTrack& pitch = *plot_.pitch_;
    const auto count = static_cast<Index>(pitch.hertz.size());
    const auto first = static_cast<Index>(plot_.time_.from * plot_.framesPerSecond_) - 1;
    const auto last = static_cast<Index>(plot_.time_.to * plot_.framesPerSecond_) + 2;
    // Two points for each pixel are all that can be seen.
    const int points = 2 * std::max(1, plot_.panelRect(panel_).width());
    const Index step = std::max<Index>(
        1, static_cast<Index>(plot_.time_.length() * plot_.framesPerSecond_ / points));
    QPainterPath path;
    bool drawing = false;
    for (Index frame = std::max<Index>(0, first) / step * step; frame < std::min(count, last);
         frame += step) {
        const bool sung = pitch.salience[frame] >= kSungSalience;
        if (sung) {
            const QPointF point(plot_.xOf(static_cast<double>(frame) / plot_.framesPerSecond_),
                                plot_.yOf(panel_, plot_.wholeScale_.height(pitch.hertz[frame])));
            if (drawing)
                path.lineTo(point);
            else
                path.moveTo(point);
        }
        drawing = sung;
    }
    painter.save();
    painter.setAntialiasing(true);
    painter.setBrush(Qt::NoBrush);
    const PitchPens pens = pitchPensOn(*plot_.map_);
    for (const QPen& pen : {pens.casing, pens.line}) {
        painter.setPen(pen);
        painter.drawPath(path);
    }
    painter.restore();
}

} // namespace refrain
