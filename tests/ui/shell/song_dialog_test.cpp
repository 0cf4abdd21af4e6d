// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/song_dialog.h"

#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileSystemModel>
#include <QLineEdit>
#include <QListView>
#include <QSettings>
#include <fstream>
#include <gtest/gtest.h>

namespace refrain {
namespace {

class SongDialogTest : public testing::Test {
protected:
    SongDialogTest() {
        QSettings().clear();
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        for (const char* name : kNames)
            std::ofstream(folder_ / name) << "sound";
        QSettings().setValue(QStringLiteral("lastFolder"), fromPath(folder_.path()));
        chooseSong(&window_, [this](const QString& path) { chosen_ = path; });
        dialog_ = window_.findChild<QFileDialog*>();
        list_ = dialog_->findChild<QListView*>(QStringLiteral("listView"));
        kinds_ = dialog_->findChild<QComboBox*>(QStringLiteral("fileTypeCombo"));
    }

    /// How many files are shown once that is settled.
    bool shows(int count) const {
        return test::waitUntil(
            [&] { return list_->model()->rowCount(list_->rootIndex()) == count; });
    }

    static constexpr const char* kNames[] = {
        "a.wav", "b.w64",  "c.rf64", "d.flac", "e.mp3", "f.ogg", "g.oga",     "h.opus",
        "i.aif", "j.aiff", "k.aifc", "l.caf",  "m.au",  "n.snd", "UPPER.WAV", "notes.txt"};

    test::TemporaryFolder folder_;
    QWidget window_;
    QString chosen_;
    QFileDialog* dialog_ = nullptr;
    QListView* list_ = nullptr;
    QComboBox* kinds_ = nullptr;
};

TEST_F(SongDialogTest, ListsTheKindsOfFilesInAFewWords) {
    ASSERT_TRUE(kinds_);
    EXPECT_EQ(kinds_->itemText(0), QStringLiteral("All sound files"));
    EXPECT_EQ(kinds_->itemText(kinds_->count() - 1), QStringLiteral("All files"));
    EXPECT_EQ(kinds_->count(), 7);
    for (int i = 0; i < kinds_->count(); ++i) {
        EXPECT_FALSE(kinds_->itemText(i).contains('*')) << kinds_->itemText(i).toStdString();
        EXPECT_LT(kinds_->itemText(i).size(), 25);
    }
}

TEST_F(SongDialogTest, ShowsEverySoundFileAndAllOfThemOnRequest) {
    const int all = static_cast<int>(std::size(kNames));
    EXPECT_TRUE(shows(all - 1)) << "all but the notes";
    const auto choose = [this](const char* kind) {
        kinds_->setCurrentText(QString::fromUtf8(kind));
        Q_EMIT kinds_->textActivated(kinds_->currentText());
        Q_EMIT kinds_->activated(kinds_->currentIndex());
    };
    choose("FLAC");
    EXPECT_TRUE(shows(1));
    choose("AIFF, CAF and AU");
    EXPECT_TRUE(shows(6));
    choose("All files");
    EXPECT_TRUE(shows(all));
}

TEST_F(SongDialogTest, TellsWhatWasChosenAndBeginsThereTheNextTime) {
    QSettings().remove(QStringLiteral("lastFolder"));
    auto* name = dialog_->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    name->setText(fromPath(folder_ / "d.flac"));
    QTest::keyClick(name, Qt::Key_Return);
    EXPECT_EQ(toPath(chosen_), folder_ / "d.flac");
    EXPECT_EQ(toPath(QSettings().value(QStringLiteral("lastFolder")).toString()), folder_.path());
}

TEST_F(SongDialogTest, BeginsTheNextTimeInTheFolderOfASongThatWasTyped) {
    std::filesystem::create_directory(folder_ / "sub");
    std::ofstream(folder_ / "sub" / "k.wav") << "sound";
    auto* name = dialog_->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    name->setText(QStringLiteral("sub/k.wav"));
    QTest::keyClick(name, Qt::Key_Return);
    EXPECT_EQ(toPath(chosen_), folder_ / "sub" / "k.wav");
    EXPECT_EQ(toPath(QSettings().value(QStringLiteral("lastFolder")).toString()), folder_ / "sub");
}

} // namespace
} // namespace refrain
