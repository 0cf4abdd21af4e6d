// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture_export.h"

#include "tests/support/temporary_folder.h"
#include "tests/ui/export/separated_song.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/export/export_dialog.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class PictureExportTest : public testing::Test {
protected:
    PictureExportTest() {
        QSettings().clear();
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        const ExportOrder stems = test::orderOf(folder_.path(), 1);
        order_.song = stems.song;
        order_.params = stems.params;
        order_.share = stems.share;
    }

    /// Opens the dialog, chooses, and saves under this name.
    void save(const char* ending, int width, int height, const QString& name) {
        sentences_.clear();
        stages_.clear();
        exportPicture(order_, &window_, [this](PictureStage stage, const QString& sentence) {
            sentences_ += sentence;
            stages_.push_back(stage);
            failed_ = stage == PictureStage::failed;
        });
        auto* dialog = window_.findChild<QDialog*>(QStringLiteral("pictureDialog"));
        ASSERT_TRUE(dialog);
        auto* format = dialog->findChild<QComboBox*>(QStringLiteral("format"));
        format->setCurrentIndex(format->findData(QString::fromLatin1(ending)));
        dialog->findChild<QSpinBox*>(QStringLiteral("width"))->setValue(width);
        dialog->findChild<QSpinBox*>(QStringLiteral("height"))->setValue(height);
        dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click();
        auto* files = dialog->findChild<QFileDialog*>();
        ASSERT_TRUE(files);
        proposed_ = files->selectedFiles().value(0);
        kind_ = files->findChild<QComboBox*>(QStringLiteral("fileTypeCombo"))->currentText();
        files->findChild<QLineEdit*>()->setText(fromPath(folder_.path() / toPath(name)));
        files->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click();
        EXPECT_THAT(stages_, testing::ElementsAre(PictureStage::drawing)) << "at once";
        ASSERT_TRUE(test::waitUntil([this] { return sentences_.size() == 2; }));
        EXPECT_NE(stages_.back(), PictureStage::drawing);
        // Deleted only once they are closed.
        ASSERT_TRUE(test::waitUntil([this] { return !window_.findChild<QDialog*>(); }));
    }

    test::TemporaryFolder folder_;
    QWidget window_;
    PictureOrder order_;
    QStringList sentences_;
    std::vector<PictureStage> stages_;
    bool failed_ = false; // says the last one
    QString proposed_;
    QString kind_; // of files, as the dialog says it
};

TEST_F(PictureExportTest, WritesEachFormatAtTheSizeThatWasChosen) {
    save(".svg", 640, 480, QStringLiteral("drawing.svg"));
    EXPECT_EQ(toPath(proposed_), folder_.path() / "song.svg");
    EXPECT_EQ(kind_, QStringLiteral("SVG drawings"));
    EXPECT_THAT(sentences_.last().toStdString(), HasSubstr("drawing.svg"));
    EXPECT_FALSE(failed_);
    EXPECT_THAT(test::readBytes(folder_.path() / "drawing.svg"),
                HasSubstr("width=\"640px\" height=\"480px\""));
    save(".pdf", 800, 400, QStringLiteral("drawing")); // the ending comes by itself
    EXPECT_THAT(test::readBytes(folder_.path() / "drawing.pdf"),
                HasSubstr("/MediaBox [ 0 0 600 300 ]"));
    save(".png", 300, 200, QStringLiteral("pixels.png"));
    EXPECT_THAT(test::readBytes(folder_.path() / "pixels.png"), StartsWith("\x89PNG"));
}

TEST_F(PictureExportTest, TakesTheFormatThatTheNameSays) {
    save(".png", 300, 200, QStringLiteral("picture.pdf"));
    EXPECT_THAT(test::readBytes(folder_.path() / "picture.pdf"), StartsWith("%PDF"));
    save(".svg", 300, 200, QStringLiteral("song 1.2"));
    EXPECT_THAT(test::readBytes(folder_.path() / "song 1.2.svg"), StartsWith("<?xml"));
}

