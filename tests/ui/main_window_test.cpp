// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/document/remembered.h"
#include "ui/separation/knob_slider.h"
#include "ui/separation/preset_row.h"
#include "ui/shell/job_bar.h"
#include "ui/shell/time_field.h"
#include "ui/spectrogram/overview_strip.h"
#include "ui/spectrogram/spectrogram_plot.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScrollBar>
#include <QSettings>
#include <QTextBrowser>
#include <QToolButton>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tuple>
#include <utility>

namespace refrain {
namespace {

using testing::HasSubstr;

class MainWindowTest : public testing::Test {
protected:
    MainWindowTest() {
        QSettings().clear();
        window_ = std::make_unique<MainWindow>();
        window_->resize(1280, 800);
        window_->show();
    }

    Document& document() const { return window_->document(); }

    void openWhole(const AudioClip& clip) {
        test::writeClip(folder_ / "song.wav", clip);
        window_->open(fromPath(folder_ / "song.wav"));
        ASSERT_TRUE(test::waitUntil([this] { return document().isSeparated(); }));
    }

    /// One of the three pictures as it is seen, from the top: song, background, foreground.
    QImage picture(int panel) const {
        auto* view = window_->findChild<SpectrogramView*>();
        const QImage all = view->grab().toImage();
        // The middle of each third, clear of titles and axes.
        const int height = all.height() / 3;
        return all.copy(all.width() / 4, panel * height + height / 3, all.width() / 2, height / 3);
    }

    /// Waits until the pictures are as exact as they become.
    void settle() const {
        auto* view = window_->findChild<SpectrogramView*>();
        QImage last;
        EXPECT_TRUE(test::waitUntil([&] {
            QTest::qWait(100);
            const QImage now = view->grab().toImage();
            return std::exchange(last, now) == now;
        }));
    }

    QAction* action(const char* text) const {
        for (auto* each : window_->findChildren<QAction*>())
            if (QString(each->text()).remove('&') == QString::fromUtf8(text))
                return each;
        ADD_FAILURE() << "There is no action " << text;
        return nullptr;
    }

    test::TemporaryFolder folder_;
    std::unique_ptr<MainWindow> window_;
};

TEST_F(MainWindowTest, SaysWhatToDoWhenItIsEmpty) {
    EXPECT_EQ(window_->windowTitle(), QStringLiteral("Refrain"));
    EXPECT_FALSE(window_->findChild<SpectrogramView*>()->isVisible());
}

TEST_F(MainWindowTest, OpensASong) {
    openWhole(test::demoSong(4));
    EXPECT_THAT(window_->windowTitle().toStdString(), HasSubstr("song"));
    EXPECT_TRUE(window_->findChild<SpectrogramView*>()->isVisible());
}

TEST_F(MainWindowTest, TheOverviewStaysInLineWithThePicturesWhenTheLettersChange) {
    openWhole(test::demoSong(3));
    auto* overview = window_->findChild<OverviewStrip*>();
    auto* plot = window_->findChild<SpectrogramPlot*>();
    const auto inLine = [&] {
        const QRect strip = overview->contentsRect();
        const QRect picture = plot->panelRect(0);
        return overview->mapTo(window_.get(), strip.topLeft()).x() ==
                   plot->mapTo(window_.get(), picture.topLeft()).x() &&
               strip.width() == picture.width();
    };
    EXPECT_TRUE(test::waitUntil(inLine));
    const QFont before = QApplication::font();
    QFont larger = before;
    larger.setPointSizeF(before.pointSizeF() * 1.5);
    const int left = plot->panelRect(0).left();
    QApplication::setFont(larger);
    EXPECT_TRUE(test::waitUntil([&] { return plot->panelRect(0).left() > left && inLine(); }));
    QApplication::setFont(before);
    EXPECT_TRUE(test::waitUntil([&] { return plot->panelRect(0).left() == left && inLine(); }));
}

TEST_F(MainWindowTest, OpensWhatIsChosen) {
    test::writeClip(folder_ / "chosen.wav", test::demoSong(3));
    action("Open…")->trigger();
    auto* dialog = window_->findChild<QFileDialog*>();
    ASSERT_TRUE(dialog);
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    ASSERT_TRUE(name);
    name->setText(fromPath(folder_ / "chosen.wav"));
    QTest::keyClick(name, Qt::Key_Return);
    ASSERT_TRUE(test::waitUntil([this] { return document().song() != nullptr; }));
    EXPECT_EQ(document().song()->file.title, "chosen");
    EXPECT_EQ(recentFiles().front(), fromPath(folder_ / "chosen.wav"));
}

TEST_F(MainWindowTest, OpensWhatIsDropped) {
    test::writeClip(folder_ / "dropped.wav", test::demoSong(3));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(fromPath(folder_ / "dropped.wav"))});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window_.get(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window_.get(), &drop);
    ASSERT_TRUE(test::waitUntil([this] { return document().song() != nullptr; }));
    EXPECT_EQ(document().song()->file.title, "dropped");

