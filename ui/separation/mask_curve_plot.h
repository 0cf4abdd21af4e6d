// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/mask_curve.h"
#include "ui/shell/sharp_plot.h"

#include <QPointF>
#include <QVector>
#include <vector>

namespace refrain {

/// How the three knobs share out a cell: the gain of each part over the background share, with the
/// song's own shares behind it. The point where foreground and background meet can be dragged, or
/// moved with the arrow keys.
///
/// Threads: the GUI thread.
class MaskCurvePlot : public SharpPlot {
    Q_OBJECT

public:
    explicit MaskCurvePlot(QWidget* parent = nullptr);

    void setKnobs(const MaskSettings& knobs);

    /// For equal ranges of the share, from 0 to 1, how much of the song lies in them, in any unit;
    /// empty if it is not known.
    void setHistogram(const std::vector<double>& histogram);

    /// Gains in decibels, or else from 0 to 1.
    void setDecibels(bool decibels);

    QSize sizeHint() const override { return {260, 130}; }

Q_SIGNALS:
    /// The changes until the next one of these belong together.
    void gestureBegan();
    void knobsEdited(const MaskSettings& knobs);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void recolour();
    void redraw();
    double shown(double gain) const;
    QPointF crossingPixel() const;
    bool isNearCrossing(const QPointF& position) const;
    void moveCrossing(const Crossing& crossing);

    MaskSettings knobs_;
    bool decibels_ = false;
    bool dragging_ = false;
    QPointF grip_;             // from the pointer to the point that is dragged
    QCPGraph* curves_[3] = {}; // by Part
    QCPGraph* histogram_;
    QCPGraph* crossing_;
};

} // namespace refrain
