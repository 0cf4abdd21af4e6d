// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/overview_strip.h"

#include "core/picture/part_power.h"
#include "ui/shell/theme.h"
#include "ui/shell/theme_style.h"
#include "ui/spectrogram/interval.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {

namespace {

constexpr double kGripPixels = 6;    // how near an edge must be to be caught
constexpr double kHandleHeight = 11; // of the playhead's, at the top
constexpr double kShortestSeconds = 0.02;

/// For each pixel the loudest group in it, as heights from 0 to 1.
std::vector<double> heightsOf(const std::vector<float>& groups, int pixels) {
    std::vector<double> heights(pixels);
    const auto count = static_cast<double>(groups.size());
    for (int x = 0; x < pixels && !groups.empty(); ++x) {
        const auto first = static_cast<std::size_t>(x * count / pixels);
        const auto end = std::max(first + 1, static_cast<std::size_t>((x + 1) * count / pixels));
        for (std::size_t i = first; i < std::min(end, groups.size()); ++i)
            heights[x] = std::max<double>(heights[x], groups[i]);
    }
    return heights;
}

QPainterPath outline(const std::vector<double>& heights, const QRectF& area) {
    QPainterPath path(area.bottomLeft());
    for (std::size_t x = 0; x < heights.size(); ++x)
        path.lineTo(area.left() + static_cast<double>(x) + 0.5,
                    area.bottom() - heights[x] * area.height());
    path.lineTo(area.bottomRight());
    path.closeSubpath();
    return path;
}

} // namespace

OverviewStrip::OverviewStrip(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Overview"));
    const QString meaning =
        tr("The whole song: how loud it is over time, and in colour how much of that is "
           "foreground, usually the voice. The frame is around what the pictures show.");
    setAccessibleDescription(meaning);
    // Rich text, which is wrapped.
    setToolTip(QStringLiteral("<p>%1 %2</p>")
                   .arg(meaning, tr("Click to go to a moment, drag to hear what is there.")));
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QColor OverviewStrip::songColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.22);
}

QSize OverviewStrip::sizeHint() const {
    return {640, fontMetrics().height() * 4};
}

QSize OverviewStrip::minimumSizeHint() const {
    return {160, fontMetrics().height() * 3};
}

void OverviewStrip::setLevels(std::shared_ptr<const LevelPyramid> levels) {
    if (!levels || !levels_ || levels->songSeconds != levels_->songSeconds)
        grip_ = Grip::none;
    levels_ = std::move(levels);
    measure();
}

void OverviewStrip::setKnobs(const MaskSettings& knobs) {
    knobs_ = knobs;
    measure();
}

void OverviewStrip::measure() {
    song_ = levels_ ? songOverTime(*levels_) : std::vector<float>{};
    foreground_ = levels_ && knobs_ ? partOverTime(*levels_, *knobs_, Part::foreground)
                                    : std::vector<float>{};
    update();
}

void OverviewStrip::setVisibleRange(const TimeSpan& range) {
    visible_ = range;
    update();
}

void OverviewStrip::setPlayhead(std::optional<double> seconds) {
    const std::optional<double> before = std::exchange(playhead_, seconds);
    // A song of minutes moves by a pixel a few times a second only.
    const auto pixel = [this](double moment) { return std::floor(xOf(moment)); };
    if (before.has_value() != seconds.has_value() || (seconds && pixel(*before) != pixel(*seconds)))
        update();
}

void OverviewStrip::setSelection(const std::optional<TimeSpan>& selection) {
    selection_ = selection;
    update();
}

double OverviewStrip::secondsAt(double x) const {
    const QRect area = contentsRect();
    return levels_ ? (x - area.left()) / std::max(1, area.width()) * levels_->songSeconds : 0;
}

double OverviewStrip::xOf(double seconds) const {
    const QRect area = contentsRect();
    return levels_ && levels_->songSeconds > 0
               ? area.left() + seconds / levels_->songSeconds * area.width()
               : area.left();
}

void OverviewStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QPalette& colours = palette();
    const QRect ground = contentsRect();
    painter.fillRect(ground, colours.color(QPalette::Base));
    if (!levels_)
        return;
    const QRectF area(ground.left(), kHandleHeight, ground.width(), height() - kHandleHeight - 1);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(songColour(colours));
    painter.drawPath(outline(heightsOf(song_, ground.width()), area));
    painter.setBrush(partColour(Part::foreground, colours)); // as in the panel's curve and faders
    painter.drawPath(outline(heightsOf(foreground_, ground.width()), area));
    painter.setRenderHint(QPainter::Antialiasing, false);

    const auto x = [this](double seconds) { return std::round(xOf(seconds)); };
    // What is not shown is veiled; the frame's edges are what can be caught.
    const double from = x(visible_.fromSeconds);
    const double to = std::max(from + 2, x(visible_.toSeconds));
    QColor veil = colours.color(QPalette::Window);
    veil.setAlphaF(0.6F);
    const double end = ground.right() + 1;
    painter.fillRect(QRectF(ground.left(), 0, from - ground.left(), height()), veil);
    painter.fillRect(QRectF(to, 0, end - to, height()), veil);
    QColor edge = colours.color(QPalette::WindowText);
    edge.setAlphaF(0.75F);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(from, 0, to - from - 1, height() - 1));
    const double middle = height() / 2.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(edge);
    for (const double grip : {from, to - 1})
        painter.drawRect(QRectF(grip - 1, middle - 8, 3, 16));

    if (selection_) {
        // A bracket, so that the colours in it stay what they are.
        const double begin = x(selection_->fromSeconds);
        const double length = std::max(2.0, x(selection_->toSeconds) - begin);
        const QColor chosen = focusColour(colours);
        painter.fillRect(QRectF(begin, kHandleHeight, 1, height() - kHandleHeight), chosen);
        painter.fillRect(QRectF(begin + length - 1, kHandleHeight, 1, height() - kHandleHeight),
                         chosen);
        painter.fillRect(QRectF(begin, kHandleHeight, length, 3), chosen);
    }

    if (playhead_) {
        const double at = std::min(x(*playhead_), end - 1);
        painter.setPen(QPen(colours.color(QPalette::WindowText), 1));
        painter.drawLine(QLineF(at, 0, at, height()));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.color(QPalette::WindowText));
        painter.drawPolygon(
            QPolygonF({{at + 0.5 - 5, 0}, {at + 0.5 + 5, 0}, {at + 0.5, kHandleHeight - 3}}));
    }
}

void OverviewStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    update();
}

OverviewStrip::Grip OverviewStrip::gripAt(const QPointF& place) const {
    if (!levels_)
        return Grip::none;
    if (playhead_ && place.y() < kHandleHeight && std::abs(place.x() - xOf(*playhead_)) <= 8)
        return Grip::playhead;
    const double from = xOf(visible_.fromSeconds);
    const double to = xOf(visible_.toSeconds);
    // A narrow frame keeps room in its middle to be moved by.
    const double reach = std::min(kGripPixels, std::max(2.0, (to - from) / 4));
    const auto near = [&](double edge, double outward) {
        const double way = (place.x() - edge) * outward;
        return way <= kGripPixels && way >= -reach;
    };
    if (near(from, -1))
        return Grip::from;
    if (near(to, 1))
        return Grip::to;
    if (place.x() <= from || place.x() >= to)
        return Grip::elsewhere;
    // A frame around all of the song cannot be moved: there the hand is after the sound.
    const bool whole = visible_.fromSeconds <= 0 && visible_.toSeconds >= levels_->songSeconds;
    return whole ? Grip::song : Grip::body;
}

void OverviewStrip::request(double from, double to) {
    Q_EMIT visibleRangeRequested({from, to});
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !levels_)
        return;
    grip_ = gripAt(event->position());
    pressX_ = event->position().x();
    pressVisible_ = visible_;
    dragged_ = false;
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (grip_ == Grip::none) {
        const Grip grip = gripAt(event->position());
        const bool edge = grip == Grip::from || grip == Grip::to || grip == Grip::playhead;
        setCursor(edge                 ? Qt::SizeHorCursor
                  : grip == Grip::body ? Qt::OpenHandCursor
                  : grip == Grip::none ? Qt::ArrowCursor
                                       : Qt::PointingHandCursor);
        return;
    }
    dragged_ = dragged_ || std::abs(x - pressX_) >= QApplication::startDragDistance();
    if (!dragged_ || !levels_)
        return;
    const double way = secondsAt(x) - secondsAt(pressX_);
    const Interval song{0, levels_->songSeconds};
    const Interval pressed{pressVisible_.fromSeconds, pressVisible_.toSeconds};
    switch (grip_) {
    case Grip::playhead:
    case Grip::song:
        Q_EMIT scrubbed(std::clamp(secondsAt(x), 0.0, song.to));
        break;
    case Grip::from:
        request(std::clamp(pressed.from + way, 0.0, std::max(0.0, pressed.to - kShortestSeconds)),
                pressed.to);
        break;
    case Grip::to:
        request(pressed.from,
                std::clamp(pressed.to + way, std::min(song.to, pressed.from + kShortestSeconds),
                           song.to));
        break;
    case Grip::body:
    case Grip::elsewhere: {
        // A drag that begins outside the frame takes it along by its middle, and what is there is
        // heard.
        const double jump =
            grip_ == Grip::body ? 0 : secondsAt(pressX_) - (pressed.from + pressed.to) / 2;
        const Interval shown = moved(pressed, jump + way, song);
        request(shown.from, shown.to);
        setCursor(Qt::ClosedHandCursor);
        if (grip_ == Grip::elsewhere)
            Q_EMIT scrubbed(std::clamp(secondsAt(x), 0.0, song.to));
        break;
    }
    case Grip::none:
        break;
    }
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent* event) {
    const Grip grip = std::exchange(grip_, Grip::none);
    if (grip != Grip::none && !dragged_ && levels_) {
        const double seconds =
            std::clamp(secondsAt(event->position().x()), 0.0, levels_->songSeconds);
        const Interval shown{visible_.fromSeconds, visible_.toSeconds};
        if (!shown.contains(seconds)) {
            const Interval there =
                moved(shown, seconds - (shown.from + shown.to) / 2, {0, levels_->songSeconds});
            request(there.from, there.to);
        }
        Q_EMIT seekRequested(seconds);
    }
    mouseMoveEvent(event); // for the shape of the pointer
}

void OverviewStrip::wheelEvent(QWheelEvent* event) {
    if (!levels_ || event->phase() == Qt::ScrollMomentum)
        return;
    constexpr double kNotch = 120; // in Qt's eighths of a degree
    const QPointF delta = event->angleDelta();
    const double notches = (delta.y() != 0 ? delta.y() : delta.x()) / kNotch;
    const Interval song{0, levels_->songSeconds};
    const Interval shown{visible_.fromSeconds, visible_.toSeconds};
    const Interval wanted = (event->modifiers() & Qt::ControlModifier) != 0
                                ? zoomed(shown, std::pow(1.25, -notches),
                                         secondsAt(event->position().x()), song, kShortestSeconds)
                                : moved(shown, -notches / 10 * shown.length(), song);
    request(wanted.from, wanted.to);
    event->accept();
}

} // namespace refrain