    QMimeData text;
    text.setText(QStringLiteral("no file"));
    QDragEnterEvent refused({10, 10}, Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window_.get(), &refused);
    EXPECT_FALSE(refused.isAccepted());
}

TEST_F(MainWindowTest, OpensTheDemoSong) {
    window_->openDemo();
    ASSERT_TRUE(test::waitUntil([this] { return document().song() != nullptr; }));
    EXPECT_EQ(document().song()->file.title, "Come Round Again");
}

TEST_F(MainWindowTest, SaysOnceWhatIsWrongWithAFile) {
    openWhole(test::demoSong(3));
    for (const char* name : {"missing.wav", "lost.wav"})
        window_->open(fromPath(folder_ / name));
    ASSERT_TRUE(test::waitUntil([this] { return window_->findChild<QMessageBox*>() != nullptr; }));
    const auto boxes = window_->findChildren<QMessageBox*>();
    ASSERT_EQ(boxes.size(), 1);
    EXPECT_THAT(boxes[0]->text().toStdString(), HasSubstr("lost.wav"));
    EXPECT_TRUE(boxes[0]->text().endsWith(QLatin1Char('.')));
    boxes[0]->accept();
    EXPECT_EQ(document().song()->file.title, "song");
}

TEST_F(MainWindowTest, KnobsChangeThePartsAndNotTheSong) {
    openWhole(test::demoSong(6));
    settle();
    const QImage song = picture(0);
    const QImage background = picture(1);
    const QImage foreground = picture(2);
    for (auto* slider : window_->findChildren<KnobSlider*>())
        QTest::keyClick(slider, Qt::Key_PageUp);
    settle();
    EXPECT_EQ(picture(0), song);
    EXPECT_NE(picture(1), background);
    EXPECT_NE(picture(2), foreground);

    while (document().undoStack().canUndo())
        document().undoStack().undo();
    settle();
    EXPECT_EQ(picture(1), background);
    EXPECT_EQ(picture(2), foreground);
}

TEST_F(MainWindowTest, TheCopiedPictureIsWhatIsSeen) {
    openWhole(test::demoSong(4));
    auto* view = window_->findChild<SpectrogramView*>();
    action("Viridis")->trigger();
    action("Pitch of the voice")->trigger();
    settle();
    const QImage seen =
        window_->grab(QRect(view->mapTo(window_.get(), QPoint()), view->size())).toImage();
    action("Copy picture")->trigger();
    EXPECT_EQ(QApplication::clipboard()->image().convertToFormat(seen.format()), seen);
    EXPECT_EQ(view->pictureSettings().colours, &kViridis); // which the exported one has as well
    EXPECT_TRUE(view->pictureSettings().pitch);
}

TEST_F(MainWindowTest, KeysUndoAndRedo) {
    openWhole(test::demoSong(3));
    window_->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
    const MaskSettings before = document().settings().knobs;
    QTest::keyClick(window_->findChild<KnobSlider*>(), Qt::Key_PageUp);
    const MaskSettings after = document().settings().knobs;
    ASSERT_NE(after, before);
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(document().settings().knobs, before);
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(document().settings().knobs, after);
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    QTest::keyClick(window_.get(), Qt::Key_Y, Qt::ControlModifier);
    EXPECT_EQ(document().settings().knobs, after);
}

TEST_F(MainWindowTest, APresetTurnsAllKnobsInOneStep) {
    openWhole(test::demoSong(4));
    settle();
    const QImage foreground = picture(2);
    for (auto* button : window_->findChild<PresetRow*>()->findChildren<QToolButton*>())
        if (button->text() == QStringLiteral("Article"))
            QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_EQ(document().settings().knobs, (MaskSettings{3, 11, 3}));
    settle();
    EXPECT_NE(picture(2), foreground);
    EXPECT_EQ(document().undoStack().index(), 1);
    document().undoStack().undo();
    settle();
    EXPECT_EQ(picture(2), foreground);
}

