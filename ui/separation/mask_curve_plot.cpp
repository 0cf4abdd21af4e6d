// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/mask_curve_plot.h"

#include "ui/document/number_label.h"
#include "ui/shell/theme.h"

#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

constexpr int kPoints = 201;
constexpr double kLowestDecibels = -60;
constexpr double kReach = 14; // pixels around the crossing where it can be taken hold of
constexpr double kKeyStep = 0.01;

} // namespace

MaskCurvePlot::MaskCurvePlot(QWidget* parent) : SharpPlot(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumHeight(130);
    setMaximumHeight(240);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Gains over the background share"));
    setAccessibleDescription(
        tr("Arrow keys move the point where foreground and background meet: sideways it decides "
           "which part wins, up and down how much goes to the residual."));
    setToolTip(tr("How a sound is shared out: to the left what never repeats, to the right what "
                  "always does.\nDrag the point where the curves meet: sideways it decides which "
                  "part wins, downwards both margins grow."));
    setNoAntialiasingOnDrag(false);

    histogram_ = addGraph(xAxis, yAxis2);
    histogram_->setLineStyle(QCPGraph::lsStepCenter);
    for (const Part part : {Part::residual, Part::background, Part::foreground})
        curves_[static_cast<std::size_t>(part)] = addGraph();
    crossing_ = addGraph();
    crossing_->setLineStyle(QCPGraph::lsNone);

    xAxis->setRange(0, 1);
    yAxis2->setRange(0, 1.05);
    yAxis2->setVisible(false);
    auto shares = QSharedPointer<QCPAxisTickerText>::create();
    shares->addTick(0, tr("0"));
    shares->addTick(0.5, tr("50 %"));
    shares->addTick(1, tr("100 %"));
    xAxis->setTicker(shares);
    xAxis->setLabel(tr("Background share"));
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setTickLength(0, 3);
        axis->setSubTicks(false);
    }
    axisRect()->setMinimumMargins(QMargins(6, 8, 20, 6));
    recolour();
    setDecibels(false);
}

void MaskCurvePlot::setKnobs(const MaskSettings& knobs) {
    knobs_ = knobs;
    redraw();
}

void MaskCurvePlot::setHistogram(const std::vector<double>& histogram) {
    const double highest = histogram.empty() ? 0 : *std::ranges::max_element(histogram);
    QVector<double> shares;
    QVector<double> heights;
    for (std::size_t i = 0; i < histogram.size() && highest > 0; ++i) {
        shares.push_back((static_cast<double>(i) + 0.5) / static_cast<double>(histogram.size()));
        // The root, because what always repeats would hide all the rest.
        heights.push_back(std::sqrt(histogram[i] / highest));
    }
    histogram_->setData(shares, heights, true);
    replot(rpQueuedReplot);
}

void MaskCurvePlot::setDecibels(bool decibels) {
    decibels_ = decibels;
    auto gains = QSharedPointer<QCPAxisTickerText>::create();
    if (decibels) {
        for (const int level : {0, -20, -40, -60})
            gains->addTick(level, tr("%1 dB").arg(numberLabel(level, 0)));
        yAxis->setRange(kLowestDecibels, 2);
    } else {
        gains->addTick(0, tr("0"));
        gains->addTick(0.5, tr("0.5"));
        gains->addTick(1, tr("1"));
        yAxis->setRange(-0.02, 1.05);
    }
    yAxis->setTicker(gains);
    redraw();
}

double MaskCurvePlot::shown(double gain) const {
    return decibels_ ? std::max(kLowestDecibels, 20 * std::log10(gain)) : gain;
}

void MaskCurvePlot::redraw() {
    QVector<double> shares(kPoints);
    QVector<double> gains[3];
    for (int i = 0; i < kPoints; ++i) {
        shares[i] = static_cast<double>(i) / (kPoints - 1);
        const Gains at = gainsAt(shares[i], knobs_);
        for (const Part part : kParts)
            gains[static_cast<std::size_t>(part)].push_back(shown(at.of(part)));
    }
    for (const Part part : kParts)
        curves_[static_cast<std::size_t>(part)]->setData(
            shares, gains[static_cast<std::size_t>(part)], true);
    const Crossing crossing = crossingOf(knobs_);
    crossing_->setData({crossing.share}, {shown(crossing.gain)}, true);
    replot(rpQueuedReplot);
}

