// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/spectrogram/spectrogram_plot.h"

// What `SpectrogramPlot` draws, from the lowest to the highest. Threads: the GUI's.

namespace refrain {

/// The picture of one panel, pixel by pixel as the screen has them.
class SpectrogramPlot::PanelPicture : public QCPLayerable {
public:
    PanelPicture(SpectrogramPlot* plot, std::size_t panel)
        : QCPLayerable(plot, QStringLiteral("main")), plot_(*plot), panel_(panel) {}

protected:
    QRect clipRect() const override { return plot_.panelRect(panel_); }
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override {
        painter->setAntialiasing(false);
    }
    void draw(QCPPainter* painter) override;

private:
    void drawPitch(QCPPainter& painter) const;

    SpectrogramPlot& plot_;
    std::size_t panel_;
};

/// The titles of the panels, the axes and the bar of colours.
class SpectrogramPlot::Furniture : public QCPLayerable {
public:
    explicit Furniture(SpectrogramPlot* plot)
        : QCPLayerable(plot, QStringLiteral("axes")), plot_(*plot) {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override {
        painter->setAntialiasing(false);
    }
    void draw(QCPPainter* painter) override;

private:
    void drawFrequencies(QCPPainter& painter, const QRect& rect) const;
    void drawTimes(QCPPainter& painter) const;
    void drawBar(QCPPainter& painter) const;
    SpectrogramPlot& plot_;
};

/// Selection, playhead, crosshair and readout.
class SpectrogramPlot::CursorLayer : public QCPLayerable {
public:
    explicit CursorLayer(SpectrogramPlot* plot)
        : QCPLayerable(plot, QStringLiteral("overlay")), plot_(*plot) {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override {
        painter->setAntialiasing(false);
    }
    void draw(QCPPainter* painter) override;

private:
    void drawSelection(QCPPainter& painter, const QRect& rect, std::size_t panel) const;
    void drawEdges(QCPPainter& painter, const QRectF& box, bool closed) const;
    void drawPlayhead(QCPPainter& painter) const;
    void drawCrosshair(QCPPainter& painter) const;
    void drawReadout(QCPPainter& painter) const;
    SpectrogramPlot& plot_;
};

} // namespace refrain
