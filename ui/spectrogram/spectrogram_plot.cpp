// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/spectrogram_plot.h"

#include "ui/spectrogram/plot_layers.h"
#include "ui/spectrogram/plot_style.h"

#include <QResizeEvent>
#include <algorithm>
#include <utility>

namespace refrain {

SpectrogramPlot::SpectrogramPlot(QWidget* parent) : SharpPlot(parent) {
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    plotLayout()->clear();
    plotLayout()->setRowSpacing(0);
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        // Without axes: QCustomPlot chooses their labels before it knows how much room there is and
        // what is shown, and lets them reach into each other.
        auto* rect = new QCPAxisRect(this, false);
        rect->setAutoMargins(QCP::msNone);
        plotLayout()->addElement(static_cast<int>(panel), 0, rect);
        rects_[panel] = rect;
        new PanelPicture(this, panel); // the layer keeps it
    }
    new Furniture(this);
    cursorLayer_ = new CursorLayer(this);
    connect(this, &QCustomPlot::afterLayout, this, &SpectrogramPlot::prepare);
    connect(this, &QCustomPlot::afterReplot, this, [this] { drawn_ = true; });
    refining_.setSingleShot(true);
    connect(&refining_, &QTimer::timeout, this, &SpectrogramPlot::refine);
    applyPalette();
}

void SpectrogramPlot::refine() {
    if (images_.refine())
        refining_.start(0); // after whatever has happened meanwhile
    else
        showAll();
}

void SpectrogramPlot::changeEvent(QEvent* event) {
    SharpPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        applyPalette();
    if (sideMargins() != toldMargins_) {
        toldMargins_ = sideMargins();
        Q_EMIT sideMarginsChanged();
    }
}

/// Takes the colours and letters of the window.
void SpectrogramPlot::applyPalette() {
    setBackground(QBrush(palette().color(QPalette::Window)));
    layOut();
    showAll();
}

void SpectrogramPlot::resizeEvent(QResizeEvent* event) {
    layOut();
    SharpPlot::resizeEvent(event);
}

void SpectrogramPlot::layOut() {
    const double em = emOf(*this);
    const int head = qRound(kHeadEms * em);
    const int timeAxis = qRound(kTimeAxisEms * em);
    // All panels are equally tall, so that one table of rows serves them all.
    const int over = (height() - timeAxis) % static_cast<int>(kViewPanels.size());
    plotLayout()->setMargins(QMargins(0, 0, 0, timeAxis + std::max(0, over)));
    for (QCPAxisRect* rect : rects_)
        rect->setMargins(sideMargins() + QMargins(0, head, 0, 0));
}

void SpectrogramPlot::prepare() {
    const double ratio = bufferDevicePixelRatio();
    const QRect rect = panelRect(0);
    const auto pixels = [ratio](int from, int length) {
        return std::max(1, qRound((from + length) * ratio) - qRound(from * ratio));
    };
    images_.update({.time = {time_.from, time_.to},
                    .scale = visibleScale(),
                    .columns = pixels(rect.left(), rect.width()),
                    .rows = pixels(rect.top(), rect.height())},
                   ratio);
    if (images_.unfinished())
        showAll();
    constexpr int kRestMilliseconds = 80; // longer than between two frames of a drag
    if (images_.sketched())
        refining_.start(kRestMilliseconds);
    else
        refining_.stop();

    const double em = emOf(*this);
    frequencyTicks_ =
        frequencyTicks(visibleScale(), std::min(0.5, 1.8 * em / std::max(1, rect.height())));
}

void SpectrogramPlot::showCursors() {
    if (drawn_) // before that there is nothing to draw them on
        cursorLayer_->layer()->replot();
}

void SpectrogramPlot::setSong(bool there, double seconds) {
    hasSong_ = there;
    songSeconds_ = seconds;
}

void SpectrogramPlot::setWholeScale(const FrequencyScale& scale) {
    wholeScale_ = scale;
}

FrequencyScale SpectrogramPlot::visibleScale() const {
    // The ends are given exactly, so that a view of the whole is the whole.
    FrequencyScale scale = wholeScale_;
    if (heights_.from > 0)
        scale.lowestHertz = wholeScale_.hertz(heights_.from);
    if (heights_.to < 1)
        scale.highestHertz = wholeScale_.hertz(heights_.to);
    return scale;
}

void SpectrogramPlot::setLevelRange(const LevelRange& range) {
    range_ = range;
    images_.setLevelRange(range);
}

void SpectrogramPlot::setColourMap(const ColourMap& map) {
    map_ = &map;
    images_.setColourMap(map);
}

void SpectrogramPlot::setPitch(std::shared_ptr<const PitchTrack> pitch, double framesPerSecond) {
    pitch_ = std::move(pitch);
    framesPerSecond_ = framesPerSecond;
}

QMargins SpectrogramPlot::sideMargins() const {
    return {qRound(kFrequencyAxisEms * emOf(*this)), 0, qRound(barRoom(*this)), 0};
}

QRect SpectrogramPlot::panelRect(std::size_t panel) const {
    return rects_[panel]->rect();
}

std::optional<std::size_t> SpectrogramPlot::panelAt(const QPointF& place, bool beside) const {
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const QRectF rect = panelRect(panel);
        if (place.y() >= rect.top() && place.y() < rect.bottom() &&
            (beside || (place.x() >= rect.left() && place.x() < rect.right())))
            return panel;
    }
    return {};
}

bool SpectrogramPlot::onTimeAxis(const QPointF& place) const {
    const QRectF last = panelRect(kViewPanels.size() - 1);
    return place.y() >= last.bottom() && place.x() >= last.left() && place.x() < last.right();
}

bool SpectrogramPlot::onFrequencyAxis(const QPointF& place) const {
    return place.x() < panelRect(0).left() && panelAt(place, true);
}

double SpectrogramPlot::secondsAt(double x) const {
    const QRect rect = panelRect(0);
    return time_.from + (x - rect.left()) / rect.width() * time_.length();
}

double SpectrogramPlot::xOf(double seconds) const {
    const QRect rect = panelRect(0);
    return rect.left() + (seconds - time_.from) / time_.length() * rect.width();
}

double SpectrogramPlot::heightAt(std::size_t panel, double y) const {
    const QRect rect = panelRect(panel);
    return heights_.to - (y - rect.top()) / rect.height() * heights_.length();
}

double SpectrogramPlot::yOf(std::size_t panel, double height) const {
    const QRect rect = panelRect(panel);
    return rect.top() + (heights_.to - height) / heights_.length() * rect.height();
}

} // namespace refrain
