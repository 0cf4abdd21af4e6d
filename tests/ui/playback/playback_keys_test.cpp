// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QSettings>
#include <QSlider>
#include <QToolButton>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

class PlaybackKeysTest : public testing::Test {
protected:
    PlaybackKeysTest() {
        QSettings().clear();
        test::writeClip(folder_ / "song.wav", test::demoSong(4));
        window_.resize(1280, 800);
        window_.show();
        window_.activateWindow();
        window_.open(fromPath(folder_ / "song.wav"));
        EXPECT_TRUE(test::waitUntil([this] { return window_.document().isSeparated(); }));
        EXPECT_TRUE(QTest::qWaitForWindowActive(&window_));
    }

    QAction* action(const char* text) const {
        for (auto* each : window_.findChildren<QAction*>())
            if (QString(each->text()).remove('&') == QString::fromUtf8(text))
                return each;
        ADD_FAILURE() << "There is no action " << text;
        return nullptr;
    }

    QToolButton* button(const char* text) const {
        for (auto* each : window_.findChildren<QToolButton*>())
            if (each->text() == QString::fromUtf8(text))
                return each;
        ADD_FAILURE() << "There is no button " << text;
        return nullptr;
    }

    /// All that can have the focus.
    std::vector<QWidget*> focusable() const {
        std::vector<QWidget*> result;
        for (auto* widget : window_.findChildren<QWidget*>())
            if (widget->isVisible() && widget->isEnabled() && widget->focusPolicy() != Qt::NoFocus)
                result.push_back(widget);
        return result;
    }

    test::TemporaryFolder folder_;
    MainWindow window_;
};

TEST_F(PlaybackKeysTest, HearOnePartWhateverHasTheFocusAndReturn) {
    const std::vector<QWidget*> widgets = focusable();
    EXPECT_GT(widgets.size(), 20U);
    const struct {
        Qt::Key key;
        const char* action;
        const char* button;
    } keys[] = {{Qt::Key_B, "Hear only the background", "Background"},
                {Qt::Key_V, "Hear only the foreground", "Foreground"},
                {Qt::Key_O, "Hear the original", "Original"}};
    for (QWidget* widget : widgets) {
        widget->setFocus();
        for (const auto& [key, text, word] : keys) {
            QTest::keyClick(widget, key);
            EXPECT_TRUE(action(text)->isChecked()) << widget->metaObject()->className() << text;
            EXPECT_TRUE(button(word)->isChecked()) << widget->metaObject()->className() << word;
            QTest::keyClick(widget, key);
            EXPECT_FALSE(action(text)->isChecked()) << widget->metaObject()->className() << text;
            EXPECT_FALSE(button(word)->isChecked()) << widget->metaObject()->className() << word;
        }
    }
    // From one straight to the other.
    QTest::keyClick(&window_, Qt::Key_B);
    QTest::keyClick(&window_, Qt::Key_O);
    EXPECT_FALSE(button("Background")->isChecked());
    EXPECT_TRUE(button("Original")->isChecked());
}

TEST_F(PlaybackKeysTest, SpacePlaysWhateverHasTheFocusAndPressesNothing) {
    int wanted = 0;
    for (auto* each : window_.findChildren<QAction*>())
        if (each->shortcut() == QKeySequence(Qt::Key_Space))
            QObject::connect(each, &QAction::triggered, [&] { ++wanted; });
    int pressed = 0;
    for (auto* each : window_.findChildren<QAbstractButton*>())
        QObject::connect(each, &QAbstractButton::pressed, [&] { ++pressed; });
    int expected = 0;
    for (QWidget* widget : focusable()) {
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_Space);
        EXPECT_EQ(wanted, ++expected)
            << widget->metaObject()->className() << ' ' << widget->accessibleName().toStdString();
        wanted = expected;
    }
    EXPECT_EQ(pressed, 0);
    EXPECT_FALSE(QApplication::activePopupWidget());
}

TEST_F(PlaybackKeysTest, XComparesTwoSettingsOfAllKnobs) {
    const MaskSettings first = window_.document().settings().knobs;
    EXPECT_TRUE(button("A")->isChecked());
    QTest::keyClick(&window_, Qt::Key_X);
    EXPECT_TRUE(button("B")->isChecked());
    EXPECT_FALSE(button("A")->isChecked());
    EXPECT_EQ(window_.document().settings().knobs, first); // alike until one is changed
    SeparationSettings settings = window_.document().settings();
    settings.knobs = {3, 11, 3};
    window_.document().change(settings, QStringLiteral("Knobs"));
    QTest::keyClick(&window_, Qt::Key_V);

    QTest::keyClick(&window_, Qt::Key_X);
    EXPECT_TRUE(button("A")->isChecked());
    EXPECT_EQ(window_.document().settings().knobs, first);
    EXPECT_TRUE(button("Foreground")->isChecked())
        << "the foreground of one is compared with that of the other";
    QTest::keyClick(&window_, Qt::Key_X);
    EXPECT_EQ(window_.document().settings().knobs, (MaskSettings{3, 11, 3}));
    QTest::keyClick(&window_, Qt::Key_X, Qt::ShiftModifier); // the other becomes as this one
    QTest::keyClick(&window_, Qt::Key_X);
    EXPECT_EQ(window_.document().settings().knobs, (MaskSettings{3, 11, 3}));
}

TEST_F(PlaybackKeysTest, LSwitchesTheLoop) {
    EXPECT_FALSE(action("Loop")->isChecked());
    QTest::keyClick(&window_, Qt::Key_L);
    EXPECT_TRUE(action("Loop")->isChecked());
    QTest::keyClick(&window_, Qt::Key_L);
    EXPECT_FALSE(action("Loop")->isChecked());
}

TEST_F(PlaybackKeysTest, WhoeverTurnsAFaderHearsTheMix) {
    QTest::keyClick(&window_, Qt::Key_O);
    ASSERT_TRUE(button("Original")->isChecked());
    QSlider* fader = nullptr;
    for (auto* each : window_.findChildren<QSlider*>())
        if (each->accessibleName() == QLatin1String("Gain of Foreground"))
            fader = each;
    ASSERT_TRUE(fader);
    const int before = fader->value();
    QTest::keyClick(fader, Qt::Key_PageDown);
    EXPECT_LT(fader->value(), before);
    EXPECT_FALSE(button("Original")->isChecked());
}

} // namespace
} // namespace refrain
