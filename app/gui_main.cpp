// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QApplication>

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    refrain::MainWindow window;
    window.show();
    return QApplication::exec();
}
