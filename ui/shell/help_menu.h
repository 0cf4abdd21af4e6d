// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace refrain {

/// The menu of what helps a new user.
///
/// Threads: the GUI thread.
class HelpMenu : public QMenu {
    Q_OBJECT

public:
    explicit HelpMenu(QWidget* parent);

Q_SIGNALS:
    void demoWanted();
};

} // namespace refrain
