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
        return {plot_.xAxis->coordToPixel(at.share),
                plot_.yAxis->coordToPixel(decibels ? 20 * std::log10(at.gain) : at.gain)};
    }

    void drag(const QPointF& from, const QPointF& way) {
        QTest::mousePress(&plot_, Qt::LeftButton, {}, from.toPoint());
        const QPointF to = from + way;
        QMouseEvent move(QEvent::MouseMove, to, plot_.mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                         Qt::NoModifier);
        QApplication::sendEvent(&plot_, &move);
        QTest::mouseRelease(&plot_, Qt::LeftButton, {}, to.toPoint());
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
    setKnobs({3, 11, 3});
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

} // namespace
} // namespace refrain
