// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/spectrogram_view.h"

#include "ui/spectrogram/spectrogram_plot.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QStyleHints>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {

namespace {

constexpr double kShortestSeconds = 0.02; // two frames of 93 ms overlap by more than that
constexpr double kShortestHeight = 0.01;  // a semitone of ten octaves
constexpr double kZoomPerNotch = 1.25;    // of a mouse wheel
constexpr double kDegreesPerNotch = 120;  // in Qt's eighths
constexpr double kGripPixels = 5;         // how near an edge must be to be caught
constexpr double kBoxPixels = 36;         // a drag that goes this far up or down selects a box

const Interval kWholeHeight{0, 1};

} // namespace

struct SpectrogramView::Parts {
    explicit Parts(SpectrogramView& owner)
        : view(owner), plot(new SpectrogramPlot(&owner)), gains(panelGains({})) {}

    enum class Drag { none, press, select, fromEdge, toEdge, pan, scrub, frequencyAxis };

    SpectrogramView& view;
    SpectrogramPlot* plot;
    std::shared_ptr<const LevelPyramid> levels;
    std::array<PanelGains, kViewPanels.size()> gains;
    std::shared_ptr<const PitchTrack> pitch;
    bool pitchVisible = false;
    LevelRange range;
    FrequencySpacing spacing = FrequencySpacing::log;
    Follow follow = Follow::page;

    Drag drag = Drag::none;
    QPointF pressPlace;
    std::size_t pressPanel = 0;
    Interval pressTime;
    Interval pressHeights;
    std::optional<Selection> pressSelection;

    Interval song() const { return {0, levels ? std::max(levels->songSeconds, 1e-3) : 1}; }

    void show(const Interval& time, const Interval& heights);
    void showPitch() {
        plot->setPitch(pitchVisible && levels ? pitch : nullptr,
                       levels ? levels->framesPerSecond() : 1);
        plot->showAll();
    }
    void followPlayhead(std::optional<double> before);
    double middleSeconds() const;

