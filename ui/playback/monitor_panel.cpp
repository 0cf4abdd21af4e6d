// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/monitor_panel.h"

#include "ui/playback/fader_row.h"
#include "ui/playback/transport.h"
#include "ui/shell/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace refrain {

MonitorPanel::MonitorPanel(Transport& transport, QWidget* parent)
    : QWidget(parent), transport_(transport) {
    setAccessibleName(tr("What you hear"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(4);
    auto* title = new QLabel(tr("What you hear"));
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    matched_ = new QCheckBox(tr("As loud as the song"));
    auto* head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(matched_);
    layout->addLayout(head);
    const auto addPart = [&](Part part, const QString& name, const QString& toolTip) {
        auto* row = new FaderRow(name, toolTip, kFaderRange[1], true);
        parts_[static_cast<std::size_t>(part)] = row;
        layout->addWidget(row);
        connect(row, &FaderRow::gestureBegan, this, [this] { gesture_ = transport_.newGesture(); });
        connect(row, &FaderRow::edited, this, [this, part](const Fader& fader) {
            Monitor monitor = transport_.monitor();
            monitor.of(part) = fader;
            monitor.hearing = Hearing::mix; // whoever turns a fader wants to hear it
            transport_.setMonitor(monitor, gesture_);
        });
    };
    addPart(Part::foreground, tr("Foreground"), tr("What does not come again, usually the voice"));
    addPart(Part::background, tr("Background"), tr("What repeats, usually the band"));
    addPart(Part::residual, tr("Residual"), tr("What the margins gave to neither part"));
    volume_ = new FaderRow(
        tr("Volume"), tr("How loud all of it is played. Exports are not changed by it."), 0, false);
    layout->addWidget(volume_);
    matched_->setToolTip(tr("Plays whatever is chosen here as loud as the song is on the whole, so "
                            "that comparing is fair. Exports are not changed by it."));
    connect(volume_, &FaderRow::edited, this, [this](const Fader& fader) {
        Monitor monitor = transport_.monitor();
        monitor.volumeDecibels = fader.decibels;
        transport_.setMonitor(monitor);
    });
    connect(matched_, &QCheckBox::clicked, this, [this](bool on) {
        Monitor monitor = transport_.monitor();
        monitor.levelMatched = on;
        transport_.setMonitor(monitor);
    });
    connect(&transport_, &Transport::monitorChanged, this, &MonitorPanel::showMonitor);
    showMonitor();
    showColours();
}

void MonitorPanel::showMonitor() {
    const Monitor& monitor = transport_.monitor();
    for (const Part part : kParts)
        parts_[static_cast<std::size_t>(part)]->setFader(monitor.of(part));
    volume_->setFader({.decibels = monitor.volumeDecibels});
    matched_->setChecked(monitor.levelMatched);
}

void MonitorPanel::showColours() {
    for (const Part part : kParts)
        parts_[static_cast<std::size_t>(part)]->setColour(partColour(part, palette()));
}

void MonitorPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        showColours();
    QWidget::changeEvent(event);
}

} // namespace refrain
