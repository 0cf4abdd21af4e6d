// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/command.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/export/export_bar.h"
#include "ui/export/export_dialog.h"
#include "ui/main_window.h"
#include "ui/shell/notice.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QTimer>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// What both are told.
struct Case {
    AnalysisSettings analysis;
    MaskSettings knobs;
    const char* format; // in the dialog
    std::vector<std::string> words;
    std::optional<TimeSpan> selection = {};
};

class WindowExportTest : public testing::Test {
protected:
    WindowExportTest() {
        QSettings().clear();
        test::writeClip(folder_ / "song.wav", test::demoSong(8));
        window_.resize(1280, 800);
        window_.show();
        window_.open(fromPath(folder_ / "song.wav"));
        EXPECT_TRUE(test::waitUntil([this] { return window_.document().isSeparated(); }));
    }

    ExportDialog* openDialog() {
        trigger("&Export stems…");
        return window_.findChild<ExportDialog*>();
    }

    void trigger(const char* text) {
        for (auto* action : window_.findChildren<QAction*>())
            if (action->text() == QString::fromUtf8(text))
                action->trigger();
    }

    static void click(const QWidget* dialog, const char* text) {
        for (auto* button : dialog->findChildren<QPushButton*>())
            if (button->text() == QString::fromUtf8(text))
                button->click();
    }

    void openAnother() {
        test::writeClip(folder_ / "other.wav", test::demoSong(2));
        const auto before = window_.document().song();
        window_.open(fromPath(folder_ / "other.wav"));
        ASSERT_TRUE(test::waitUntil([&] { return window_.document().song() != before; }));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    bool isWritten() const {
        for (const auto* text : window_.findChild<ExportBar*>()->findChildren<QLabel*>())
            if (text->isVisible() && text->text().contains(QStringLiteral("Wrote")))
                return true;
        return false;
    }

    /// Exports all parts as a user does, into the folder of this name.
    void exportAll(const char* format, const char* folder) {
        auto* dialog = openDialog();
        ASSERT_TRUE(dialog);
        for (auto* box : dialog->findChildren<QCheckBox*>())
            box->setChecked(!box->text().contains(QLatin1String("hear")));
        auto* formats = dialog->findChild<QComboBox*>(QStringLiteral("format"));
        formats->setCurrentIndex(formats->findData(QString::fromLatin1(format)));
        dialog->findChild<QLineEdit*>(QStringLiteral("folder"))
            ->setText(fromPath(folder_ / folder));
        click(dialog, "&Export");
        ASSERT_TRUE(test::waitUntil([this] { return isWritten(); }));
    }

    test::TemporaryFolder folder_;
    MainWindow window_;
};

TEST_F(WindowExportTest, EqualsTheCommandLinesToTheBit) {
    // (Ogg files differ each time: their streams have random numbers.)
    const std::vector<Case> cases = {
        {{.method = Method::refrain}, {1, 1, 2}, "wav24", {}},
        {{.method = Method::refrain}, {3, 11, 3}, "wav16", {"--bits", "16"}},
        {{.method = Method::repeating}, {2, 1, 1}, "flac24", {"--format", "flac"}},
        {{.method = Method::repeating,
          .voiceAboveHertz = 150,
          .widthSeconds = 1.5,
          .fftSize = 2048},
         {1, 1.5, 2},
         "flac16",
         {"--format", "flac", "--bits", "16", "--voice-above", "150", "--width", "1.5", "--fft",
          "2048"}},
        {{.method = Method::refrain},
         {3, 11, 3},
         "wav24",
         {"--from", "2.125", "--to", "5"},
         TimeSpan{2.125, 5}},
    };
    int round = 0;
    for (const Case& each : cases) {
        SeparationSettings settings = window_.document().settings();
        settings.analysis = each.analysis;
        settings.knobs = each.knobs;
        window_.document().change(settings, QStringLiteral("Method"));
        ASSERT_TRUE(test::waitUntil([this] { return window_.document().isSeparated(); }));
        auto* view = window_.findChild<SpectrogramView*>();
        view->setSelection(each.selection ? std::optional(Selection{.time = *each.selection})
                                          : std::nullopt);
        const std::string window = "window" + std::to_string(round);
        const std::string line = "line" + std::to_string(round++);
        exportAll(each.format, window.c_str());

        std::vector<std::string> words = {"separate", (folder_ / "song.wav").string(), "-o",
                                          (folder_ / line).string()};
        const std::vector<std::string> knobs = {"--method",
                                                std::string(methodName(each.analysis.method)),
                                                "--parts",
                                                "background,foreground,residual",
                                                "--background-margin",
                                                std::to_string(each.knobs.backgroundMargin),
                                                "--foreground-margin",
                                                std::to_string(each.knobs.foregroundMargin),
                                                "--power",
                                                std::to_string(each.knobs.power)};
        words.insert(words.end(), knobs.begin(), knobs.end());
        words.insert(words.end(), each.words.begin(), each.words.end());
        const test::Outcome outcome = test::runCli(words);
        ASSERT_EQ(outcome.exitCode, 0) << outcome.errors;
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder_ / line)) {
            ++files;
            const std::string name = entry.path().filename().string();
            EXPECT_EQ(name.starts_with("song 0m02.1-0m05.0 ("), each.selection.has_value()) << name;
            EXPECT_TRUE(test::readBytes(entry.path()) ==
                        test::readBytes(folder_ / window / entry.path().filename().string()))
                << round << ' ' << entry.path().filename();
        }
        EXPECT_EQ(files, 3);
    }
}

