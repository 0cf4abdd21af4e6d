// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_folder.h"

#include "ui/document/paths.h"

#include <QDir>
#include <QSettings>

namespace refrain {

namespace {

const QString kFolderKey = QStringLiteral("export/folder");

} // namespace

QString exportFolder(const Song& song) {
    const QString last = QSettings().value(kFolderKey).toString();
    return last.isEmpty() || !QDir(last).exists() ? fromPath(song.path.parent_path()) : last;
}

void rememberExportFolder(const QString& folder) {
    QSettings().setValue(kFolderKey, folder);
}

} // namespace refrain
