// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/spectrogram_view_parts.h"

#include <QApplication>
#include <QStyleHints>
#include <cmath>
#include <utility>

// What a hand does with the views: presses, drags, the wheel, and fingers on a touchpad.

namespace refrain {

namespace {

constexpr double kDegreesPerNotch = 120; // in Qt's eighths
constexpr double kGripPixels = 5;        // how near an edge must be to be caught
constexpr double kBoxPixels = 36;        // a drag that goes this far up or down selects a box

} // namespace

SpectrogramView::Parts::Drag SpectrogramView::Parts::edgeAt(const QPointF& place) const {
    const auto& selection = plot->cursors().selection;
    if (!selection || !plot->panelAt(place))
        return Drag::none;
    const double from = std::abs(place.x() - plot->xOf(selection->time.fromSeconds));
    const double to = std::abs(place.x() - plot->xOf(selection->time.toSeconds));
    if (std::min(from, to) > kGripPixels)
        return Drag::none;
    return from < to ? Drag::fromEdge : Drag::toEdge;
}

void SpectrogramView::Parts::updateCursorShape(const QPointF& place) {
    const bool edge = drag == Drag::fromEdge || drag == Drag::toEdge ||
                      (drag == Drag::none && edgeAt(place) != Drag::none);
    if (drag == Drag::pan || drag == Drag::frequencyAxis)
        plot->setCursor(Qt::ClosedHandCursor);
    else if (edge)
        plot->setCursor(Qt::SizeHorCursor);
    else if (levels && plot->onTimeAxis(place))
        plot->setCursor(Qt::PointingHandCursor);
    else if (levels && plot->onFrequencyAxis(place))
        plot->setCursor(Qt::OpenHandCursor);
    else if (levels && plot->panelAt(place))
        plot->setCursor(Qt::CrossCursor);
    else
        plot->unsetCursor();
}

bool SpectrogramView::Parts::press(const QMouseEvent& event) {
    if (!levels || drag != Drag::none)
        return false;
    const QPointF place = event.position();
    pressPlace = place;
    pressTime = plot->time();
    pressHeights = plot->heights();
    pressSelection = plot->cursors().selection;
    pressPanel = plot->panelAt(place, true).value_or(0);
    if (event.button() == Qt::MiddleButton && plot->panelAt(place)) {
        drag = Drag::pan;
    } else if (event.button() != Qt::LeftButton) {
        return false;
    } else if (plot->onTimeAxis(place)) {
        drag = Drag::scrub;
        Q_EMIT view.scrubbed(clampedSeconds(place.x()));
    } else if (plot->onFrequencyAxis(place)) {
        drag = Drag::frequencyAxis;
    } else if (!plot->panelAt(place)) {
        return false;
    } else if ((event.modifiers() & Qt::ShiftModifier) != 0 && pressSelection) {
        const double middle =
            (pressSelection->time.fromSeconds + pressSelection->time.toSeconds) / 2;
        drag = plot->secondsAt(place.x()) < middle ? Drag::fromEdge : Drag::toEdge;
        dragEdge(place);
    } else {
        const Drag edge = edgeAt(place);
        drag = edge == Drag::none ? Drag::press : edge;
    }
    updateCursorShape(place);
    return true;
}

void SpectrogramView::Parts::dragSelection(const QPointF& place, bool box) {
    const auto [from, to] =
        std::minmax({clampedSeconds(pressPlace.x()), clampedSeconds(place.x())});
    Selection selection{.time = {from, to}};
    if (box || std::abs(place.y() - pressPlace.y()) > kBoxPixels) {
        const auto hertz = [this](double y) {
            const Interval& heights = plot->heights();
            return plot->wholeScale().hertz(
                std::clamp(plot->heightAt(pressPanel, y), heights.from, heights.to));
        };
        const auto [lowest, highest] = std::minmax({hertz(pressPlace.y()), hertz(place.y())});
        selection.frequency = {lowest, highest};
    }
    select(selection);
}

void SpectrogramView::Parts::dragEdge(const QPointF& place) {
    if (!pressSelection)
        return;
    const TimeSpan& old = pressSelection->time;
    const double other = drag == Drag::fromEdge ? old.toSeconds : old.fromSeconds;
    const auto [from, to] = std::minmax({other, clampedSeconds(place.x())});
    Selection selection = *pressSelection;
    selection.time = {from, to};
    select(selection);
}

void SpectrogramView::Parts::move(const QMouseEvent& event) {
    const QPointF place = event.position();
    const QPointF way = place - pressPlace;
    const double seconds = -way.x() / plot->panelRect(0).width() * pressTime.length();
    const double height = way.y() / plot->panelRect(0).height() * pressHeights.length();
    if (drag == Drag::press && way.manhattanLength() >= QApplication::startDragDistance())
        drag = Drag::select;
    switch (drag) {
    case Drag::select:
        dragSelection(place, (event.modifiers() & Qt::ControlModifier) != 0);
        break;
    case Drag::fromEdge:
    case Drag::toEdge:
        dragEdge(place);
        break;
    case Drag::pan:
        show(moved(pressTime, seconds, song()), moved(pressHeights, height, kWholeHeight));
        break;
    case Drag::frequencyAxis:
        show(plot->time(), moved(pressHeights, height, kWholeHeight));
        break;
    case Drag::scrub:
        Q_EMIT view.scrubbed(clampedSeconds(place.x()));
        break;
    case Drag::none:
    case Drag::press:
        break;
    }
    updateCursorShape(place);
    point(place);
}

bool SpectrogramView::Parts::release(const QMouseEvent& event) {
    if (drag == Drag::none)
        return false;
    const Drag ended = std::exchange(drag, Drag::none);
    if (ended == Drag::press)
        Q_EMIT view.seekRequested(clampedSeconds(event.position().x()));
    // An edge that was dragged onto the other leaves nothing.
    if (const auto& selection = plot->cursors().selection;
        selection && selection->time.seconds() <= 0)
        select({});
    updateCursorShape(event.position());
    return true;
}

bool SpectrogramView::Parts::doubleClick(const QMouseEvent& event) {
    if (!levels || !plot->onFrequencyAxis(event.position()))
        return press(event);
    show(plot->time(), kWholeHeight);
    return true;
}

void SpectrogramView::Parts::giveUpDrag() {
    const Drag ended = std::exchange(drag, Drag::none);
    if (ended == Drag::select || ended == Drag::fromEdge || ended == Drag::toEdge)
        select(pressSelection);
    if (ended == Drag::pan || ended == Drag::frequencyAxis)
        show(pressTime, pressHeights);
}

bool SpectrogramView::Parts::wheel(const QWheelEvent& event) {
    if (!levels)
        return false;
    if (event.phase() == Qt::ScrollMomentum)
        return true;
    const QPointF place = event.position();
    const auto panel = plot->panelAt(place, true);
    const bool shift = (event.modifiers() & Qt::ShiftModifier) != 0;
    const bool control = (event.modifiers() & Qt::ControlModifier) != 0;
    const bool alt = (event.modifiers() & Qt::AltModifier) != 0;
    const bool touchpad = !event.pixelDelta().isNull();
    const QPointF delta = event.angleDelta();
    // With Alt, and on some systems with Shift, what was up and down comes as left and right.
    const double vertical = delta.y() != 0 ? delta.y() : delta.x();
    const double factor = std::pow(kZoomPerNotch, -vertical / kDegreesPerNotch);
    const bool zooms = control || alt || (!touchpad && !shift && delta.x() == 0);

    if (alt || (zooms && plot->onFrequencyAxis(place))) {
        if (panel)
            show(plot->time(), zoomed(plot->heights(), factor, plot->heightAt(*panel, place.y()),
                                      kWholeHeight, kShortestHeight));
    } else if (zooms) {
        show(zoomed(plot->time(), factor, plot->secondsAt(place.x()), song(), kShortestSeconds),
             plot->heights());
    } else {
        // A notch is a tenth of the view; a touchpad moves as far as the fingers do.
        const QRect rect = plot->panelRect(0);
        const double across = touchpad ? event.pixelDelta().x() / double(rect.width())
                                       : (shift ? vertical : delta.x()) / kDegreesPerNotch / 10;
        const double along =
            touchpad && !shift ? event.pixelDelta().y() / double(rect.height()) : 0.0;
        const double pages =
            touchpad && shift ? event.pixelDelta().y() / double(rect.width()) : across;
        show(moved(plot->time(), -pages * plot->time().length(), song()),
             moved(plot->heights(), along * plot->heights().length(), kWholeHeight));
    }
    return true;
}

bool SpectrogramView::Parts::pinch(const QNativeGestureEvent& event) {
    if (!levels || event.gestureType() != Qt::ZoomNativeGesture)
        return false;
    const QPointF place = event.position();
    const double factor = 1 / std::max(0.1, 1 + event.value());
    if ((event.modifiers() & Qt::AltModifier) == 0)
        show(zoomed(plot->time(), factor, plot->secondsAt(place.x()), song(), kShortestSeconds),
             plot->heights());
    else if (const auto panel = plot->panelAt(place, true))
        show(plot->time(), zoomed(plot->heights(), factor, plot->heightAt(*panel, place.y()),
                                  kWholeHeight, kShortestHeight));
    return true;
}

} // namespace refrain
