// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/spectrogram_plot.h"

#include <QResizeEvent>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {

namespace {

// Lengths in ems of the widget's letters, as in the picture of the command line.
constexpr double kHead = 1.9;          // above a panel, where its title stands
constexpr double kTimeAxis = 2.0;      // below the last panel
constexpr double kFrequencyAxis = 4.2; // left of the panels: "12.55k" and its mark
constexpr double kBarGap = 1.0;
constexpr double kBarWidth = 0.9;
constexpr double kBarLabels = 3.2; // right of the bar: "−100" and its mark
constexpr double kTick = 0.35;
constexpr double kTickToLabel = 0.3;

QColor mixed(const QColor& a, const QColor& b, double part) {
    const auto mix = [part](int from, int to) {
        return static_cast<int>(std::lround(from + part * (to - from)));
    };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QColor labelColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.3);
}

QColor tickColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.6);
}

double emOf(const QWidget& widget) {
    return QFontMetricsF(widget.font()).height() / 1.17;
}

/// A line that is seen on any colour: light between two dark ones.
void drawCasedLine(QPainter& painter, const QLineF& line, const QColor& colour, double width) {
    painter.setPen(QPen(QColor(0, 0, 0, 150), width + 2));
    painter.drawLine(line);
    painter.setPen(QPen(colour, width));
    painter.drawLine(line);
}

} // namespace

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

/// The titles of the panels and the bar of colours.
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
    void drawPlayhead(QCPPainter& painter) const;
    void drawCrosshair(QCPPainter& painter) const;
    void drawReadout(QCPPainter& painter) const;
    SpectrogramPlot& plot_;
};

void SpectrogramPlot::PanelPicture::draw(QCPPainter* painter) {
    const QRect rect = plot_.panelRect(panel_);
    const QImage& image = plot_.images_.image(panel_);
    // In pixels of the screen, wherever its edges fall: a scaled picture would be blurred.
    const double ratio = plot_.bufferDevicePixelRatio();
    painter->save();
    painter->scale(1 / ratio, 1 / ratio);
    painter->drawImage(QPoint(qRound(rect.left() * ratio), qRound(rect.top() * ratio)), image);
    painter->restore();
    if (plot_.pitch_)
        drawPitch(*painter);
}

void SpectrogramPlot::PanelPicture::drawPitch(QCPPainter& painter) const {
    constexpr float kSungSalience = 3;
    const PitchTrack& pitch = *plot_.pitch_;
    const auto count = static_cast<Index>(pitch.hertz.size());
    const auto first = static_cast<Index>(plot_.time_.from * plot_.framesPerSecond_) - 1;
    const auto last = static_cast<Index>(plot_.time_.to * plot_.framesPerSecond_) + 2;
    // Two points for each pixel are all that can be seen.
    const int points = 2 * std::max(1, plot_.panelRect(panel_).width());
    const Index step = std::max<Index>(
        1, static_cast<Index>(plot_.time_.length() * plot_.framesPerSecond_ / points));
    QPainterPath path;
    bool drawing = false;
    for (Index frame = std::max<Index>(0, first) / step * step; frame < std::min(count, last);
         frame += step) {
        const bool sung = pitch.salience[frame] >= kSungSalience;
        if (sung) {
            const QPointF point(plot_.xOf(static_cast<double>(frame) / plot_.framesPerSecond_),
                                plot_.yOf(panel_, plot_.wholeScale_.height(pitch.hertz[frame])));
            if (drawing)
                path.lineTo(point);
            else
                path.moveTo(point);
        }
        drawing = sung;
    }
    painter.save();
    painter.setAntialiasing(true);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 160), 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.setPen(QPen(QColor(0x4c, 0xe0, 0xc8), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.restore();
}

void SpectrogramPlot::Furniture::draw(QCPPainter* painter) {
    if (!plot_.hasSong_)
        return;
    const double em = emOf(plot_);
    painter->setFont(plot_.font());
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const QRect rect = plot_.panelRect(panel);
        const double top = rect.top() - kHead * em;
        painter->setPen(plot_.palette().color(QPalette::WindowText));
        painter->drawText(QRectF(rect.left(), top, rect.width(), kHead * em),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          QString::fromUtf8(panelTitle(kViewPanels[panel]).data()));
        painter->setPen(labelColour(plot_.palette()));
        painter->drawText(QRectF(0, top, rect.left() - (kTick + kTickToLabel) * em, kHead * em),
                          Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("Hz"));
        drawFrequencies(*painter, rect);
    }
    drawBar(*painter);
}

