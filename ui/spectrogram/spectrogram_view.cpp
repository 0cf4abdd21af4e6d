// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/spectrogram_view.h"

#include "ui/spectrogram/spectrogram_view_parts.h"

#include <QKeyEvent>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

namespace refrain {

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
}

void SpectrogramView::Parts::leave() {
    if (!plot->cursors().readout)
        return;
    plot->cursors().readout.reset();
    plot->showCursors();
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
    connect(parts_->plot, &SpectrogramPlot::sideMarginsChanged, this,
            &SpectrogramView::sideMarginsChanged);
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
    if (parts.levels && !same) // what was selected while there were none is of the song to come
        parts.select({});
    parts.levels = std::move(levels);
    parts.plot->images().setLevels(parts.levels);
    parts.plot->setSong(parts.levels != nullptr, parts.song().to);
    if (!same) {
        parts.giveUpDrag();
        parts.pitch = nullptr;
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

QMargins SpectrogramView::sideMargins() const {
    return parts_->plot->sideMargins();
}

FrequencyScale SpectrogramView::visibleFrequencies() const {
    return parts_->plot->visibleScale();
}

PictureSettings SpectrogramView::pictureSettings() const {
    const SpectrogramPlot& plot = *parts_->plot;
    const FrequencyScale frequencies = visibleFrequencies();
    return {
        .panels = {kViewPanels.begin(), kViewPanels.end()},
        .fromSeconds = plot.time().from,
        .toSeconds = plot.time().to,
        .spacing = frequencies.spacing,
        .lowestHertz = frequencies.lowestHertz,
        .highestHertz = frequencies.highestHertz,
        .spanDecibels = parts_->range.spanDecibels,
        .topDecibels = parts_->range.topDecibels,
        .colours = &plot.colourMap(),
        .pitch = plot.pitch(),
    };
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