TEST_F(MainWindowTest, AnAnalysisCanBeCancelledAndGoneOnWith) {
    // Long enough not to be finished already when a busy machine lets the window see its beginning.
    test::writeClip(folder_ / "song.wav", test::demoSong(120));
    window_->open(fromPath(folder_ / "song.wav"));
    auto* bar = window_->findChild<JobBar*>();
    bool cancelled = false;
    QObject::connect(&document(), &Document::resultsChanged, bar, [&] {
        if (cancelled || !document().levels())
            return;
        cancelled = true; // at once, before the rest is known
        EXPECT_TRUE(bar->isVisible());
        QTest::mouseClick(bar->findChild<QToolButton*>(), Qt::LeftButton);
    });
    ASSERT_TRUE(test::waitUntil([&] { return cancelled; }));
    ASSERT_TRUE(test::waitUntil([this] { return !document().job().isRunning(); }));
    EXPECT_FALSE(bar->isVisible());
    EXPECT_FALSE(document().isSeparated());
    EXPECT_TRUE(document().song()) << "it stays open";
    action("Go on analysing")->trigger();
    EXPECT_TRUE(test::waitUntil([this] { return document().isSeparated(); }));
}

TEST_F(MainWindowTest, EveryControlHasANameAndCanBeReachedByKeyboard) {
    openWhole(test::demoSong(3));
    int controls = 0;
    for (auto* widget : window_->findChildren<QWidget*>()) {
        const bool control =
            qobject_cast<QAbstractButton*>(widget) || qobject_cast<QAbstractSlider*>(widget) ||
            qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QComboBox*>(widget);
        const QString type = QString::fromUtf8(widget->metaObject()->className());
        // Qt's own, such as the arrow of a menu bar that is too long, are named "qt_...".
        if (!control || qobject_cast<QScrollBar*>(widget) || widget->objectName().startsWith("qt_"))
            continue;
        ++controls;
        const auto* button = qobject_cast<QAbstractButton*>(widget);
        const QString name = widget->accessibleName().isEmpty() && button
                                 ? button->text()
                                 : widget->accessibleName();
        EXPECT_FALSE(name.isEmpty()) << type.toStdString();
        EXPECT_TRUE(widget->focusPolicy() & Qt::TabFocus)
            << type.toStdString() << ' ' << name.toStdString();
        // A button that says what it does needs no more words.
        EXPECT_TRUE(!widget->toolTip().isEmpty() || (button && !button->text().isEmpty()))
            << type.toStdString() << ' ' << name.toStdString();
    }
    EXPECT_GT(controls, 15);
}

TEST_F(MainWindowTest, NoTwoActionsShareAKey) {
    std::map<QKeySequence, std::string> keys;
    for (const auto* each : window_->findChildren<QAction*>())
        for (const QKeySequence& key : each->shortcuts()) {
            EXPECT_FALSE(keys.contains(key)) << key.toString().toStdString() << ": " << keys[key]
                                             << " and " << each->text().toStdString();
            keys[key] = each->text().toStdString();
        }
    EXPECT_GT(keys.size(), 10U);
}

TEST_F(MainWindowTest, HelpTellsEveryKeyOfTheMenus) {
    action("Keys and gestures")->trigger();
    const auto* text = window_->findChild<QTextBrowser*>();
    ASSERT_TRUE(text);
    const QString help = text->toPlainText();
    for (const auto* each : window_->findChildren<QAction*>())
        for (const QKeySequence& key : each->shortcuts())
            EXPECT_TRUE(help.contains(key.toString()))
                << key.toString().toStdString() << ' ' << each->text().toStdString();
}

TEST_F(MainWindowTest, ComesBackAsItWas) {
    window_->resize(1111, 777);
    action("Linear")->trigger();
    window_->close();
    window_ = std::make_unique<MainWindow>();
    EXPECT_EQ(window_->size(), QSize(1111, 777));
    EXPECT_TRUE(action("Linear")->isChecked());
    EXPECT_EQ(window_->findChild<SpectrogramView*>()->spacing(), FrequencySpacing::linear);
}

