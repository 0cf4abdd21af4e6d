// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/file_menu.h"

#include "ui/document/document.h"
#include "ui/document/remembered.h"

#include <QFileInfo>

namespace refrain {

FileMenu::FileMenu(const Document& document, QWidget* parent) : QMenu(tr("&File"), parent) {
    addAction(tr("&Open…"), QKeySequence::Open, this, &FileMenu::chooseWanted);
    addRecent();
    addSeparator();
    QAction* stems = addAction(tr("&Export stems…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E),
                               this, &FileMenu::exportWanted);
    QAction* picture = addAction(tr("Export &picture…"), this, &FileMenu::exportPictureWanted);
    stems->setEnabled(false);
    picture->setEnabled(false);
    connect(&document, &Document::songChanged, stems,
            [&document, stems] { stems->setEnabled(document.song() != nullptr); });
    connect(&document, &Document::resultsChanged, picture,
            [&document, picture] { picture->setEnabled(document.share() && document.levels()); });
    addSeparator();
    addAction(tr("&Quit"), QKeySequence::Quit, this, &FileMenu::quitWanted);
}

void FileMenu::addRecent() {
    QMenu* recent = addMenu(tr("Open &recent"));
    recent->setToolTipsVisible(true); // where each of them is
    connect(recent, &QMenu::aboutToShow, this, [this, recent] {
        recent->clear();
        for (const QString& path : recentFiles()) {
            QString text = QFileInfo(path).fileName();
            QAction* action = recent->addAction(text.replace('&', QLatin1String("&&")), this,
                                                [this, path] { Q_EMIT openWanted(path); });
            action->setStatusTip(path);
            action->setToolTip(path);
        }
        if (recent->isEmpty()) {
            recent->addAction(tr("Nothing was opened yet"))->setEnabled(false);
            return;
        }
        recent->addSeparator();
        recent->addAction(tr("&Forget them"), &clearRecentFiles);
    });
}

} // namespace refrain
