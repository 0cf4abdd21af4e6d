// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/transport_bar.h"

#include "core/base/text.h"
#include "ui/playback/device_menu.h"
#include "ui/playback/level_meter.h"
#include "ui/playback/transport.h"
#include "ui/playback/transport_icons.h"
#include "ui/shell/theme.h"

#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace refrain {

namespace {

constexpr Hearing kHearings[] = {Hearing::original, Hearing::background, Hearing::foreground};

QString timeLine(double seconds, double whole) {
    return QStringLiteral("%1 / %2").arg(QString::fromStdString(timeText(seconds)),
                                         QString::fromStdString(timeText(whole)));
}

} // namespace

TransportBar::TransportBar(Transport& transport, QWidget* parent)
    : QWidget(parent), transport_(transport) {
    setAccessibleName(tr("Playback"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(2);
    toStart_ = addButton(tr("Go to the start (Home)"));
    play_ = addButton(tr("Play or pause (Space)"));
    stop_ = addButton(tr("Stop, and go back to where playing began"));
    loop_ = addButton(tr("Repeat the selection, or the song (L)"));
    loop_->setCheckable(true);
    addGap();
    time_ = new QLabel;
    time_->setAccessibleName(tr("Time"));
    QFont digits = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    digits.setPointSizeF(font().pointSizeF());
    time_->setFont(digits);
    time_->setMinimumWidth(time_->fontMetrics().horizontalAdvance(timeLine(5999.999, 5999.999)));
    layout->addWidget(time_);
    addGap();
    hearing_ = {
        addWordButton(tr("Original"), tr("Hear the song itself; again to return (O)")),
        addWordButton(tr("Background"), tr("Hear only what repeats; again to return (B)")),
        addWordButton(tr("Foreground"), tr("Hear only what does not repeat, usually the voice; "
                                           "again to return (V)"))};
    addGap();
    snapshot_ = {addWordButton(tr("A"), tr("The first set of all knobs and faders, to be compared "
                                           "with the second (X)")),
                 addWordButton(tr("B"), tr("The second set of all knobs and faders; at first it is "
                                           "as the song was opened (X)"))};
    copy_ = addWordButton(tr("Copy"), tr("Make the other set like this one (Shift+X)"));
    copy_->setCheckable(false);
    layout->addStretch(1);
    meter_ = new LevelMeter;
    layout->addWidget(meter_);
    addGap();
    output_ = addWordButton(tr("Output"), tr("The device that plays"));
    output_->setCheckable(false);
    output_->setPopupMode(QToolButton::InstantPopup);
    output_->setMenu(new DeviceMenu(transport_, output_));

    connect(toStart_, &QToolButton::clicked, this, [this] { transport_.seek(0); });
    connect(play_, &QToolButton::clicked, &transport_, &Transport::playOrPause);
    connect(stop_, &QToolButton::clicked, &transport_, &Transport::stop);
    connect(loop_, &QToolButton::clicked, &transport_, &Transport::setLooping);
    for (std::size_t i = 0; i < 3; ++i)
        connect(hearing_[i], &QToolButton::clicked, this,
                [this, i] { transport_.toggleHearing(kHearings[i]); });
    for (int i = 0; i < 2; ++i)
        connect(snapshot_[i], &QToolButton::clicked, this, [this, i] {
            transport_.goToSnapshot(i);
            showMonitor();
        });
    connect(copy_, &QToolButton::clicked, &transport_, &Transport::copyToOther);
    connect(&transport_, &Transport::stateChanged, this, &TransportBar::showState);
    connect(&transport_, &Transport::loopingChanged, this, &TransportBar::showState);
    connect(&transport_, &Transport::monitorChanged, this, &TransportBar::showMonitor);
    connect(&transport_, &Transport::snapshotChanged, this, &TransportBar::showMonitor);
    connect(&transport_, &Transport::playheadMoved, this, &TransportBar::showTime);
    showIcons();
    showState();
    showMonitor();
}

QToolButton* TransportBar::addButton(const QString& toolTip) {
    auto* button = new QToolButton;
    button->setAutoRaise(true);
    button->setIconSize({20, 20});
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(button);
    return button;
}

QToolButton* TransportBar::addWordButton(const QString& text, const QString& toolTip) {
    QToolButton* button = addButton(toolTip);
    button->setText(text);
    button->setAccessibleName(text);
    button->setAccessibleDescription(toolTip);
    button->setCheckable(true);
    button->setMinimumHeight(26);
    return button;
}

void TransportBar::addGap() {
    static_cast<QHBoxLayout*>(layout())->addSpacing(10);
}

void TransportBar::showState() {
    const bool song = transport_.hasSong();
    for (QToolButton* button : {toStart_, play_, stop_, loop_})
        button->setEnabled(song);
    loop_->setChecked(transport_.isLooping());
    if (iconPlays_ != transport_.isPlaying())
        showIcons();
    showTime();
}

void TransportBar::showTime() {
    time_->setText(transport_.hasSong() ? timeLine(transport_.playhead(), transport_.songSeconds())
                                        : QString());
    const float left = transport_.player().takePeak(0);
    const float right = transport_.player().takePeak(1);
    if (left > 0 || right > 0 || !meter_->atRest()) // scrubbing is no playing, but has a level
        meter_->addPeaks(left, right);
}

void TransportBar::showMonitor() {
    for (std::size_t i = 0; i < 3; ++i)
        hearing_[i]->setChecked(transport_.monitor().hearing == kHearings[i]);
    for (int i = 0; i < 2; ++i)
        snapshot_[i]->setChecked(transport_.snapshot() == i);
}

void TransportBar::showIcons() {
    const QColor colour = palette().color(QPalette::ButtonText);
    iconPlays_ = transport_.isPlaying();
    toStart_->setIcon(transportIcon(TransportIcon::toStart, colour));
    play_->setIcon(transportIcon(iconPlays_ ? TransportIcon::pause : TransportIcon::play, colour));
    stop_->setIcon(transportIcon(TransportIcon::stop, colour));
    loop_->setIcon(transportIcon(TransportIcon::loop, colour));
}

void TransportBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        showIcons();
    QWidget::changeEvent(event);
}

} // namespace refrain