TEST_F(MainWindowTest, GoesWhereATimeIsTyped) {
    openWhole(test::demoSong(10));
    auto* view = window_->findChild<SpectrogramView*>();
    auto* field = window_->findChild<TimeField*>()->findChild<QLineEdit*>();
    window_->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
    const auto type = [&](const char* text) {
        action("Go to a time")->trigger();
        EXPECT_TRUE(field->hasFocus());
        QTest::keyClicks(field, QString::fromUtf8(text));
        QTest::keyClick(field, Qt::Key_Return);
        EXPECT_TRUE(view->hasFocus());
    };
    view->setVisibleRange({0, 2});
    type("0:07.5");
    EXPECT_NEAR(view->visibleRange().fromSeconds, 6.5, 1.01) << "it is brought into view";
    EXPECT_TRUE(view->visibleRange().toSeconds > 7.5);
    EXPECT_FALSE(view->selection());
    type("2-4.5");
    ASSERT_TRUE(view->selection());
    EXPECT_EQ(view->selection()->time, (TimeSpan{2, 4.5}));
    EXPECT_TRUE(view->visibleRange().fromSeconds <= 2 && view->visibleRange().toSeconds > 2);
    EXPECT_TRUE(action("Zoom to selection")->isEnabled()) << "all the window knows of it";
    view->setVisibleRange({0, 4});
    type("3-6");
    EXPECT_LE(view->visibleRange().fromSeconds, 3);
    EXPECT_GE(view->visibleRange().toSeconds, 6) << "all of a stretch is brought into view";
    view->setVisibleRange({0, 2});
    type("1-9");
    EXPECT_EQ(view->visibleRange(), (TimeSpan{0, 2})) << "which begins there and is longer";
}

TEST_F(MainWindowTest, NothingIsSelectedInTheNextSong) {
    auto* view = window_->findChild<SpectrogramView*>();
    auto* field = window_->findChild<TimeField*>()->findChild<QLineEdit*>();
    openWhole(test::demoSong(3));
    QCoreApplication::processEvents(); // what the window does in an event of its own
    for (const bool drawn : {true, false}) {
        if (!drawn) // as before its first picture is there
            view->setLevels(nullptr);
        view->setSelection(Selection{.time = {1, 2}});
        Q_EMIT view->selectionChanged();
        ASSERT_FALSE(field->text().isEmpty());
        const std::string title = drawn ? "second" : "third";
        test::writeClip(folder_ / (title + ".wav"), test::demoSong(drawn ? 4 : 5));
        window_->open(fromPath(folder_ / (title + ".wav")));
        ASSERT_TRUE(test::waitUntil(
            [&] { return document().song()->file.title == title && document().isSeparated(); }));
        QCoreApplication::processEvents();
        EXPECT_FALSE(view->selection()) << drawn;
        EXPECT_EQ(field->text(), QString()) << drawn;
    }
}

TEST_F(MainWindowTest, EveryColourMapCanBeChosenAndComesBack) {
    // As the names of the maps are written, and as that of one of them was stored before.
    const std::tuple<const char*, const char*, const ColourMap*> maps[] = {
        {"Magma", "magma", &kMagma},
        {"Viridis", "viridis", &kViridis},
        {"Cividis", "cividis", &kCividis},
        {"Grey", "grey", &kGrey},
        {"Inverted grey", "inverted-grey", &kInvertedGrey},
        {"Inverted grey", "inverted grey", &kInvertedGrey}};
    const QString key = QStringLiteral("view/colours");
    for (const auto& [name, stored, map] : maps) {
        action(name)->trigger();
        EXPECT_EQ(window_->findChild<SpectrogramPlot*>()->colourMap(), *map) << name;
        EXPECT_EQ(QSettings().value(key).toString().replace('-', ' '),
                  QString::fromUtf8(stored).replace('-', ' '));
        QSettings().setValue(key, QString::fromUtf8(stored));
        window_ = std::make_unique<MainWindow>();
        EXPECT_EQ(window_->findChild<SpectrogramPlot*>()->colourMap(), *map) << stored;
        EXPECT_TRUE(action(name)->isChecked());
    }
}

TEST_F(MainWindowTest, ClosesInTheMiddleOfAJob) {
    test::writeClip(folder_ / "song.wav", test::demoSong(20));
    window_->open(fromPath(folder_ / "song.wav"));
    ASSERT_TRUE(test::waitUntil([this] { return document().levels() != nullptr; }));
    window_->close();
    window_.reset();
}

} // namespace
} // namespace refrain
