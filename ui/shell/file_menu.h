// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace refrain {

class Document;

/// The menu of what is done with files. It knows when there is something to be exported; who made
/// it does the work.
///
/// Threads: the GUI thread.
class FileMenu : public QMenu {
    Q_OBJECT

public:
    FileMenu(const Document& document, QWidget* parent);

Q_SIGNALS:
    void chooseWanted();
    void openWanted(const QString& path);
    void exportWanted();
    void exportPictureWanted();
    void quitWanted();

private:
    void addRecent();
};

} // namespace refrain