    void point(const QPointF& place);
    void leave();
    bool press(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    bool release(const QMouseEvent& event);
    bool doubleClick(const QMouseEvent& event);
    bool wheel(const QWheelEvent& event);
    bool pinch(const QNativeGestureEvent& event);
    void updateCursorShape(const QPointF& place);
    void dragSelection(const QPointF& place, bool box);
    void dragEdge(const QPointF& place);
    void giveUpDrag();
    Drag edgeAt(const QPointF& place) const;
    double clampedSeconds(double x) const { return std::clamp(plot->secondsAt(x), 0.0, song().to); }
    void select(const std::optional<Selection>& selection) {
        if (selection == plot->cursors().selection)
            return;
        plot->cursors().selection = selection;
        plot->showCursors();
        Q_EMIT view.selectionChanged();
    }
};

void SpectrogramView::Parts::show(const Interval& time, const Interval& heights) {
    const Interval newTime = fitted(time, song(), kShortestSeconds);
    const Interval newHeights = fitted(heights, kWholeHeight, kShortestHeight);
    const bool timeChanged = newTime != plot->time();
    if (!timeChanged && newHeights == plot->heights())
        return;
    plot->setTime(newTime);
    plot->setHeights(newHeights);
    if (plot->cursors().readout)
        point(plot->cursors().pointer);
    plot->showAll();
    if (timeChanged)
        Q_EMIT view.visibleRangeChanged(view.visibleRange());
}

double SpectrogramView::Parts::middleSeconds() const {
    const auto& playhead = plot->cursors().playhead;
    const Interval& time = plot->time();
    return playhead && time.contains(*playhead) ? *playhead : (time.from + time.to) / 2;
}

void SpectrogramView::Parts::followPlayhead(std::optional<double> before) {
    const auto& playhead = plot->cursors().playhead;
    if (!playhead || drag != Drag::none || follow == Follow::off)
        return;
    const Interval& time = plot->time();
    if (follow == Follow::centred) {
        const double from = *playhead - time.length() / 2;
        show({from, from + time.length()}, plot->heights());
        return;
    }
    // Only when it leaves, or jumps somewhere else: whoever looks at another place meanwhile is not
    // called back.
    constexpr double kJumpSeconds = 0.5;
    const bool jumped = !before || std::abs(*playhead - *before) > kJumpSeconds;
    if (!time.contains(*playhead) && (jumped || time.contains(*before)))
        show({*playhead, *playhead + time.length()}, plot->heights());
}

void SpectrogramView::Parts::point(const QPointF& place) {
    const auto panel = plot->panelAt(place);
    if (!levels || !panel) {
        leave();
        return;
    }
    const double seconds = std::clamp(plot->secondsAt(place.x()), 0.0, song().to);
    const double hertz = plot->wholeScale().hertz(plot->heightAt(*panel, place.y()));
    Cursors& cursors = plot->cursors();
    cursors.readout = readAt(*levels, gains, pitch.get(), seconds, hertz);
    cursors.pointer = place;
    plot->showCursors();
    Q_EMIT view.pointerMoved(cursors.readout);
}

void SpectrogramView::Parts::leave() {
    if (!plot->cursors().readout)
        return;
    plot->cursors().readout.reset();
    plot->showCursors();
    Q_EMIT view.pointerMoved({});
}

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

SpectrogramView::SpectrogramView(QWidget* parent)
    : QWidget(parent), parts_(std::make_unique<Parts>(*this)) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Spectrograms"));
    setAccessibleDescription(
        tr("Song, background and foreground, one above the other on one time axis"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(parts_->plot);
    parts_->plot->installEventFilter(this);
    parts_->plot->setAccessibleName(tr("Spectrograms"));
    parts_->plot->images().setGains(parts_->gains);
    setMinimumSize(320, 240);
}

SpectrogramView::~SpectrogramView() = default;

void SpectrogramView::setLevels(std::shared_ptr<const LevelPyramid> levels) {
    Parts& parts = *parts_;
    const auto sameSong = [](const LevelPyramid& a, const LevelPyramid& b) {
        return a.songSeconds == b.songSeconds && a.sampleRate == b.sampleRate;
    };
    const bool same = levels && parts.levels && sameSong(*levels, *parts.levels);
    parts.levels = std::move(levels);
    parts.plot->images().setLevels(parts.levels);
    parts.plot->setSong(parts.levels != nullptr, parts.song().to);
    if (!same) {
        parts.giveUpDrag();
        parts.pitch = nullptr;
        parts.select({});
        parts.leave();
        if (parts.levels)
            parts.plot->setWholeScale(
                defaultFrequencyScale(parts.spacing, parts.levels->sampleRate));
        fitAll();
    } else if (parts.plot->cursors().readout) {
        parts.point(parts.plot->cursors().pointer);
    }
    parts.showPitch();
}

void SpectrogramView::setKnobs(const MaskSettings& knobs) {
    parts_->gains = panelGains(knobs);
    parts_->plot->images().setGains(parts_->gains);
    if (parts_->plot->cursors().readout)
        parts_->point(parts_->plot->cursors().pointer);
    parts_->plot->showAll();
}

void SpectrogramView::setOutdated(bool outdated) {
    parts_->plot->images().setOutdated(outdated);
    parts_->plot->showAll();
}

void SpectrogramView::setSpacing(FrequencySpacing spacing) {
    Parts& parts = *parts_;
    if (spacing == parts.spacing)
        return;
    // What was seen of the frequencies stays in sight.
    const FrequencyScale seen = visibleFrequencies();
    const bool all = parts.plot->heights() == kWholeHeight;
    parts.spacing = spacing;
    parts.plot->setWholeScale(
        defaultFrequencyScale(spacing, parts.levels ? parts.levels->sampleRate : 44100));
    const FrequencyScale& whole = parts.plot->wholeScale();
    if (!all)
        parts.show(parts.plot->time(), {whole.height(std::max(seen.lowestHertz, whole.lowestHertz)),
                                        whole.height(seen.highestHertz)});
    parts.plot->showAll();
}

FrequencySpacing SpectrogramView::spacing() const {
    return parts_->spacing;
}

void SpectrogramView::setLevelRange(const LevelRange& range) {
    parts_->range = range;
    parts_->plot->setLevelRange(range);
    parts_->plot->showAll();
}

const LevelRange& SpectrogramView::levelRange() const {
    return parts_->range;
}

void SpectrogramView::setColourMap(const ColourMap& map) {
    parts_->plot->setColourMap(map);
    parts_->plot->showAll();
}

void SpectrogramView::setPitchTrack(std::shared_ptr<const PitchTrack> pitch) {
    parts_->pitch = std::move(pitch);
    parts_->showPitch();
}

void SpectrogramView::setPitchTrackVisible(bool visible) {
    parts_->pitchVisible = visible;
    parts_->showPitch();
}

void SpectrogramView::setPlayhead(std::optional<double> seconds) {
    const std::optional<double> before = std::exchange(parts_->plot->cursors().playhead, seconds);
    if (before == seconds)
        return;
    parts_->followPlayhead(before);
    parts_->plot->showCursors();
}

void SpectrogramView::setFollow(Follow follow) {
    parts_->follow = follow;
}

void SpectrogramView::setSelection(const std::optional<Selection>& selection) {
    parts_->plot->cursors().selection = selection;
    parts_->plot->showCursors();
}

const std::optional<Selection>& SpectrogramView::selection() const {
    return parts_->plot->cursors().selection;
}

TimeSpan SpectrogramView::visibleRange() const {
    return {parts_->plot->time().from, parts_->plot->time().to};
}

void SpectrogramView::setVisibleRange(const TimeSpan& range) {
    parts_->show({range.fromSeconds, range.toSeconds}, parts_->plot->heights());
}

FrequencyScale SpectrogramView::visibleFrequencies() const {
    return parts_->plot->visibleScale();
}

void SpectrogramView::zoomTime(double factor, std::optional<double> aroundSeconds) {
    const double around = aroundSeconds.value_or(parts_->middleSeconds());
    parts_->show(zoomed(parts_->plot->time(), factor, around, parts_->song(), kShortestSeconds),
                 parts_->plot->heights());
}

void SpectrogramView::zoomFrequency(double factor, std::optional<double> aroundHertz) {
    const Interval& heights = parts_->plot->heights();
    const double around = aroundHertz ? parts_->plot->wholeScale().height(*aroundHertz)
                                      : (heights.from + heights.to) / 2;
    parts_->show(parts_->plot->time(),
                 zoomed(heights, factor, around, kWholeHeight, kShortestHeight));
}

void SpectrogramView::fitAll() {
    parts_->show(parts_->song(), kWholeHeight);
}

void SpectrogramView::zoomToSelection() {
    const auto& selection = parts_->plot->cursors().selection;
    if (!selection)
        return;
    Interval heights = parts_->plot->heights();
    const FrequencyScale& scale = parts_->plot->wholeScale();
    if (selection->frequency)
        heights = {scale.height(std::max(selection->frequency->lowestHertz, scale.lowestHertz)),
                   scale.height(selection->frequency->highestHertz)};
    parts_->show({selection->time.fromSeconds, selection->time.toSeconds}, heights);
}

void SpectrogramView::scrollTime(double pages) {
    const Interval& time = parts_->plot->time();
    parts_->show(moved(time, pages * time.length(), parts_->song()), parts_->plot->heights());
}

void SpectrogramView::keyPressEvent(QKeyEvent* event) {
    Parts& parts = *parts_;
    const bool shift = (event->modifiers() & Qt::ShiftModifier) != 0;
    const bool control = (event->modifiers() & Qt::ControlModifier) != 0;
    const auto seek = [&](double seconds) {
        const double from = parts.plot->cursors().playhead.value_or(parts.plot->time().from);
        Q_EMIT seekRequested(std::clamp(from + seconds, 0.0, parts.song().to));
    };
    const auto scrollFrequency = [&](double part) {
        const Interval& heights = parts.plot->heights();
        parts.show(parts.plot->time(), moved(heights, part * heights.length(), kWholeHeight));
    };
    constexpr double kPage = 0.9; // a little of the last page stays, to go by
    if (!parts.levels) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        seek(shift ? -15 : -1);
        break;
    case Qt::Key_Right:
        seek(shift ? 15 : 1);
        break;
    case Qt::Key_Up:
        control ? zoomFrequency(1 / kZoomPerNotch) : scrollFrequency(0.1);
        break;
    case Qt::Key_Down:
        control ? zoomFrequency(kZoomPerNotch) : scrollFrequency(-0.1);
        break;
    case Qt::Key_PageUp:
        scrollTime(-kPage);
        break;
    case Qt::Key_PageDown:
        scrollTime(kPage);
        break;
    case Qt::Key_Escape:
        if (parts.drag != Parts::Drag::none)
            parts.giveUpDrag();
        else
            parts.select({});
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool SpectrogramView::eventFilter(QObject* object, QEvent* event) {
    if (object != parts_->plot)
        return QWidget::eventFilter(object, event);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        parts_->press(*static_cast<QMouseEvent*>(event));
        setFocus(Qt::MouseFocusReason);
        return true;
    case QEvent::MouseButtonDblClick:
        parts_->doubleClick(*static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::MouseMove:
        parts_->move(*static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::MouseButtonRelease:
        parts_->release(*static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::Wheel:
        return parts_->wheel(*static_cast<QWheelEvent*>(event));
    case QEvent::NativeGesture:
        return parts_->pinch(*static_cast<QNativeGestureEvent*>(event));
    case QEvent::Leave:
        parts_->leave();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(object, event);
}

} // namespace refrain
