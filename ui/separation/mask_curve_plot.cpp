// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/mask_curve_plot.h"

#include "ui/document/number_label.h"
#include "ui/shell/held_slider.h"
#include "ui/shell/theme.h"

#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

constexpr int kPoints = 201;
constexpr double kLowestDecibels = -60;

// What the axes show beyond the curves, of their height, so that the handle is whole wherever the
// curves meet.
constexpr double kRoomBelow = 0.1;
constexpr double kRoomAbove = 0.05;

constexpr double kHandleSize = 11; // pixels
constexpr double kReach = 14;      // pixels around its middle where it can be taken hold of
constexpr double kKeyStep = 0.01;
constexpr double kKeyRatio = 0.05; // of the margins

// What a pixel changes the logarithm of the margins by at most: all of their range takes 90 of
// them.
constexpr double kSteepest = 0.05;

/// With room around what lies from `lowest` to `highest`.
QCPRange withRoom(double lowest, double highest) {
    const double height = highest - lowest;
    return {lowest - kRoomBelow * height, highest + kRoomAbove * height};
}

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
           "which part wins, up and down how much goes to the residual. With Shift the steps are "
           "fine."));
    setToolTip(tr("How a sound is shared out: to the left what never repeats, to the right what "
                  "always does.\nDrag the point where the curves meet: sideways it decides which "
                  "part wins, downwards both margins grow. Hold Shift for fine steps."));
    setNoAntialiasingOnDrag(false);

    histogram_ = addGraph(xAxis, yAxis2);
    histogram_->setLineStyle(QCPGraph::lsStepCenter);
    for (const Part part : {Part::residual, Part::background, Part::foreground})
        curves_[static_cast<std::size_t>(part)] = addGraph();
    crossing_ = addGraph();
    crossing_->setLineStyle(QCPGraph::lsNone);

    xAxis->setRange(0, 1);
    yAxis2->setRange(withRoom(0, 1));
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
    if (dragging_ && knobs != sent_) { // as by undo: the hand goes on from there
        pressKnobs_ = sent_ = knobs;
        way_ = {};
    }
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
        yAxis->setRange(withRoom(kLowestDecibels, 0));
    } else {
        gains->addTick(0, tr("0"));
        gains->addTick(0.5, tr("0.5"));
        gains->addTick(1, tr("1"));
        yAxis->setRange(withRoom(0, 1));
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
    restyleHandle();
}

/// It fills where it can be taken hold of, and has a thick edge where the keys move it.
void MaskCurvePlot::restyleHandle() {
    const QPalette colours = palette();
    const bool focus = hasFocus();
    const QColor edge = colours.color(focus || near_ ? QPalette::Highlight : QPalette::WindowText);
    crossing_->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(edge, focus ? 3 : 1.5),
                        near_ ? edge : colours.color(QPalette::Base), kHandleSize));
    replot(rpQueuedReplot);
}

QPointF MaskCurvePlot::handle() const {
    return {xAxis->coordToPixel(crossingOf(knobs_).share), pixelOfMean(meanMargin(knobs_))};
}

/// How high the curves meet with margins of this geometric mean.
double MaskCurvePlot::pixelOfMean(double margin) const {
    return yAxis->coordToPixel(shown(crossingOf({margin, margin, knobs_.power}).gain));
}

/// The geometric mean of the margins that the handle is at, so many pixels below where it is with
/// this one.
double MaskCurvePlot::meanAfter(double margin, double pixels) const {
    // Pixel by pixel, as each of them moves the margins by another ratio; in parts of pixels,
    // because that ratio changes within one as well.
    constexpr double kPart = 0.25;
    constexpr double kSmall = 1e-3;
    const int steps = static_cast<int>(std::ceil(std::abs(pixels) / kPart));
    const double highest = std::log(kMarginRange[1]);
    double mean = std::log(margin);
    for (int i = 0; i < steps; ++i) {
        const double pixelsPerUnit =
            (pixelOfMean(std::exp(mean + kSmall)) - pixelOfMean(std::exp(mean))) / kSmall;
        mean += pixels / steps * std::min(kSteepest, 1 / std::max(1e-9, pixelsPerUnit));
        mean = std::clamp(mean, 0.0, highest);
    }
    return std::exp(mean);
}

/// Shows whether the handle can be taken hold of from there.
void MaskCurvePlot::feelFor(const QPointF& position) {
    const QPointF way = position - handle();
    const bool near = std::hypot(way.x(), way.y()) <= kReach;
    if (near == near_)
        return;
    near_ = near;
    if (near)
        setCursor(Qt::SizeAllCursor);
    else
        unsetCursor();
    restyleHandle();
}

void MaskCurvePlot::wheelEvent(QWheelEvent* event) {
    event->ignore(); // it scrolls the panel
}

void MaskCurvePlot::mousePressEvent(QMouseEvent* event) {
    if (dragging_)
        return;
    feelFor(event->position());
    if (event->button() != Qt::LeftButton || !near_)
        return;
    dragging_ = true;
    pressKnobs_ = sent_ = knobs_;
    lastPlace_ = event->position();
    way_ = {};
    Q_EMIT gestureBegan();
}

void MaskCurvePlot::mouseMoveEvent(QMouseEvent* event) {
    if (!dragging_) {
        feelFor(event->position());
        return;
    }
    way_ += (event->position() - lastPlace_) * fineness(event->modifiers());
    lastPlace_ = event->position();
    const double x = xAxis->coordToPixel(crossingOf(pressKnobs_).share) + way_.x();
    // Before it is told, as the knobs come back while it is.
    sent_ = withMargins(pressKnobs_, xAxis->pixelToCoord(x),
                        meanAfter(meanMargin(pressKnobs_), way_.y()));
    Q_EMIT knobsEdited(sent_);
}

void MaskCurvePlot::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        dragging_ = false;
    feelFor(event->position());
}

void MaskCurvePlot::leaveEvent(QEvent* event) {
    SharpPlot::leaveEvent(event);
    if (!dragging_)
        feelFor({-2 * kReach, -2 * kReach});
}

void MaskCurvePlot::keyPressEvent(QKeyEvent* event) {
    const double fine = fineness(event->modifiers());
    double share = crossingOf(knobs_).share;
    double mean = meanMargin(knobs_);
    switch (event->key()) {
    case Qt::Key_Left:
        share -= kKeyStep * fine;
        break;
    case Qt::Key_Right:
        share += kKeyStep * fine;
        break;
    case Qt::Key_Down:
        mean *= 1 + kKeyRatio * fine;
        break;
    case Qt::Key_Up:
        mean /= 1 + kKeyRatio * fine;
        break;
    default:
        SharpPlot::keyPressEvent(event);
        return;
    }
    if (!event->isAutoRepeat())
        Q_EMIT gestureBegan();
    Q_EMIT knobsEdited(withMargins(knobs_, share, mean));
}

void MaskCurvePlot::focusInEvent(QFocusEvent* event) {
    SharpPlot::focusInEvent(event);
    restyleHandle();
}

void MaskCurvePlot::focusOutEvent(QFocusEvent* event) {
    SharpPlot::focusOutEvent(event);
    restyleHandle();
}

void MaskCurvePlot::changeEvent(QEvent* event) {
    SharpPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        recolour();
}

} // namespace refrain
