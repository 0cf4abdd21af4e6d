// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

namespace refrain {

/// The window of the program.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow();
};

} // namespace refrain