/// QCustomPlot would let the labels at the ends reach into what is above and below.
void SpectrogramPlot::Furniture::drawFrequencies(QCPPainter& painter, const QRect& rect) const {
    const double em = emOf(plot_);
    const double tickBegin = rect.left() - std::round(kTick * em);
    for (const Tick& tick : plot_.frequencyTicks_) {
        const double part =
            (plot_.heights_.to - plot_.wholeScale_.height(tick.value)) / plot_.heights_.length();
        const double y = std::clamp(std::floor(rect.top() + part * rect.height()),
                                    double(rect.top()), double(rect.bottom()));
        painter.setPen(tickColour(plot_.palette()));
        painter.drawLine(QLineF(tickBegin, y, rect.left() - 1, y));
        painter.setPen(labelColour(plot_.palette()));
        const double labelY = std::clamp(
            y, rect.top() + 0.45 * em, std::max(rect.top() + 0.45 * em, rect.bottom() - 0.45 * em));
        painter.drawText(QRectF(0, labelY - em, tickBegin - kTickToLabel * em, 2 * em),
                         Qt::AlignRight | Qt::AlignVCenter, QString::fromStdString(tick.label));
    }
}

void SpectrogramPlot::Furniture::drawBar(QCPPainter& painter) const {
    const double em = emOf(plot_);
    const QRect first = plot_.panelRect(0);
    const QRect last = plot_.panelRect(kViewPanels.size() - 1);
    const QRectF bar(std::round(first.right() + 1 + kBarGap * em), first.top(),
                     std::round(kBarWidth * em), last.bottom() + 1 - first.top());
    QImage colours(1, static_cast<int>(plot_.map_->size()), QImage::Format_RGB32);
    for (int i = 0; i < colours.height(); ++i)
        colours.setPixel(0, i, (*plot_.map_)[plot_.map_->size() - 1 - i]);
    painter.drawImage(bar, colours);

    const LevelRange& range = plot_.range_;
    const double gap = std::max(2.2 * em * range.spanDecibels / bar.height(),
                                range.spanDecibels / 10); // ten labels are plenty
    const double tickEnd = std::round(bar.right() + kTick * em);
    for (const Tick& tick : decibelTicks(range, gap)) {
        const double y = std::min(bar.bottom() - 1,
                                  std::floor(bar.top() + (range.topDecibels - tick.value) /
                                                             range.spanDecibels * bar.height()));
        painter.setPen(tickColour(plot_.palette()));
        painter.drawLine(QLineF(bar.right(), y, tickEnd, y));
        painter.setPen(labelColour(plot_.palette()));
        const double labelY = std::clamp(y, bar.top() + 0.4 * em, bar.bottom() - 0.4 * em);
        painter.drawText(QRectF(tickEnd + kTickToLabel * em, labelY - em, 4 * em, 2 * em),
                         Qt::AlignLeft | Qt::AlignVCenter, QString::fromStdString(tick.label));
    }
    painter.setPen(labelColour(plot_.palette()));
    painter.drawText(QRectF(bar.left(), bar.top() - kHead * em, 4 * em, kHead * em),
                     Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("dB"));
}

void SpectrogramPlot::CursorLayer::draw(QCPPainter* painter) {
    if (!plot_.hasSong_)
        return;
    painter->setFont(plot_.font());
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel)
        drawSelection(*painter, plot_.panelRect(panel), panel);
    drawPlayhead(*painter);
    if (plot_.cursors_.readout) {
        drawCrosshair(*painter);
        drawReadout(*painter);
    }
}

void SpectrogramPlot::CursorLayer::drawSelection(QCPPainter& painter, const QRect& rect,
                                                 std::size_t panel) const {
    if (!plot_.cursors_.selection)
        return;
    const Selection& selection = *plot_.cursors_.selection;
    double top = rect.top();
    double bottom = rect.bottom() + 1;
    if (selection.frequency) {
        top = plot_.yOf(panel, plot_.wholeScale_.height(selection.frequency->highestHertz));
        bottom = plot_.yOf(panel, plot_.wholeScale_.height(selection.frequency->lowestHertz));
    }
    const QRectF box(QPointF(plot_.xOf(selection.time.fromSeconds), top),
                     QPointF(plot_.xOf(selection.time.toSeconds), bottom));
    painter.save();
    painter.setClipRect(rect);
    painter.fillRect(box, QColor(255, 255, 255, 46));
    const auto edge = [&](double x1, double y1, double x2, double y2) {
        drawCasedLine(painter, QLineF(std::round(x1), y1, std::round(x2), y2),
                      QColor(255, 255, 255, 230), 1);
    };
    edge(box.left(), top, box.left(), bottom);
    edge(box.right(), top, box.right(), bottom);
    if (selection.frequency) {
        edge(box.left(), top, box.right(), top);
        edge(box.left(), bottom, box.right(), bottom);
    }
    painter.restore();
}