void MaskCurvePlot::recolour() {
    const QPalette colours = palette();
    setBackground(colours.color(QPalette::Base));
    QColor grid = colours.color(QPalette::Mid);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setBasePen(QPen(grid));
        axis->setTickPen(QPen(grid));
        axis->setTickLabelFont(small);
        axis->setLabelFont(small);
        axis->setTickLabelColor(quietTextColour(colours));
        axis->setLabelColor(quietTextColour(colours));
        axis->grid()->setPen(QPen(grid, 0, Qt::DotLine));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    for (const Part part : kParts) {
        QPen pen(partColour(part, colours), 2);
        if (part == Part::residual)
            pen.setStyle(Qt::DashLine);
        curves_[static_cast<std::size_t>(part)]->setPen(pen);
    }
    QColor shares = quietTextColour(colours);
    shares.setAlphaF(0.28F);
    histogram_->setPen(Qt::NoPen);
    histogram_->setBrush(shares);
    const bool focus = hasFocus();
    crossing_->setScatterStyle(QCPScatterStyle(
        QCPScatterStyle::ssCircle,
        QPen(focus ? colours.color(QPalette::Highlight) : colours.color(QPalette::WindowText),
             focus ? 3 : 1.5),
        colours.color(QPalette::Base), 10));
    replot(rpQueuedReplot);
}

QPointF MaskCurvePlot::crossingPixel() const {
    const Crossing crossing = crossingOf(knobs_);
    return {xAxis->coordToPixel(crossing.share), yAxis->coordToPixel(shown(crossing.gain))};
}

bool MaskCurvePlot::isNearCrossing(const QPointF& position) const {
    const QPointF way = position - crossingPixel();
    return std::hypot(way.x(), way.y()) <= kReach;
}

void MaskCurvePlot::moveCrossing(const Crossing& crossing) {
    Q_EMIT knobsEdited(withCrossing(knobs_, crossing));
}

void MaskCurvePlot::wheelEvent(QWheelEvent* event) {
    event->ignore(); // it scrolls the panel
}

void MaskCurvePlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !isNearCrossing(event->position()))
        return;
    dragging_ = true;
    grip_ = crossingPixel() - event->position();
    Q_EMIT gestureBegan();
}

void MaskCurvePlot::mouseMoveEvent(QMouseEvent* event) {
    if (!dragging_) {
        setCursor(isNearCrossing(event->position()) ? Qt::SizeAllCursor : Qt::ArrowCursor);
        return;
    }
    const QPointF pixel = event->position() + grip_;
    const double height = yAxis->pixelToCoord(pixel.y());
    moveCrossing({.share = xAxis->pixelToCoord(pixel.x()),
                  .gain = decibels_ ? std::pow(10, height / 20) : height});
}

void MaskCurvePlot::mouseReleaseEvent(QMouseEvent*) {
    dragging_ = false;
}

void MaskCurvePlot::keyPressEvent(QKeyEvent* event) {
    const double step = kKeyStep * (event->modifiers().testFlag(Qt::ShiftModifier) ? 0.1 : 1);
    Crossing crossing = crossingOf(knobs_);
    switch (event->key()) {
    case Qt::Key_Left:
        crossing.share -= step;
        break;
    case Qt::Key_Right:
        crossing.share += step;
        break;
    case Qt::Key_Down:
        crossing.gain *= 1 - 5 * step;
        break;
    case Qt::Key_Up:
        crossing.gain *= 1 + 5 * step;
        break;
    default:
        SharpPlot::keyPressEvent(event);
        return;
    }
    if (!event->isAutoRepeat())
        Q_EMIT gestureBegan();
    moveCrossing(crossing);
}

void MaskCurvePlot::focusInEvent(QFocusEvent* event) {
    SharpPlot::focusInEvent(event);
    recolour();
}

void MaskCurvePlot::focusOutEvent(QFocusEvent* event) {
    SharpPlot::focusOutEvent(event);
    recolour();
}

void MaskCurvePlot::changeEvent(QEvent* event) {
    SharpPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        recolour();
}

} // namespace refrain
