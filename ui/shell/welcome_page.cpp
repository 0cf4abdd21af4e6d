// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcome_page.h"

#include "ui/shell/application_icon.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace refrain {

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent) {
    auto* picture = new QLabel;
    picture->setPixmap(applicationIcon().pixmap(QSize(96, 96), devicePixelRatioF()));
    picture->setAlignment(Qt::AlignCenter);
    auto* line = new QLabel(tr("Drop a song here, or open one, to take it apart."));
    QFont large = line->font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    line->setFont(large);
    line->setAlignment(Qt::AlignCenter);
    line->setWordWrap(true);
    auto* open = new QPushButton(tr("&Open a song…"));
    auto* demo = new QPushButton(tr("Open the &demo song"));
    open->setDefault(true);
    open->setToolTip(tr("WAV, FLAC, AIFF, Ogg Vorbis, Opus or MP3 (Ctrl+O)"));
    demo->setToolTip(tr("A song that this program composed, of which voice and band are known"));
    for (QPushButton* button : {open, demo})
        button->setMinimumWidth(170);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addStretch(1);
    buttons->addWidget(open);
    buttons->addWidget(demo);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(20);
    layout->addStretch(1);
    layout->addWidget(picture);
    layout->addWidget(line);
    layout->addLayout(buttons);
    layout->addStretch(1);
    connect(open, &QPushButton::clicked, this, &WelcomePage::openWanted);
    connect(demo, &QPushButton::clicked, this, &WelcomePage::demoWanted);
}

} // namespace refrain
