// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notice.h"

namespace refrain {

namespace {

constexpr int kNewsMilliseconds = 20000; // long enough to be found by who looked elsewhere

} // namespace

Notice::Notice(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    gone_.setSingleShot(true);
    gone_.setInterval(kNewsMilliseconds);
    connect(&gone_, &QTimer::timeout, this, [this] {
        if (isVisible())
            clear();
        else // nobody can have seen it
            gone_.start();
    });
}

void Notice::tell(const QString& sentence) {
    setText(sentence);
    gone_.start();
}

void Notice::warn(const QString& sentence) {
    setText(sentence);
    gone_.stop();
}

void Notice::settle(const QString& sentence) {
    if (text() == sentence)
        clear();
}

} // namespace refrain
