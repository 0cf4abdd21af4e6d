// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/main_window.h"
#include "ui/playback/fader_row.h"
#include "ui/separation/analysis_box.h"
#include "ui/separation/knob_slider.h"
#include "ui/separation/separation_panel.h"

#include <QScrollBar>
#include <QSettings>
#include <QSlider>
#include <QToolButton>
#include <QtTest/QTest>
#include <algorithm>
#include <gtest/gtest.h>

namespace refrain {
namespace {

/// Where things stand in the window.
class LayoutTest : public testing::Test {
protected:
    LayoutTest() {
        QSettings().clear();
        window_.resize(1280, 800);
        window_.show();
        test::writeClip(folder_ / "song.wav", test::demoSong(3));
        window_.open(fromPath(folder_ / "song.wav"));
        EXPECT_TRUE(test::waitUntil([this] { return window_.document().isSeparated(); }));
        QCoreApplication::processEvents();
    }

    template <class Control>
    QRect place(const Control* control) const {
        return {control->mapTo(&window_, QPoint()), control->size()};
    }

    /// Whether all of a control of the panel is within what of the panel is seen.
    bool isSeen(const QWidget* control) const {
        const QWidget* viewport = window_.findChild<SeparationPanel*>()->viewport();
        return place(viewport).contains(place(control));
    }

    const QScrollBar& scrollBar() const {
        return *window_.findChild<SeparationPanel*>()->verticalScrollBar();
    }

    test::TemporaryFolder folder_;
    MainWindow window_;
};

TEST_F(LayoutTest, TheKnobsFitIntoAWindowOfTheUsualSize) {
    EXPECT_FALSE(scrollBar().isVisible()) << scrollBar().maximum() << " pixels too many";
    window_.resize(1024, 640);
    EXPECT_TRUE(test::waitUntil([this] { return scrollBar().isVisible(); }));
}

TEST_F(LayoutTest, WhatIsUnfoldedIsSeen) {
    auto* box = window_.findChild<AnalysisBox*>();
    auto* head = box->findChild<QToolButton*>();
    for (const QSize size : {QSize(1280, 800), QSize(1024, 640)})
        for (const bool byKey : {false, true}) {
            window_.resize(size);
            QCoreApplication::processEvents();
            head->setFocus(Qt::TabFocusReason);
            if (byKey)
                QTest::keyClick(head, Qt::Key_Return); // Space plays
            else
                QTest::mouseClick(head, Qt::LeftButton);
            ASSERT_TRUE(box->isUnfolded());
            EXPECT_TRUE(isSeen(box)) << size.height() << ' ' << byKey;
            QCoreApplication::processEvents();
            EXPECT_TRUE(isSeen(box)) << "and stays so";
            head->click();
        }
}

TEST_F(LayoutTest, WhatGetsTheKeyboardIsSeen) {
    window_.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window_));
    window_.resize(1024, 640);
    ASSERT_TRUE(test::waitUntil([this] { return scrollBar().isVisible(); }));
    auto* panel = window_.findChild<SeparationPanel*>();
    int seen = 0;
    const auto look = [&](QWidget* control) {
        control->setFocus(Qt::ShortcutFocusReason);
        EXPECT_TRUE(isSeen(control)) << control->accessibleName().toStdString();
        ++seen;
    };
    const auto controls = panel->widget()->findChildren<QWidget*>();
    for (auto* control : controls)
        if (control->isVisible() && (control->focusPolicy() & Qt::TabFocus))
            look(control);
    std::ranges::for_each(controls.rbegin(), controls.rend(), [&](QWidget* control) {
        if (control->isVisible() && (control->focusPolicy() & Qt::TabFocus))
            look(control);
    });
    EXPECT_GT(seen, 20);
}

TEST_F(LayoutTest, ThePanelStaysWhereItIsWhenTheWindowGetsTheKeyboardBack) {
    window_.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window_));
    window_.resize(1024, 640);
    ASSERT_TRUE(test::waitUntil([this] { return scrollBar().isVisible(); }));
    auto* panel = window_.findChild<SeparationPanel*>();
    auto* slider = panel->findChild<KnobSlider*>();
    slider->setFocus(Qt::TabFocusReason);
    panel->verticalScrollBar()->setValue(scrollBar().maximum());
    ASSERT_FALSE(isSeen(slider));
    QWidget other; // another window
    other.show();
    other.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&other));
    EXPECT_FALSE(slider->hasFocus());
    window_.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window_));
    EXPECT_TRUE(slider->hasFocus());
    EXPECT_EQ(scrollBar().value(), scrollBar().maximum());
    panel->focusKnobs();
    EXPECT_TRUE(isSeen(slider)) << "who asks for the knobs sees them";
}

TEST_F(LayoutTest, SlidersStandInLine) {
    std::vector<QRect> faders;
    for (const auto* row : window_.findChildren<FaderRow*>())
        faders.push_back(place(row->findChild<QSlider*>()));
    ASSERT_EQ(faders.size(), 4U);
    std::vector<QRect> knobs;
    for (const auto* slider : window_.findChildren<KnobSlider*>())
        knobs.push_back(place(slider));
    ASSERT_EQ(knobs.size(), 3U);
    for (const auto& sliders : {faders, knobs})
        for (const QRect& slider : sliders) {
            EXPECT_EQ(slider.left(), sliders.front().left());
            EXPECT_EQ(slider.width(), sliders.front().width());
        }
    EXPECT_GE(faders.front().width(), 90);
}

} // namespace
} // namespace refrain