TEST_F(WindowExportTest, TheQuestionGoesWithTheDialogWhenAnotherSongIsOpened) {
    test::writeText(folder_ / "song (background).wav", "mine");
    const QPointer<ExportDialog> dialog = openDialog();
    ASSERT_TRUE(dialog);
    dialog->findChild<QLineEdit*>(QStringLiteral("folder"))->setText(fromPath(folder_.path()));
    click(dialog, "&Export");
    const QPointer<QMessageBox> question = dialog->findChild<QMessageBox*>();
    ASSERT_TRUE(question);
    EXPECT_TRUE(question->isVisible());
    openAnother();
    EXPECT_FALSE(question);
    EXPECT_FALSE(dialog);
    EXPECT_EQ(test::readBytes(folder_ / "song (background).wav"), "mine");
}

TEST_F(WindowExportTest, AFailedOneCanBeMendedWhenAnotherSongIsOpen) {
    // It was to be replaced, which was not allowed, and the song has the old settings still.
    test::writeText(folder_ / "song (background).wav", "mine");
    ExportDialog* before = openDialog();
    ASSERT_TRUE(before);
    ExportOrder failed = before->order();
    before->reject();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    failed.settings.parts = {Part::background};
    failed.settings.folder = folder_.path();
    failed.settings.namePattern = "{title} ({part})";
    failed.overwrite = true; // as the user said at that time
    openAnother();

    Q_EMIT window_.findChild<ExportBar*>()->retryWanted(failed);
    const QPointer<ExportDialog> dialog = window_.findChild<ExportDialog*>();
    ASSERT_TRUE(dialog);
    EXPECT_TRUE(dialog->isVisible());
    EXPECT_EQ(dialog->windowTitle(), QStringLiteral("Export stems of “song”"));
    EXPECT_EQ(dialog->order().song, failed.song);
    EXPECT_EQ(dialog->order().share, failed.share);
    EXPECT_EQ(dialog->order().settings.parts, failed.settings.parts);
    click(dialog, "&Export");
    const QPointer<QMessageBox> question = dialog->findChild<QMessageBox*>();
    ASSERT_TRUE(question) << "it is asked each time";
    EXPECT_EQ(test::readBytes(folder_ / "song (background).wav"), "mine");
    click(question, "&Replace");
    ASSERT_TRUE(test::waitUntil([this] { return isWritten(); }));
    EXPECT_GT(std::filesystem::file_size(folder_ / "song (background).wav"), 1000U);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "other (background).wav"));
}

TEST_F(WindowExportTest, ThatAPictureIsDrawnIsToldUntilItIsThere) {
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    trigger("Export &picture…");
    auto* dialog = window_.findChild<QDialog*>(QStringLiteral("pictureDialog"));
    ASSERT_TRUE(dialog);
    click(dialog, "Save");
    auto* files = dialog->findChild<QFileDialog*>();
    ASSERT_TRUE(files);
    files->findChild<QLineEdit*>()->setText(fromPath(folder_ / "picture.png"));
    files->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click();
    const auto* notice = window_.findChild<Notice*>();
    EXPECT_EQ(notice->text(), QStringLiteral("Drawing the picture “picture.png” …"));
    EXPECT_FALSE(notice->findChild<QTimer*>()->isActive()) << "it does not go by itself";
    ASSERT_TRUE(test::waitUntil([&] { return notice->text().startsWith("Wrote"); }));
    EXPECT_TRUE(notice->findChild<QTimer*>()->isActive());
}

} // namespace
} // namespace refrain
