// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/fader_row.h"

#include <QAbstractSpinBox>
#include <QSlider>
#include <QStyleOptionSlider>
#include <QTimer>
#include <QToolButton>
#include <QtTest/QTest>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;

class FaderRowTest : public testing::Test {
protected:
    FaderRowTest() {
        row_.resize(340, 28);
        row_.show();
        QObject::connect(&row_, &FaderRow::gestureBegan, &row_, [this] { ++gestures_; });
        QObject::connect(&row_, &FaderRow::edited, &row_, [this](const Fader& fader) {
            faders_.push_back(fader);
            row_.setFader(fader); // as whoever listens does
        });
    }

    QPoint handle() const {
        QStyleOptionSlider option;
        option.initFrom(slider_);
        option.minimum = slider_->minimum();
        option.maximum = slider_->maximum();
        option.sliderPosition = slider_->sliderPosition();
        option.sliderValue = slider_->value();
        return slider_->style()
            ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, slider_)
            .center();
    }

    FaderRow row_{QStringLiteral("Foreground"), QStringLiteral("Usually the voice"), 12, true};
    QSlider* slider_ = row_.findChild<QSlider*>();
    std::vector<Fader> faders_;
    int gestures_ = 0;
};

TEST_F(FaderRowTest, ADragIsOneGesture) {
    for (int drag = 1; drag <= 2; ++drag) {
        const QPoint from = handle();
        QTest::mousePress(slider_, Qt::LeftButton, {}, from);
        for (int x = 1; x <= 20; ++x) {
            const QPointF to = from - QPoint(x, 0);
            QMouseEvent move(QEvent::MouseMove, to, slider_->mapToGlobal(to), Qt::NoButton,
                             Qt::LeftButton, {});
            QApplication::sendEvent(slider_, &move);
        }
        QTest::mouseRelease(slider_, Qt::LeftButton, {}, from - QPoint(20, 0));
        EXPECT_EQ(gestures_, drag) << "also where one follows the other at once";
    }
    EXPECT_GT(faders_.size(), 10U);
    EXPECT_LT(faders_.back().decibels, -10);
}

TEST_F(FaderRowTest, APressBesideTheHandleMovesNothingAndADragFromThereAsFar) {
    const auto drag = [this](int beside, Qt::KeyboardModifiers modifiers = {}) {
        row_.setFader({.decibels = -20});
        faders_.clear();
        const QPoint from = handle() + QPoint(beside, 0);
        QTest::mousePress(slider_, Qt::LeftButton, modifiers, from);
        EXPECT_TRUE(faders_.empty()) << beside;
        const QPointF to = from + QPoint(20, 0);
        QMouseEvent move(QEvent::MouseMove, to, slider_->mapToGlobal(to), Qt::NoButton,
                         Qt::LeftButton, modifiers);
        QApplication::sendEvent(slider_, &move);
        QTest::mouseRelease(slider_, Qt::LeftButton, modifiers, to.toPoint());
        return faders_.empty() ? -20 : faders_.back().decibels;
    };
    const double up = drag(0);
    EXPECT_GT(up, -15);
    for (const int beside : {-30, -10, 10, 30})
        EXPECT_EQ(drag(beside), up) << beside;
    EXPECT_NEAR(drag(0, Qt::ShiftModifier), -20 + (up + 20) / 10, 0.1);
}