void SpectrogramPlot::CursorLayer::drawPlayhead(QCPPainter& painter) const {
    if (!plot_.cursors_.playhead || !plot_.time_.contains(*plot_.cursors_.playhead))
        return;
    const double x = std::round(plot_.xOf(*plot_.cursors_.playhead));
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const QRect rect = plot_.panelRect(panel);
        drawCasedLine(painter, QLineF(x, rect.top(), x, rect.bottom()), Qt::white, 1);
    }
    const QRect last = plot_.panelRect(kViewPanels.size() - 1);
    const double size = 0.45 * emOf(plot_);
    const double y = last.bottom() + 2;
    painter.save();
    painter.setAntialiasing(true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(plot_.palette().color(QPalette::Highlight));
    painter.drawPolygon(QPolygonF(
        {{x + 0.5, y}, {x + 0.5 + size, y + 1.3 * size}, {x + 0.5 - size, y + 1.3 * size}}));
    painter.restore();
}

void SpectrogramPlot::CursorLayer::drawCrosshair(QCPPainter& painter) const {
    const Readout& readout = *plot_.cursors_.readout;
    const double height = plot_.wholeScale_.height(readout.hertz);
    const double x = std::floor(plot_.xOf(readout.seconds));
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const QRect rect = plot_.panelRect(panel);
        const double y = std::floor(plot_.yOf(panel, height));
        painter.setPen(QColor(0, 0, 0, 90));
        painter.drawLine(QLineF(x + 1, rect.top(), x + 1, rect.bottom()));
        painter.drawLine(QLineF(rect.left(), y + 1, rect.right(), y + 1));
        painter.setPen(QColor(255, 255, 255, 140));
        painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()));
        painter.drawLine(QLineF(rect.left(), y, rect.right(), y));
        if (readout.decibels[panel]) {
            painter.setPen(plot_.palette().color(QPalette::WindowText));
            const double head = kHead * emOf(plot_);
            painter.drawText(QRectF(rect.left(), rect.top() - head, rect.width(), head),
                             Qt::AlignRight | Qt::AlignVCenter,
                             levelLabel(*readout.decibels[panel]));
        }
    }
}

void SpectrogramPlot::CursorLayer::drawReadout(QCPPainter& painter) const {
    const Readout& readout = *plot_.cursors_.readout;
    const auto panel = plot_.panelAt(plot_.cursors_.pointer);
    if (!panel)
        return;
    QStringList lines = {timeLabel(readout.seconds), frequencyLabel(readout.hertz)};
    if (const QString note = noteLabel(readout.hertz); !note.isEmpty())
        lines.back() += QStringLiteral("   ") + note;
    if (readout.decibels[*panel])
        lines += levelLabel(*readout.decibels[*panel]);
    if (readout.backgroundShare)
        lines += QStringLiteral("background share %1 %")
                     .arg(std::lround(*readout.backgroundShare * 100));
    if (readout.voiceHertz)
        lines += QStringLiteral("voice at ") + noteLabel(*readout.voiceHertz);

    const double em = emOf(plot_);
    const QFontMetricsF metrics(plot_.font());
    double width = 0;
    for (const QString& line : std::as_const(lines))
        width = std::max(width, metrics.horizontalAdvance(line));
    QRectF box(0, 0, width + 1.2 * em,
               static_cast<double>(lines.size()) * metrics.lineSpacing() + 0.8 * em);
    // Right of and below the pointer, or on the other side where there is no room.
    const QRectF room(plot_.panelRect(0).topLeft(),
                      plot_.panelRect(kViewPanels.size() - 1).bottomRight());
    const QPointF pointer = plot_.cursors_.pointer;
    const double x = pointer.x() + em + box.width() < room.right() ? pointer.x() + em
                                                                   : pointer.x() - em - box.width();
    const double y = pointer.y() + em + box.height() < room.bottom()
                         ? pointer.y() + em
                         : pointer.y() - em - box.height();
    box.moveTo(std::round(x), std::round(y));

    painter.save();
    painter.setAntialiasing(true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(18, 18, 24, 225));
    painter.drawRoundedRect(box, 0.35 * em, 0.35 * em);
    painter.setPen(QColor(0xf2, 0xf0, 0xf5));
    QRectF line(box.left() + 0.6 * em, box.top() + 0.4 * em, width + 1, metrics.lineSpacing());
    for (const QString& text : std::as_const(lines)) {
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text);
        line.translate(0, metrics.lineSpacing());
    }
    painter.restore();
}

