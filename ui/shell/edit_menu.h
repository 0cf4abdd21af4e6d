// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace refrain {

class Document;

/// The menu of undo and redo, with the list of steps, and of what goes to the clipboard.
///
/// Threads: the GUI thread.
class EditMenu : public QMenu {
    Q_OBJECT

public:
    /// `picture` is what is copied as a picture. Both must outlive it.
    EditMenu(Document& document, QWidget& picture, QWidget* parent);

Q_SIGNALS:
    /// Something was done that is not seen; a sentence.
    void told(const QString& sentence);
};

} // namespace refrain
