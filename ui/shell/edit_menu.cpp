// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/edit_menu.h"

#include "ui/document/document.h"
#include "ui/shell/history_window.h"

#include <QApplication>
#include <QClipboard>

namespace refrain {

EditMenu::EditMenu(Document& document, QWidget& picture, QWidget* parent)
    : QMenu(tr("&Edit"), parent) {
    QUndoStack& stack = document.undoStack();
    QAction* undo = stack.createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    QAction* redo = stack.createRedoAction(this, tr("&Redo"));
    redo->setShortcuts(
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    addActions({undo, redo});
    addSeparator();
    QAction* copy = addAction(tr("&Copy picture"), this, [this, &picture] {
        QApplication::clipboard()->setPixmap(picture.grab());
        Q_EMIT told(tr("The picture is on the clipboard."));
    });
    addSeparator();
    QAction* list =
        addAction(tr("Undo &list…"), this, [&stack, parent] { showHistoryWindow(stack, parent); });
    const auto enable = [&document, copy, list] {
        for (QAction* action : {copy, list})
            action->setEnabled(document.song() != nullptr);
    };
    connect(&document, &Document::songChanged, this, enable);
    enable();
}

} // namespace refrain
