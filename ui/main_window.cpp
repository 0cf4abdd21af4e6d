// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

namespace refrain {

MainWindow::MainWindow() {
    setWindowTitle(QStringLiteral("Refrain"));
}

} // namespace refrain
