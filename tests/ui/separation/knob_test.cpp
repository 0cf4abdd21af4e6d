// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/knob.h"

#include "core/separation/mask_curve.h"
#include "ui/separation/knob_slider.h"

#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QStyleOptionSlider>
#include <QtTest/QTest>
#include <gtest/gtest.h>

namespace refrain {
namespace {

class KnobSliderTest : public testing::Test {
protected:
    KnobSliderTest() {
        slider_.resize(300, 24);
        slider_.show();
        QObject::connect(&slider_, &KnobSlider::edited, &slider_,
                         [this](double number) { numbers_.push_back(number); });
        QObject::connect(&slider_, &KnobSlider::gestureBegan, &slider_, [this] { ++gestures_; });
    }

    QPoint handle() const {
        QStyleOptionSlider option;
        option.initFrom(&slider_);
        option.minimum = slider_.minimum();
        option.maximum = slider_.maximum();
        option.sliderPosition = slider_.sliderPosition();
        option.sliderValue = slider_.value();
        return slider_.style()
            ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &slider_)
            .center();
    }

    void moveTo(const QPointF& place, Qt::KeyboardModifiers modifiers = {}) {
        QMouseEvent move(QEvent::MouseMove, place, slider_.mapToGlobal(place), Qt::NoButton,
                         Qt::LeftButton, modifiers);
        QApplication::sendEvent(&slider_, &move);
    }

    double drag(int pixels, Qt::KeyboardModifiers modifiers = {}, int beside = 0) {
        const QPoint from = handle() + QPoint(beside, 0);
        QTest::mousePress(&slider_, Qt::LeftButton, modifiers, from);
        for (int x = 1; x <= std::abs(pixels); ++x)
            moveTo(from + QPoint(pixels > 0 ? x : -x, 0), modifiers);
        QTest::mouseRelease(&slider_, Qt::LeftButton, modifiers, from + QPoint(pixels, 0));
        return slider_.number();
    }

    KnobSlider slider_{1, 100};
    std::vector<double> numbers_;
    int gestures_ = 0;
};

TEST_F(KnobSliderTest, TheMiddleIsTheGeometricMean) {
    slider_.setNumber(10);
    EXPECT_EQ(slider_.value(), (slider_.minimum() + slider_.maximum()) / 2);
    EXPECT_TRUE(numbers_.empty()) << "setting is no editing";
}

TEST_F(KnobSliderTest, ADragIsOneGestureAndEachDoublingTakesAsMuchWay) {
    slider_.setNumber(10);
    const double up = drag(40) / 10;
    EXPECT_EQ(gestures_, 1);
    EXPECT_GT(up, 1.5);
    slider_.setNumber(3);
    EXPECT_NEAR(drag(40) / 3, up, 0.02 * up);
    EXPECT_EQ(gestures_, 2);
}

TEST_F(KnobSliderTest, ShiftIsTenTimesAsFine) {
    slider_.setNumber(10);
    const double coarse = std::log(drag(50) / 10);
    slider_.setNumber(10);
    const double fine = std::log(drag(50, Qt::ShiftModifier) / 10);
    EXPECT_NEAR(fine, coarse / 10, 0.006); // numbers have three digits
}

TEST_F(KnobSliderTest, APressBesideTheHandleMovesNothingAndADragFromThereAsFar) {
    slider_.setNumber(10);
    const double up = drag(40);
    for (const int beside : {-90, -12, 12, 90}) {
        slider_.setNumber(10);
        numbers_.clear();
        QTest::mouseClick(&slider_, Qt::LeftButton, {}, handle() + QPoint(beside, 0));
        EXPECT_TRUE(numbers_.empty()) << beside;
        EXPECT_EQ(drag(40, {}, beside), up) << beside;
    }
}

TEST_F(KnobSliderTest, ADragGoesOnFromANumberThatChangedUnderTheHand) {
    slider_.setNumber(10);
    const QPoint from = handle();
    QTest::mousePress(&slider_, Qt::LeftButton, {}, from);
    moveTo(from + QPoint(20, 0));
    slider_.setNumber(50); // as by undo or the other snapshot
    moveTo(from + QPoint(21, 0));
    EXPECT_GT(slider_.number(), 50);
    EXPECT_LT(slider_.number(), 52);
    moveTo(from + QPoint(20, 0));
    EXPECT_NEAR(slider_.number(), 50, 0.2);
    QTest::mouseRelease(&slider_, Qt::LeftButton, {}, from + QPoint(20, 0));
}

TEST_F(KnobSliderTest, EndsAtItsEnds) {
    slider_.setNumber(10);
    EXPECT_EQ(drag(1000), 100);
    EXPECT_EQ(drag(-1000), 1);
    QTest::keyClick(&slider_, Qt::Key_End);
    EXPECT_EQ(slider_.number(), 100);
    QTest::keyClick(&slider_, Qt::Key_Home);
    EXPECT_EQ(slider_.number(), 1);
}

TEST_F(KnobSliderTest, KeysStepAndShiftStepsFinely) {
    slider_.setNumber(10);
    QTest::keyClick(&slider_, Qt::Key_Right);
    const double step = std::log(slider_.number() / 10);
    EXPECT_GT(step, 0);
    slider_.setNumber(10);
    for (int i = 0; i < 10; ++i)
        QTest::keyClick(&slider_, Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_NEAR(std::log(slider_.number() / 10), step, 0.006) << "small steps must add up";
    QTest::keyClick(&slider_, Qt::Key_Left);
    EXPECT_NEAR(slider_.number(), 10, 0.06);
    EXPECT_EQ(gestures_, 1) << "steps without a pause belong together";
}

TEST_F(KnobSliderTest, ADoubleClickAsksForTheUsualNumber) {
    const QSignalSpy restores(&slider_, &KnobSlider::restoreWanted);
    QTest::mouseDClick(&slider_, Qt::LeftButton, {}, handle());
    EXPECT_EQ(restores.size(), 1);
    QTest::keyClick(&slider_, Qt::Key_Backspace);
    EXPECT_EQ(restores.size(), 2);
}

TEST(KnobTest, FieldAndSliderShowTheSameNumber) {
    Knob knob(QStringLiteral("&Power"), QStringLiteral("How hard."),
              QStringLiteral("How hard it is."), kPowerRange);
    auto* field = knob.findChild<QDoubleSpinBox*>();
    auto* slider = knob.findChild<KnobSlider*>();
    const QSignalSpy edits(&knob, &Knob::edited);
    knob.setNumber(3.5);
    EXPECT_EQ(field->value(), 3.5);
    EXPECT_EQ(slider->number(), 3.5);
    EXPECT_TRUE(edits.isEmpty());

    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("7.25"));
    EXPECT_TRUE(edits.isEmpty()) << "half a number is none";
    QTest::keyClick(field, Qt::Key_Return);
    ASSERT_EQ(edits.size(), 1);
    EXPECT_EQ(edits[0][0].toDouble(), 7.25);
    EXPECT_EQ(field->accessibleName(), QStringLiteral("Power"));
    EXPECT_EQ(slider->accessibleName(), QStringLiteral("Power"));
}

} // namespace
} // namespace refrain
