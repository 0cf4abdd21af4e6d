// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace refrain {

/// What an empty window shows: what to do, in one line, and two buttons to do it.
///
/// Threads: the GUI thread.
class WelcomePage : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);

Q_SIGNALS:
    void openWanted();
    void demoWanted();
};

} // namespace refrain
