// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/song_window.h"

#include <QAbstractButton>
#include <QSlider>
#include <gmock/gmock.h>

namespace refrain {
namespace {

class PlaybackKeysTest : public test::SongWindowTest {
protected:
    /// All that can have the focus.
    std::vector<QWidget*> focusable() const {
        std::vector<QWidget*> result;
        for (auto* widget : window_.findChildren<QWidget*>())
            if (widget->isVisible() && widget->isEnabled() && widget->focusPolicy() != Qt::NoFocus)
                result.push_back(widget);
        return result;
    }
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
