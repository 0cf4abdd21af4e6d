// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/history_window.h"

#include <QCoreApplication>
#include <QDialog>
#include <QUndoView>
#include <QVBoxLayout>

namespace refrain {

void showHistoryWindow(QUndoStack& stack, QWidget* parent) {
    const QString name = QStringLiteral("history");
    auto* window = parent->findChild<QDialog*>(name);
    if (!window) {
        window = new QDialog(parent);
        window->setObjectName(name);
        window->setWindowTitle(QCoreApplication::translate("refrain", "Undo list"));
        auto* list = new QUndoView(&stack);
        list->setEmptyLabel(QCoreApplication::translate("refrain", "Nothing done"));
        list->setAccessibleName(window->windowTitle());
        auto* layout = new QVBoxLayout(window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(list);
        window->resize(360, 380);
    }
    window->show();
    window->raise();
    window->activateWindow();
}

} // namespace refrain
