// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/focus_frame.h"

#include <QEvent>
#include <QPainter>

namespace refrain {

namespace {

constexpr int kWidth = 2;

} // namespace

FocusFrame::FocusFrame(QWidget* framed) : QWidget(framed->parentWidget()), framed_(framed) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    framed->installEventFilter(this);
    follow();
}

bool FocusFrame::eventFilter(QObject*, QEvent* event) {
    switch (event->type()) {
    case QEvent::FocusIn:
    case QEvent::FocusOut:
    case QEvent::Resize:
    case QEvent::Move:
        follow();
        break;
    default:
        break;
    }
    return false;
}

void FocusFrame::follow() {
    setGeometry(framed_->geometry());
    // Only the frame: what is within it is painted without it.
    setMask(QRegion(rect()) - rect().adjusted(kWidth, kWidth, -kWidth, -kWidth));
    setVisible(framed_->hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange));
    raise();
}

void FocusFrame::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), palette().color(QPalette::Highlight));
}

} // namespace refrain
