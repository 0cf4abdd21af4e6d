// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include "tests/support/temporary_folder.h"
#include "tests/ui/export/separated_song.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QSlider>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ExportDialogTest : public testing::Test {
protected:
    ExportDialogTest() {
        QSettings().clear();
        choices_.order = test::orderOf(folder_.path(), 1);
        choices_.songSeconds = 1;
        open();
    }

    void open() {
        dialog_ = std::make_unique<ExportDialog>(choices_);
        dialog_->show();
        QObject::connect(dialog_.get(), &ExportDialog::exportWanted,
                         [this](const ExportOrder& order) { orders_.push_back(order); });
    }

    template <class Button>
    Button* button(const char* text) const {
        for (auto* each : dialog_->findChildren<Button*>())
            if (QString(each->text()).remove('&').startsWith(QString::fromUtf8(text)))
                return each;
        ADD_FAILURE() << "There is no " << text;
        return nullptr;
    }
    QCheckBox* box(const char* text) const { return button<QCheckBox>(text); }
    QPushButton* start() const { return button<QPushButton>("Export"); }
    QLineEdit* line(const char* name) const {
        return dialog_->findChild<QLineEdit*>(QString::fromLatin1(name));
    }
    std::string names() const {
        return dialog_->findChild<QLabel*>(QStringLiteral("names"))->text().toStdString();
    }

    /// Starts the export, and the question that it asks.
    QMessageBox* question() const {
        start()->click();
        auto* box = dialog_->findChild<QMessageBox*>();
        EXPECT_TRUE(box);
        return box;
    }

    /// Answers the question with the button of this text.
    static void answer(const QMessageBox* question, const char* text) {
        for (auto* each : question->buttons())
            if (QString(each->text()).remove('&') == QString::fromUtf8(text))
                each->click();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    test::TemporaryFolder folder_;
    ExportChoices choices_;
    std::unique_ptr<ExportDialog> dialog_;
    std::vector<ExportOrder> orders_;
};

TEST_F(ExportDialogTest, ShowsTheNamesAsTheyWillBe) {
    EXPECT_EQ(names(), "Song (background).wav\nSong (foreground).wav");
    line("pattern")->setText(QStringLiteral("{part}/{title} 1"));
    EXPECT_EQ(names(), "background/Song 1.wav\nforeground/Song 1.wav");
    box("Residual")->click();
    box("Background")->click();
    box("What I hear")->click();
    auto* format = dialog_->findChild<QComboBox*>(QStringLiteral("format"));
    format->setCurrentIndex(format->findData(QStringLiteral("opus")));
    EXPECT_EQ(names(), "foreground/Song 1.opus\nresidual/Song 1.opus\nmix/Song 1.opus");
    start()->click();
    ASSERT_EQ(orders_.size(), 1U);
    EXPECT_THAT(orders_[0].settings.parts, ElementsAre(Part::foreground, Part::residual));
    EXPECT_TRUE(orders_[0].settings.mix);
    EXPECT_EQ(orders_[0].settings.format.container, Container::opus);
    EXPECT_FALSE(orders_[0].overwrite);
}

TEST_F(ExportDialogTest, RefusesWhatCannotBeWritten) {
    const auto refuses = [this](const char* why) {
        EXPECT_FALSE(start()->isEnabled()) << why;
        EXPECT_THAT(names(), HasSubstr(why));
        QTest::keyClick(dialog_.get(), Qt::Key_Return);
        EXPECT_TRUE(orders_.empty()) << why;
    };
    box("Background")->click();
    box("Foreground")->click();
    refuses("at least one part");
    box("Foreground")->click();
    box("Background")->click();
    EXPECT_TRUE(start()->isEnabled());
    line("pattern")->setText(QStringLiteral("{title}"));
    refuses("Without {part}");
    line("pattern")->setText(QStringLiteral("{title} {artist} {part}"));
    refuses("There is no {artist}");
    line("pattern")->clear();
    refuses("need a name");
    line("pattern")->setText(QStringLiteral("{part}"));
    line("folder")->clear();
    refuses("Choose a folder");
    line("folder")->setText(fromPath(folder_.path()));
    choices_.unready = QStringLiteral("Still separating.");
    dialog_->setChoices(choices_);
    refuses("Still separating.");
    choices_.unready.clear();
    dialog_->setChoices(choices_);
    EXPECT_TRUE(start()->isEnabled());
}

TEST_F(ExportDialogTest, AsksBeforeItReplacesFiles) {
    test::writeText(folder_ / "Song (foreground).wav", "mine");
    line("folder")->setText(fromPath(folder_.path()));
    const QMessageBox* one = question();
    EXPECT_EQ(one->text(), QStringLiteral("1 file exists already: Song (foreground).wav"));
    answer(one, "Cancel");
    EXPECT_TRUE(orders_.empty());
    EXPECT_TRUE(dialog_->isVisible()); // so that a name can be changed

    test::writeText(folder_ / "Song (background).wav", "mine");
    const QMessageBox* two = question();
    EXPECT_EQ(two->text(), QStringLiteral("2 files exist already:\nSong (background).wav\n"
                                          "Song (foreground).wav"));
    answer(two, "Replace");
    ASSERT_EQ(orders_.size(), 1U);
    EXPECT_TRUE(orders_[0].overwrite);
    EXPECT_FALSE(dialog_->isVisible());
}

