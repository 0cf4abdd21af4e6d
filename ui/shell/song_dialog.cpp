// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/song_dialog.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace refrain {

namespace {

const QString kFolderKey = QStringLiteral("lastFolder");

struct Kind {
    const char* name;
    const char* endings;
};

constexpr Kind kKinds[] = {
    {QT_TRANSLATE_NOOP("song", "WAV and its like"), "*.wav *.w64 *.rf64"},
    {QT_TRANSLATE_NOOP("song", "FLAC"), "*.flac"},
    {QT_TRANSLATE_NOOP("song", "MP3"), "*.mp3"},
    {QT_TRANSLATE_NOOP("song", "Ogg Vorbis and Opus"), "*.ogg *.oga *.opus"},
    {QT_TRANSLATE_NOOP("song", "AIFF, CAF and AU"), "*.aif *.aiff *.aifc *.caf *.au *.snd"},
};

QString translated(const char* text) {
    return QCoreApplication::translate("song", text);
}

QStringList filters() {
    const auto filter = [](const QString& name, const QString& endings) {
        return QStringLiteral("%1 (%2)").arg(name, endings);
    };
    QStringList all;
    QStringList each;
    for (const Kind& kind : kKinds) {
        const QString endings = QString::fromLatin1(kind.endings);
        all += endings;
        each += filter(translated(kind.name), endings);
    }
    return QStringList(filter(translated("All sound files"), all.join(QLatin1Char(' ')))) + each +
           QStringList(filter(translated("All files"), QStringLiteral("*")));
}

} // namespace

void chooseSong(QWidget* parent, const std::function<void(const QString& path)>& chosen) {
    auto* dialog = new QFileDialog(parent, translated("Open a song"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    // The list of kinds shall be read, and all the endings make it a line of a hundred letters.
    dialog->setOption(QFileDialog::HideNameFilterDetails);
    dialog->setNameFilters(filters());
    const QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    dialog->setDirectory(QSettings().value(kFolderKey, music).toString());
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [chosen](const QString& path) {
        // Not the folder that is listed: a path may be typed.
        QSettings().setValue(kFolderKey, QFileInfo(path).absolutePath());
        chosen(path);
    });
    dialog->open();
}

} // namespace refrain
