// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace refrain {

/// A thin frame over the edges of a widget that shows no focus of its own. It is there while the
/// widget has the keyboard and the user goes about with keys, as the frames of buttons are; it is
/// no part of the widget, whose picture can be taken without it.
///
/// Threads: the GUI thread.
class FocusFrame : public QWidget {
    Q_OBJECT

public:
    /// The parent of `framed` becomes its parent.
    explicit FocusFrame(QWidget* framed);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    QWidget* framed_;
};

} // namespace refrain
