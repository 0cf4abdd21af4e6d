// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/mask_curve_plot.h"

#include <QSignalSpy>
#include <QtTest/QTest>
#include <gtest/gtest.h>

namespace refrain {
namespace {

class MaskCurvePlotTest : public testing::Test {
protected:
    MaskCurvePlotTest() {
        plot_.resize(320, 240);
        plot_.show();
        QObject::connect(&plot_, &MaskCurvePlot::knobsEdited, &plot_,
                         [this](const MaskSettings& knobs) {
                             plot_.setKnobs(knobs);
                             knobs_ = knobs;
                         });
    }

    void setKnobs(const MaskSettings& knobs) {
        knobs_ = knobs;
        plot_.setKnobs(knobs);
        plot_.replot();
    }

    QPointF crossing(bool decibels = false) const {
        const Crossing at = crossingOf(knobs_);
        const double gain = decibels ? std::max(-60.0, 20 * std::log10(at.gain)) : at.gain;
        return {plot_.xAxis->coordToPixel(at.share), plot_.yAxis->coordToPixel(gain)};
    }

    void moveTo(const QPointF& place, Qt::MouseButton button, Qt::KeyboardModifiers keys = {}) {
        QMouseEvent move(QEvent::MouseMove, place, plot_.mapToGlobal(place), Qt::NoButton, button,
                         keys);
        QApplication::sendEvent(&plot_, &move);
    }

    void drag(const QPointF& from, const QPointF& way, Qt::KeyboardModifiers keys = {}) {
        QTest::mousePress(&plot_, Qt::LeftButton, keys, from.toPoint());
        // From where it was pressed, in whole pixels, and back once too far.
        const QPointF begin = from.toPoint();
        for (const double part : {0.4, 1.7, 1.0})
            moveTo(begin + part * way, Qt::LeftButton, keys);
        QTest::mouseRelease(&plot_, Qt::LeftButton, keys, (begin + way).toPoint());
    }