TEST_F(FaderRowTest, ADragGoesOnFromALevelThatChangedUnderTheHand) {
    const QPoint from = handle();
    const auto moveBy = [&](int way) {
        const QPointF to = from + QPoint(way, 0);
        QMouseEvent move(QEvent::MouseMove, to, slider_->mapToGlobal(to), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(slider_, &move);
    };
    QTest::mousePress(slider_, Qt::LeftButton, {}, from);
    moveBy(-10);
    row_.setFader({.decibels = -40});
    moveBy(-11);
    EXPECT_LT(faders_.back().decibels, -40);
    EXPECT_GT(faders_.back().decibels, -42);
    QTest::mouseRelease(slider_, Qt::LeftButton, {}, from - QPoint(11, 0));
}

TEST_F(FaderRowTest, ShiftIsTenTimesAsFine) {
    row_.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&row_));
    auto* field = row_.findChild<QAbstractSpinBox*>();
    const auto turnWheel = [](QWidget* control, QPoint eighths) {
        const QPointF place = control->rect().center();
        QWheelEvent wheel(place, control->mapToGlobal(place), {}, eighths, Qt::NoButton,
                          Qt::ShiftModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(control, &wheel);
    };
    const auto level = [this] { return faders_.back().decibels; };
    slider_->setFocus();
    turnWheel(slider_, {0, -120});
    EXPECT_DOUBLE_EQ(level(), -0.1);
    turnWheel(slider_, {-120, 0}); // as some systems turn it
    EXPECT_DOUBLE_EQ(level(), -0.2);
    for (int i = 0; i < 4; ++i)
        turnWheel(slider_, {0, -30});
    EXPECT_DOUBLE_EQ(level(), -0.3) << "small turns add up";
    for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Down})
        QTest::keyClick(slider_, key, Qt::ShiftModifier);
    EXPECT_DOUBLE_EQ(level(), -0.5);
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Up})
        QTest::keyClick(slider_, key, Qt::ShiftModifier);
    EXPECT_DOUBLE_EQ(level(), -0.3);
    QTest::keyClick(slider_, Qt::Key_PageDown, Qt::ShiftModifier);
    EXPECT_DOUBLE_EQ(level(), -0.6);
    field->setFocus();
    turnWheel(field, {0, 120});
    EXPECT_DOUBLE_EQ(level(), -0.5);
    QTest::keyClick(field, Qt::Key_Down, Qt::ShiftModifier);
    EXPECT_DOUBLE_EQ(level(), -0.6);
    EXPECT_EQ(gestures_, 1);
}

TEST_F(FaderRowTest, StepsWithoutAPauseAreOneGesture) {
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(slider_, Qt::Key_Left);
    EXPECT_EQ(gestures_, 1) << "however long each step took";
    EXPECT_EQ(faders_.back().decibels, -2);
    auto* pause = row_.findChild<QTimer*>(QStringLiteral("gesture"));
    QTimerEvent over(pause->timerId());
    QCoreApplication::sendEvent(pause, &over);
    QTest::keyClick(slider_, Qt::Key_Left);
    EXPECT_EQ(gestures_, 2) << "the next one begins after a pause";
}

TEST_F(FaderRowTest, ADoubleClickRestores) {
    row_.setFader({.decibels = -20, .muted = true});
    QTest::mouseDClick(slider_, Qt::LeftButton, {}, handle());
    ASSERT_FALSE(faders_.empty());
    EXPECT_EQ(faders_.back(), (Fader{0, true, false}));
    EXPECT_EQ(gestures_, 1);
}

TEST_F(FaderRowTest, BackspaceRestoresToo) {
    row_.setFader({.decibels = -20});
    QTest::keyClick(slider_, Qt::Key_Backspace);
    ASSERT_FALSE(faders_.empty());
    EXPECT_EQ(faders_.back().decibels, 0);
}

TEST_F(FaderRowTest, AWheelInPassingTurnsNothing) {
    row_.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&row_));
    const auto turnWheel = [this] {
        const QPointF place = handle();
        QWheelEvent wheel(place, slider_->mapToGlobal(place), {}, {0, -120}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(slider_, &wheel);
    };
    slider_->clearFocus();
    turnWheel();
    EXPECT_TRUE(faders_.empty());
    slider_->setFocus();
    turnWheel();
    EXPECT_FALSE(faders_.empty());
}

TEST_F(FaderRowTest, ButtonsMuteAndSolo) {
    for (auto* button : row_.findChildren<QToolButton*>())
        QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_THAT(faders_, ElementsAre(Fader{0, false, true}, Fader{0, true, true}));
}

} // namespace
} // namespace refrain