TEST_F(PictureExportTest, ShowsWhatTheViewShows) {
    SpectrogramView view;
    const auto levels = std::make_shared<const LevelPyramid>(
        withShare(makeLevelPyramid(order_.song->file.clip, order_.params), *order_.share));
    view.setLevels(levels);
    view.setSpacing(FrequencySpacing::linear);
    view.setLevelRange({.topDecibels = -35, .spanDecibels = 60});
    view.setVisibleRange({0.25, 0.5});
    view.zoomFrequency(0.5, 5000);
    PitchTrack pitch{.hertz = std::vector<float>(levels->frames, 5000.0F),
                     .salience = {},
                     .sung = std::vector<std::uint8_t>(levels->frames, 1)};
    view.setPitchTrack(std::make_shared<const PitchTrack>(pitch));
    for (const auto& [name, map] : kColourMaps) {
        view.setColourMap(*map);
        for (const bool sung : {false, true}) {
            view.setPitchTrackVisible(sung);
            order_.settings = view.pictureSettings();
            EXPECT_EQ(order_.settings.fromSeconds, 0.25);
            EXPECT_EQ(order_.settings.toSeconds, 0.5);
            EXPECT_EQ(order_.settings.highestHertz, view.visibleFrequencies().highestHertz);
            EXPECT_EQ(order_.settings.topDecibels, -35);
            const QString file = QStringLiteral("%1%2.png").arg(name.data()).arg(sung);
            save(".png", 600, 400, file);
            QImage image(fromPath(folder_.path() / toPath(file)), "PNG");
            ASSERT_EQ(image.size(), QSize(600, 400));
            // Every pixel of a picture has a colour of the map, but for those of the line.
            const QRect inside(100, 60, 350, 60);
            int foreign = 0;
            for (int y = inside.top(); y <= inside.bottom(); ++y)
                for (int x = inside.left(); x <= inside.right(); ++x)
                    foreign += std::ranges::find(*map, image.pixel(x, y)) == map->end();
            EXPECT_TRUE(sung ? foreign > inside.width() / 2 : foreign == 0) << name << foreign;
        }
    }
}

TEST_F(PictureExportTest, RemembersTheChoice) {
    save(".pdf", 777, 555, QStringLiteral("a.pdf"));
    exportPicture(order_, &window_, [](PictureStage, const QString&) {});
    EXPECT_EQ(window_.findChild<QComboBox*>(QStringLiteral("format"))->currentData(),
              QStringLiteral(".pdf"));
    EXPECT_EQ(window_.findChild<QSpinBox*>(QStringLiteral("width"))->value(), 777);
    EXPECT_EQ(window_.findChild<QSpinBox*>(QStringLiteral("height"))->value(), 555);
}

TEST_F(PictureExportTest, BeginsWhereTheLastExportWent) {
    std::filesystem::create_directory(folder_.path() / "exports");
    save(".png", 300, 200, QStringLiteral("exports/a.png"));
    EXPECT_EQ(toPath(proposed_), folder_.path() / "song.png") << "beside the song at first";
    save(".png", 300, 200, QStringLiteral("exports/b.png"));
    EXPECT_EQ(toPath(proposed_), folder_.path() / "exports" / "song.png");
    const auto stemFolder = [this] {
        ExportChoices choices;
        choices.order.song = order_.song;
        return ExportDialog(choices).findChild<QLineEdit*>(QStringLiteral("folder"))->text();
    };
    EXPECT_EQ(toPath(stemFolder()), folder_.path() / "exports");
    std::filesystem::remove_all(folder_.path() / "exports");
    EXPECT_EQ(toPath(stemFolder()), folder_.path());
}

TEST_F(PictureExportTest, ReplacesOnlyWhatTheDialogHasAskedAbout) {
    test::writeText(folder_.path() / "song 1.2.svg", "precious");
    save(".svg", 300, 200, QStringLiteral("song 1.2"));
    EXPECT_THAT(sentences_.last().toStdString(), HasSubstr("exists already"));
    EXPECT_THAT(sentences_.last().toStdString(), HasSubstr("or choose its whole name."))
        << "the dialog asks about that";
    EXPECT_EQ(test::readBytes(folder_.path() / "song 1.2.svg"), "precious");
}

TEST_F(PictureExportTest, ThatCannotBeWrittenSaysWhy) {
    test::writeText(folder_.path() / "file", "no folder"); // which root cannot write into either
    save(".svg", 300, 200, QStringLiteral("file/x.svg"));
    EXPECT_THAT(sentences_.last().toStdString(), StartsWith("Cannot write "));
    EXPECT_THAT(sentences_.last().toStdString(), HasSubstr("not a directory"));
    EXPECT_TRUE(failed_);
    EXPECT_EQ(test::readBytes(folder_.path() / "file"), "no folder");
}

TEST_F(PictureExportTest, AFrequencyThatTheSongDoesNotHaveIsRefused) {
    order_.settings.highestHertz = 50'000; // which the song cannot have
    save(".svg", 300, 200, QStringLiteral("x.svg"));
    EXPECT_THAT(sentences_.last().toStdString(), HasSubstr("22050 Hz"));
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "x.svg"));
}

} // namespace
} // namespace refrain