SpectrogramPlot::SpectrogramPlot(QWidget* parent)
    : QCustomPlot(parent), timeTicker_(new TimeTicker) {
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    plotLayout()->clear();
    plotLayout()->setRowSpacing(0);
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        auto* rect = new QCPAxisRect(this, false);
        rect->setAutoMargins(QCP::msNone);
        QCPAxis* frequency = rect->addAxis(QCPAxis::atLeft);
        QCPAxis* time = rect->addAxis(QCPAxis::atBottom);
        frequency->setTicks(false);
        frequency->setTickLabels(false);
        time->setTicker(timeTicker_);
        time->setTickLabels(panel + 1 == kViewPanels.size());
        time->setTicks(panel + 1 == kViewPanels.size());
        for (QCPAxis* axis : {frequency, time}) {
            axis->setBasePen(Qt::NoPen);
            axis->setSubTicks(false);
            axis->grid()->setVisible(false);
        }
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
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        applyPalette();
}

/// Takes the colours and letters of the window.
void SpectrogramPlot::applyPalette() {
    setBackground(QBrush(palette().color(QPalette::Window)));
    for (QCPAxisRect* rect : rects_)
        for (QCPAxis* axis : rect->axes()) {
            axis->setTickLabelFont(font());
            axis->setTickLabelColor(labelColour(palette()));
            axis->setTickPen(QPen(tickColour(palette())));
        }
    layOut();
    showAll();
}

void SpectrogramPlot::resizeEvent(QResizeEvent* event) {
    layOut();
    QCustomPlot::resizeEvent(event);
}

void SpectrogramPlot::layOut() {
    const double em = emOf(*this);
    const int head = qRound(kHead * em);
    const int timeAxis = qRound(kTimeAxis * em);
    // All panels are equally tall, so that one table of rows serves them all.
    const int over = (height() - timeAxis) % static_cast<int>(kViewPanels.size());
    plotLayout()->setMargins(QMargins(0, 0, 0, timeAxis + std::max(0, over)));
    for (QCPAxisRect* rect : rects_) {
        rect->setMargins(QMargins(qRound(kFrequencyAxis * em), head,
                                  qRound((kBarGap + kBarWidth + kBarLabels) * em), 0));
        for (QCPAxis* axis : rect->axes()) {
            axis->setTickLength(0, qRound(kTick * em));
            axis->setTickLabelPadding(qRound(kTickToLabel * em));
        }
    }
}

void SpectrogramPlot::paintEvent(QPaintEvent* event) {
    // QCustomPlot keeps the ratio that it was made with, and the window may have moved to another
    // screen.
    if (!qFuzzyCompare(bufferDevicePixelRatio(), devicePixelRatioF())) {
        setBufferDevicePixelRatio(devicePixelRatioF());
        replot(rpQueuedReplot);
    }
    QCustomPlot::paintEvent(event);
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
                    .rows = pixels(rect.top(), rect.height())});
    constexpr int kRestMilliseconds = 80; // longer than between two frames of a drag
    if (images_.sketched())
        refining_.start(kRestMilliseconds);
    else
        refining_.stop();

    const double em = emOf(*this);
    frequencyTicks_ =
        frequencyTicks(visibleScale(), std::min(0.5, 1.8 * em / std::max(1, rect.height())));
    timeTicker_->setRoom(rect.width() /
                         QFontMetricsF(font()).horizontalAdvance(QStringLiteral("0")));
    for (QCPAxisRect* panel : rects_) {
        panel->axis(QCPAxis::atBottom)->setRange(time_.from, time_.to);
        panel->axis(QCPAxis::atLeft)->setRange(heights_.from, heights_.to);
        for (QCPAxis* axis : panel->axes())
            axis->setVisible(hasSong_);
    }
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