TEST_F(ExportDialogTest, WhoeverDoesNotReadTheQuestionReplacesNothing) {
    test::writeText(folder_ / "Song (foreground).wav", "mine");
    line("folder")->setText(fromPath(folder_.path()));
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Escape}) {
        QMessageBox* box = question();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(box));
        const auto* cancel = static_cast<QPushButton*>(box->button(QMessageBox::Cancel));
        EXPECT_EQ(box->defaultButton(), cancel);
        for (const auto* button : box->findChildren<QPushButton*>())
            EXPECT_EQ(button->isDefault(), button == cancel) << "the one that is seen as such";
        QTest::keyClick(box, key);
        EXPECT_FALSE(box->isVisible());
        EXPECT_TRUE(orders_.empty());
        EXPECT_TRUE(dialog_->isVisible());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

TEST_F(ExportDialogTest, OffersTheSelectionFirst) {
    EXPECT_FALSE(button<QRadioButton>("The selection")->isEnabled());
    choices_.selectionSeconds = {0.25, 0.75};
    open();
    EXPECT_TRUE(button<QRadioButton>("The selection (0:00.3 – 0:00.8)")->isChecked() ||
                button<QRadioButton>("The selection")->isChecked());
    EXPECT_EQ(dialog_->order().fromSeconds, 0.25);
    EXPECT_EQ(dialog_->order().toSeconds, 0.75);
    button<QRadioButton>("The whole song")->click();
    EXPECT_EQ(dialog_->order().fromSeconds, 0);
    EXPECT_EQ(dialog_->order().toSeconds, 1);
}

TEST_F(ExportDialogTest, ASelectionHasNamesOfItsOwn) {
    choices_.selectionSeconds = {0.25, 0.75};
    open();
    EXPECT_EQ(names(), "Song 0m00.250-0m00.750 (background).wav\n"
                       "Song 0m00.250-0m00.750 (foreground).wav");
    button<QRadioButton>("The whole song")->click();
    EXPECT_EQ(names(), "Song (background).wav\nSong (foreground).wav");
    line("pattern")->setText(QStringLiteral("{range}/{part}"));
    EXPECT_EQ(names(), "background.wav\nforeground.wav");
    button<QRadioButton>("The selection")->click();
    EXPECT_EQ(names(), "0m00.250-0m00.750/background.wav\n0m00.250-0m00.750/foreground.wav");
}

TEST_F(ExportDialogTest, ThePatternThatWasUsualBeforeGetsARange) {
    const auto shown = [this] {
        open();
        return line("pattern")->text().toStdString();
    };
    EXPECT_EQ(shown(), "{title} {range} ({part})");
    QSettings().setValue("export/pattern", "{title} ({part})");
    EXPECT_EQ(shown(), "{title} {range} ({part})");
    QSettings().setValue("export/pattern", "{part}, {title}");
    EXPECT_EQ(shown(), "{part}, {title}") << "somebody's own stays";
    line("folder")->setText(fromPath(folder_.path()));
    line("pattern")->setText(QStringLiteral("{title} ({part})"));
    start()->click();
    EXPECT_EQ(shown(), "{title} ({part})") << "and so does the old one if it is chosen now";
}

TEST_F(ExportDialogTest, RemembersWhatWasExported) {
    box("Residual")->click();
    line("pattern")->setText(QStringLiteral("{part} of {title}"));
    line("folder")->setText(fromPath(folder_.path()));
    start()->click();
    open();
    EXPECT_TRUE(box("Residual")->isChecked());
    EXPECT_EQ(line("folder")->text(), fromPath(folder_.path()));
    EXPECT_EQ(names(), "background of Song.wav\nforeground of Song.wav\nresidual of Song.wav");
}

TEST_F(ExportDialogTest, ShowsAnOrderAsItWas) {
    ExportOrder order = test::orderOf(folder_.path(), 1);
    order.settings.parts = {Part::residual};
    order.settings.mix = ExportMix{};
    order.settings.format = {.container = Container::mp3, .quality = 0.35};
    order.settings.sampleRate = 48000;
    order.settings.avoidClipping = false;
    order.settings.namePattern = "{part}, {title}";
    order.fromSeconds = 0.125;
    order.toSeconds = 0.5;
    for (const SampleFormat samples :
         {SampleFormat::float32, SampleFormat::int16, SampleFormat::int24}) {
        dialog_->showOrder(order);
        const ExportOrder shown = dialog_->order();
        EXPECT_EQ(shown.settings.parts, order.settings.parts);
        EXPECT_TRUE(shown.settings.mix);
        EXPECT_EQ(shown.settings.format.container, order.settings.format.container);
        EXPECT_EQ(shown.settings.format.quality, order.settings.format.quality);
        EXPECT_EQ(shown.settings.sampleRate, 48000);
        EXPECT_FALSE(shown.settings.avoidClipping);
        EXPECT_EQ(shown.settings.namePattern, order.settings.namePattern);
        EXPECT_EQ(shown.settings.folder, order.settings.folder);
        EXPECT_EQ(shown.fromSeconds, 0.125);
        EXPECT_EQ(shown.toSeconds, 0.5);
        if (order.settings.format.container == Container::wav) {
            EXPECT_EQ(shown.settings.format.samples, order.settings.format.samples);
        }
        order.settings.format = {.container = Container::wav, .samples = samples};
    }
}

TEST_F(ExportDialogTest, OffersNoMixThatIsNotHeard) {
    choices_.mixIsHeard = false;
    box("What I hear")->click();
    dialog_->setChoices(choices_);
    EXPECT_FALSE(box("What I hear")->isEnabled());
    EXPECT_FALSE(dialog_->order().settings.mix);
}

} // namespace
} // namespace refrain