    MaskCurvePlot plot_;
    MaskSettings knobs_;
};

TEST_F(MaskCurvePlotTest, TheCurvesAreTheGains) {
    const MaskSettings knobs{3, 11, 3};
    setKnobs(knobs);
    // The graphs are, in this order: histogram, residual, background, foreground, crossing.
    const Part parts[] = {Part::residual, Part::background, Part::foreground};
    for (int i = 0; i < 3; ++i) {
        const auto data = plot_.graph(i + 1)->data();
        for (const QCPGraphData& point : *data)
            EXPECT_NEAR(point.value, gainsAt(point.key, knobs).of(parts[i]), 1e-12);
        EXPECT_GT(data->size(), 100);
    }
}

TEST_F(MaskCurvePlotTest, TheCrossingFollowsThePointer) {
    setKnobs({1.5, 2.5, 3});
    const QSignalSpy gestures(&plot_, &MaskCurvePlot::gestureBegan);
    const QPointF from = crossing();
    drag(from, {20, -8});
    EXPECT_NEAR(crossing().x(), from.x() + 20, 1.5);
    EXPECT_NEAR(crossing().y(), from.y() - 8, 1.5);
    EXPECT_EQ(knobs_.power, 3) << "only the margins move";
    EXPECT_EQ(gestures.size(), 1);
}

TEST_F(MaskCurvePlotTest, TheCrossingFollowsThePointerInDecibelsToo) {
    setKnobs({3, 11, 3});
    plot_.setDecibels(true);
    plot_.replot();
    const QPointF from = crossing(true);
    drag(from, {-15, 20});
    EXPECT_NEAR(crossing(true).x(), from.x() - 15, 1.5);
    EXPECT_NEAR(crossing(true).y(), from.y() + 20, 1.5);
}

TEST_F(MaskCurvePlotTest, SidewaysDecidesWhichPartWins) {
    setKnobs({5, 5, 2});
    drag(crossing(), {25, 0});
    EXPECT_GT(knobs_.backgroundMargin, 5) << "the foreground wins more";
    EXPECT_LT(knobs_.foregroundMargin, 5);
    EXPECT_NEAR(knobs_.backgroundMargin * knobs_.foregroundMargin, 25, 2);
}

TEST_F(MaskCurvePlotTest, DownwardsBothMarginsGrow) {
    setKnobs({5, 5, 2});
    plot_.setDecibels(true);
    plot_.replot();
    drag(crossing(true), {0, 20});
    EXPECT_GT(knobs_.backgroundMargin, 5.5);
    EXPECT_NEAR(knobs_.backgroundMargin, knobs_.foregroundMargin, 0.2);
}

TEST_F(MaskCurvePlotTest, TheHandleIsWholeWhereverTheCurvesMeet) {
    constexpr double kRadius = 7;
    for (const QSize size : {QSize(260, 130), QSize(320, 240)})
        for (const bool decibels : {false, true})
            for (const double power : {0.1, 1.0, 2.0, 5.0, 20.0})
                for (const double background : {1.0, 10.0, 100.0})
                    for (const double foreground : {1.0, 10.0, 100.0}) {
                        plot_.resize(size);
                        plot_.setDecibels(decibels);
                        setKnobs({background, foreground, power});
                        const QPointF at = crossing(decibels);
                        const QRectF inside = QRectF(plot_.axisRect()->rect())
                                                  .adjusted(kRadius, kRadius, -kRadius, -kRadius);
                        EXPECT_TRUE(inside.contains(at))
                            << background << ' ' << foreground << ' ' << power << ' ' << at.y();
                    }
}

TEST_F(MaskCurvePlotTest, WhereTheCurvesMeetAtNothingAPixelIsASmallStep) {
    const MaskSettings hard{20, 20, 20}; // a gain of 1e-26
    for (const double way : {-1.0, 1.0}) {
        setKnobs(hard);
        drag(crossing(), {0, way});
        EXPECT_NEAR(std::abs(std::log(knobs_.backgroundMargin / 20)), 0.05, 1e-6) << way;
        EXPECT_EQ(knobs_.backgroundMargin > 20, way > 0) << "downwards they grow";
    }
    setKnobs(hard);
    drag(crossing(), {10, 0});
    EXPECT_NEAR(meanMargin(knobs_), 20, 1e-6) << "sideways only the share changes";
    EXPECT_GT(crossingOf(knobs_).share, 0.51);
}

TEST_F(MaskCurvePlotTest, ADragReachesAllOfTheRange) {
    for (const double power : {0.1, 2.0, 20.0}) {
        setKnobs({10, 10, power});
        drag(crossing(), {0, -400});
        EXPECT_NEAR(meanMargin(knobs_), 1, 1e-6) << power;
        drag(crossing(), {0, 400});
        EXPECT_NEAR(meanMargin(knobs_), 100, 1e-6) << power;
    }
}

TEST_F(MaskCurvePlotTest, ShiftIsTenTimesAsFine) {
    setKnobs({1.5, 2.5, 3});
    const QPointF from = crossing();
    drag(from, {30, -20}, Qt::ShiftModifier);
    EXPECT_NEAR(crossing().x(), from.x() + 3, 0.3);
    EXPECT_NEAR(crossing().y(), from.y() - 2, 0.3);
    setKnobs({3, 11, 3});
    const Crossing before = crossingOf(knobs_);
    QTest::keyClick(&plot_, Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_NEAR(crossingOf(knobs_).share, before.share + 0.001, 1e-9);
}

TEST_F(MaskCurvePlotTest, ThePointerTellsWhereTheHandleCanBeTaken) {
    for (const MaskSettings& knobs : {MaskSettings{3, 11, 3}, {20, 20, 20}, {1, 1, 1}}) {
        setKnobs(knobs);
        for (const QPointF& beside : {QPointF(12, 0), {-12, 0}, {0, 12}, {0, -12}, {8, 8}}) {
            moveTo(crossing() + beside, Qt::NoButton);
            EXPECT_EQ(plot_.cursor().shape(), Qt::SizeAllCursor);
            drag(crossing() + beside, {-9, 0});
            EXPECT_NE(knobs_, knobs);
            setKnobs(knobs);
        }
        moveTo(crossing() + QPointF(30, 0), Qt::NoButton);
        EXPECT_EQ(plot_.cursor().shape(), Qt::ArrowCursor);
    }
}

TEST_F(MaskCurvePlotTest, ElsewhereAPressMovesNothing) {
    setKnobs({3, 11, 3});
    drag(crossing() + QPointF(60, 0), {20, 0});
    EXPECT_EQ(knobs_, (MaskSettings{3, 11, 3}));
}

TEST_F(MaskCurvePlotTest, ArrowKeysMoveTheCrossing) {
    setKnobs({3, 11, 3});
    const Crossing before = crossingOf(knobs_);
    QTest::keyClick(&plot_, Qt::Key_Right);
    EXPECT_NEAR(crossingOf(knobs_).share, before.share + 0.01, 1e-9);
    QTest::keyClick(&plot_, Qt::Key_Down);
    EXPECT_LT(crossingOf(knobs_).gain, before.gain);
}

TEST_F(MaskCurvePlotTest, ADragGoesOnFromKnobsThatChangedUnderTheHand) {
    const MaskSettings other{4, 2.5, 20};
    setKnobs({1.5, 2.5, 2});
    const QPointF from = crossing().toPoint();
    QTest::mousePress(&plot_, Qt::LeftButton, {}, from.toPoint());
    moveTo(from + QPointF(20, 10), Qt::LeftButton);
    setKnobs(other); // as by undo or the other snapshot
    moveTo(from + QPointF(21, 10), Qt::LeftButton);
    EXPECT_EQ(knobs_.power, 20);
    EXPECT_NEAR(meanMargin(knobs_), meanMargin(other), 1e-6);
    EXPECT_NEAR(crossing().x() - plot_.xAxis->coordToPixel(crossingOf(other).share), 1, 0.1);
    moveTo(from + QPointF(20, 10), Qt::LeftButton);
    EXPECT_NEAR(knobs_.backgroundMargin, other.backgroundMargin, 1e-6);
    QTest::mouseRelease(&plot_, Qt::LeftButton, {}, from.toPoint());
}

} // namespace
} // namespace refrain
