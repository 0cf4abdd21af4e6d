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
#include "ui/spectrogram/spectrogram_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
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

    /// Exports all parts as a user does, into the folder of this name.
    void exportAll(const char* format, const char* folder) {
        for (auto* action : window_.findChildren<QAction*>())
            if (action->text() == QStringLiteral("&Export stems…"))
                action->trigger();
        auto* dialog = window_.findChild<ExportDialog*>();
        ASSERT_TRUE(dialog);
        for (auto* box : dialog->findChildren<QCheckBox*>())
            box->setChecked(!box->text().contains(QLatin1String("hear")));
        auto* formats = dialog->findChild<QComboBox*>(QStringLiteral("format"));
        formats->setCurrentIndex(formats->findData(QString::fromLatin1(format)));
        dialog->findChild<QLineEdit*>(QStringLiteral("folder"))
            ->setText(fromPath(folder_ / folder));
        for (auto* button : dialog->findChildren<QPushButton*>())
            if (button->text() == QStringLiteral("&Export"))
                button->click();
        const auto ended = [this] {
            for (const auto* text : window_.findChild<ExportBar*>()->findChildren<QLabel*>())
                if (text->isVisible() && text->text().startsWith(QStringLiteral("Wrote")))
                    return true;
            return false;
        };
        ASSERT_TRUE(test::waitUntil(ended));
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

} // namespace
} // namespace refrain
