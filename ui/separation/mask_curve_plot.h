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
/// song's own shares behind it. The point where foreground and background meet has a handle, which
/// can be dragged, or moved with the arrow keys: sideways it decides which part wins, up and down
/// it moves both margins. It follows the pointer as far as the curves show where they meet; where
/// they meet at nothing, as with a high power, a pixel moves the margins by a small step. With
/// Shift all is ten times as fine.
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
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void recolour();
    void restyleHandle();
    void redraw();
    double shown(double gain) const;
    double pixelOfMean(double margin) const;
    double meanAfter(double margin, double pixels) const;
    QPointF handle() const;
    void feelFor(const QPointF& position);

    MaskSettings knobs_;
    bool decibels_ = false;
    bool near_ = false; // the pointer is where it can take hold of the handle
    bool dragging_ = false;
    MaskSettings pressKnobs_;  // those that the drag began with
    MaskSettings sent_;        // what it made of them last
    QPointF lastPlace_;        // of the pointer
    QPointF way_;              // of the handle since the press, in pixels
    QCPGraph* curves_[3] = {}; // by Part
    QCPGraph* histogram_;
    QCPGraph* crossing_;
};

} // namespace refrain
