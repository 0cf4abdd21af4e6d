// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/spectrogram_view.h"

#include "tests/support/signals.h"
#include "tests/ui/waiting.h"
#include "ui/spectrogram/spectrogram_plot.h"

#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest/QTest>
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace refrain {
namespace {

constexpr int kRate = 44100;
const std::vector<double> kTones = {110, 440, 1760, 7040};

/// Four tones for ten seconds; the two lower ones are background, the others foreground.
std::shared_ptr<const LevelPyramid> tones(bool known = true) {
    AudioClip clip = test::silence(kRate, 1, 10 * kRate);
    for (const double hertz : kTones)
        for (Index i = 0; i < clip.length(); ++i)
            clip.channels[0][i] += static_cast<float>(
                0.2 * std::sin(2 * 3.14159265358979 * hertz * static_cast<double>(i) / kRate));
    const StftParams params = defaultStftParams(kRate);
    LevelPyramid pyramid = makeLevelPyramid(clip, params);
    if (known)
        pyramid = withShare(
            pyramid,
            makeShare(pyramid.frames, pyramid.bins(), {}, [&](Index, std::span<float> row) {
                for (std::size_t bin = 0; bin < row.size(); ++bin)
                    row[bin] = params.hertz(double(bin), kRate) < 900 ? 1 : 0;
            }));
    return std::make_shared<const LevelPyramid>(pyramid);
}

class SpectrogramViewTest : public testing::Test {
protected:
    SpectrogramViewTest() {
        view.resize(900, 700);
        view.setLevels(tones());
        view.setKnobs({3, 11, 3});
        view.setLevelRange({.topDecibels = -10, .spanDecibels = 80});
        plot = view.findChild<SpectrogramPlot*>();
        view.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&view));
        draw();
    }

    void draw() { plot->replot(QCustomPlot::rpImmediateRefresh); }

    QPoint placeOf(std::size_t panel, double seconds, double hertz) const {
        return QPointF(plot->xOf(seconds), plot->yOf(panel, plot->wholeScale().height(hertz)))
            .toPoint();
    }
    QImage picture() { return view.grab().toImage(); }

    void wheel(const QPointF& place, QPoint eighths, Qt::KeyboardModifiers keys = {},
               QPoint pixels = {}) {
        QWheelEvent event(place, plot->mapToGlobal(place), pixels, eighths, Qt::NoButton, keys,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(plot, &event);
    }

    SpectrogramView view;
    SpectrogramPlot* plot = nullptr;
};

TEST_F(SpectrogramViewTest, TonesAreOnTheirRowsOnEveryScale) {
    for (const auto spacing :
         {FrequencySpacing::log, FrequencySpacing::mel, FrequencySpacing::linear}) {
        view.setSpacing(spacing);
        draw();
        const QImage image = picture();
        const QRect rect = plot->panelRect(0);
        const int x = rect.center().x();
        for (const double hertz : kTones) {
            const int expected =
                static_cast<int>(std::floor(plot->yOf(0, plot->wholeScale().height(hertz))));
            int brightest = expected;
            for (int y = std::max(rect.top(), expected - 2);
                 y <= std::min(rect.bottom(), expected + 2); ++y)
                if (qGray(image.pixel(x, y)) > qGray(image.pixel(x, brightest)))
                    brightest = y;
            EXPECT_LE(std::abs(brightest - expected), 1) << hertz;
            EXPECT_GT(qGray(image.pixel(x, brightest)), 120) << hertz;
        }
        const QPoint between = placeOf(0, 5, 3000);
        EXPECT_LT(qGray(image.pixel(between)), 40);
    }
}

TEST_F(SpectrogramViewTest, NoLabelIsCutOff) {
    for (const double points : {9.0, 16.0}) {
        QFont letters = view.font();
        letters.setPointSizeF(points);
        view.setFont(letters);
        view.setLevelRange(
            {.topDecibels = -105, .spanDecibels = 80}); // with labels of three digits
        draw();
        const QImage image = picture();
        const QRgb ground = view.palette().color(QPalette::Window).rgb();
        const auto inked = [&](int x) {
            for (int y = 0; y < image.height(); ++y)
                if (image.pixel(x, y) != ground)
                    return true;
            return false;
        };
        EXPECT_FALSE(inked(0) || inked(1));
        EXPECT_FALSE(inked(image.width() - 1) || inked(image.width() - 2)) << points;
        int lastInk = image.width() - 1; // and the room is not wasted
        while (!inked(lastInk))
            --lastInk;
        EXPECT_GT(lastInk, image.width() - 3 * points);
    }
}

TEST_F(SpectrogramViewTest, TheFirstFrameOfASongHasItsOwnTimes) {
    const auto painted = [&] {
        QImage image(plot->size(), QImage::Format_RGB32);
        plot->render(&image); // shows what there is and draws nothing anew
        const int top = plot->panelRect(2).bottom() + 1;
        return image.copy(0, top, image.width(), image.height() - top);
    };
    const auto expectRight = [&](const char* when) {
        draw();
        const QImage first = painted();
        draw();
        EXPECT_EQ(first, painted()) << when;
    };
    expectRight("as it is");
    view.setLevels(std::make_shared<const LevelPyramid>(
        makeLevelPyramid(test::noise(8000, 1, 120 * 8000), defaultStftParams(8000))));
    expectRight("another song");
    view.zoomTime(0.1);
    expectRight("zoomed in");
    view.fitAll();
    expectRight("all of it");
    view.resize(500, 700);
    expectRight("narrower");
}

TEST_F(SpectrogramViewTest, EachPartShowsWhatBelongsToIt) {
    const QImage image = picture();
    const auto brightness = [&](std::size_t panel, double hertz) {
        int brightest = 0; // of the row and its neighbours
        for (const int by : {-1, 0, 1})
            brightest =
                std::max(brightest, qGray(image.pixel(placeOf(panel, 5, hertz) + QPoint(0, by))));
        return brightest;
    };
    EXPECT_GT(brightness(0, 440), 120);
    EXPECT_GT(brightness(1, 440), 120);
    EXPECT_LT(brightness(2, 440), 20);
    EXPECT_GT(brightness(0, 1760), 120);
    EXPECT_LT(brightness(1, 1760), 20);
    EXPECT_GT(brightness(2, 1760), 120);
}

TEST_F(SpectrogramViewTest, WhatIsNotKnownYetIsTheSongPale) {
    view.setLevels(tones(false));
    draw();
    const QImage image = picture();
    const QPoint song = placeOf(0, 5, 440);
    for (const std::size_t panel : {1, 2}) {
        const QRgb pale = image.pixel(placeOf(panel, 5, 440));
        EXPECT_LT(qGray(pale), qGray(image.pixel(song)));
        EXPECT_GT(qGray(pale), 40);
    }
}

TEST_F(SpectrogramViewTest, WhatIsNotKnownYetIsMarkedOnEveryMap) {
    for (const auto& [name, map] : kColourMaps) {
        view.setColourMap(*map);
        view.setLevels(tones());
        draw();
        const QRgb silent = picture().pixel(placeOf(2, 5, 3000));
        view.setLevels(tones(false));
        draw();
        const QImage image = picture();
        const QPoint place = placeOf(2, 5, 3000); // where the song is silent
        int asSilence = 0;
        int marked = 0; // with lines of a neutral colour
        for (int x = place.x() - 30; x < place.x() + 30; ++x) {
            const QColor colour = image.pixelColor(x, place.y());
            asSilence += colour.rgb() == silent;
            const int difference = std::abs(qGray(colour.rgb()) - qGray(silent));
            marked += difference >= 15;
        }
        EXPECT_GT(asSilence, 40) << name << ": it is no darker or brighter than silence";
        EXPECT_GE(marked, 5) << name;
    }
}

TEST_F(SpectrogramViewTest, TheWheelKeepsWhatIsUnderThePointer) {
    const QPoint place = placeOf(1, 3, 700);
    const double seconds = plot->secondsAt(place.x());
    const double height = plot->heightAt(1, place.y());
    wheel(place, {0, 120});
    wheel(place, {0, 360}, Qt::ControlModifier);
    EXPECT_LT(view.visibleRange().seconds(), 5);
    EXPECT_NEAR(plot->secondsAt(place.x()), seconds, 1e-9);
    EXPECT_EQ(plot->heights(), Interval());
    wheel(place, {240, 0}, Qt::AltModifier); // as X11 gives it
    EXPECT_LT(plot->heights().length(), 0.7);
    EXPECT_NEAR(plot->heightAt(1, place.y()), height, 1e-9);
    EXPECT_NEAR(plot->secondsAt(place.x()), seconds, 1e-9);
}

TEST_F(SpectrogramViewTest, AZoomInAnyPanelMovesAll) {
    for (std::size_t panel = 0; panel < 3; ++panel) {
        view.fitAll();
        draw();
        const QPointF place = placeOf(panel, 3, 440);
        wheel(place, {0, 480});
        wheel(place, {0, 480}, Qt::AltModifier);
        draw();
        EXPECT_LT(view.visibleRange().seconds(), 6);
        const QImage image = picture();
        // The tone is where the axis of each says, in those that have it.
        for (const std::size_t other : {0, 1}) {
            const int expected =
                static_cast<int>(std::floor(plot->yOf(other, plot->wholeScale().height(440))));
            const int x = plot->panelRect(other).center().x();
            int brightest = expected - 6;
            for (int y = expected - 6; y <= expected + 6; ++y)
                if (qGray(image.pixel(x, y)) > qGray(image.pixel(x, brightest)))
                    brightest = y;
            EXPECT_LE(std::abs(brightest - expected), 1) << panel << ", " << other;
            EXPECT_GT(qGray(image.pixel(x, brightest)), 120);
        }
    }
}

TEST_F(SpectrogramViewTest, ShiftAndTheWheelScrollAndStayInTheSong) {
    view.setVisibleRange({2, 4});
    wheel(placeOf(0, 3, 440), {0, -120}, Qt::ShiftModifier);
    EXPECT_NEAR(view.visibleRange().fromSeconds, 2.2, 1e-9);
    EXPECT_NEAR(view.visibleRange().seconds(), 2, 1e-9);
    for (int i = 0; i < 100; ++i)
        wheel(placeOf(0, 3, 440), {0, -120}, Qt::ShiftModifier);
    EXPECT_NEAR(view.visibleRange().toSeconds, 10, 1e-9);
}

TEST_F(SpectrogramViewTest, MomentumIsIgnored) {
    const QPointF place = placeOf(0, 3, 440);
    QWheelEvent event(place, plot->mapToGlobal(place), {0, 40}, {0, 120}, Qt::NoButton, {},
                      Qt::ScrollMomentum, false);
    const TimeSpan before = view.visibleRange();
    QCoreApplication::sendEvent(plot, &event);
    EXPECT_EQ(view.visibleRange(), before);
}

TEST_F(SpectrogramViewTest, AClickSeeks) {
    QSignalSpy sought(&view, &SpectrogramView::seekRequested);
    const QPoint place = placeOf(2, 4, 440);
    QTest::mouseClick(plot, Qt::LeftButton, {}, place);
    ASSERT_EQ(sought.size(), 1);
    EXPECT_NEAR(sought[0][0].toDouble(), plot->secondsAt(place.x()), 1e-9);
    EXPECT_FALSE(view.selection());
}

TEST_F(SpectrogramViewTest, ADragSelectsTimeAndAnUprightOneABox) {
    QSignalSpy sought(&view, &SpectrogramView::seekRequested);
    const QPoint from = placeOf(1, 6, 440);
    const QPoint to = placeOf(1, 2, 440);
    QTest::mousePress(plot, Qt::LeftButton, {}, from);
    QTest::mouseMove(plot, to);
    QTest::mouseRelease(plot, Qt::LeftButton, {}, to);
    ASSERT_TRUE(view.selection());
    EXPECT_NEAR(view.selection()->time.fromSeconds, 2, 0.02);
    EXPECT_NEAR(view.selection()->time.toSeconds, 6, 0.02);
    EXPECT_FALSE(view.selection()->frequency);
    EXPECT_TRUE(sought.isEmpty());

    QTest::mousePress(plot, Qt::LeftButton, {}, placeOf(1, 7, 200));
    QTest::mouseMove(plot, placeOf(1, 8, 2000));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, placeOf(1, 8, 2000));
    ASSERT_TRUE(view.selection()->frequency);
    EXPECT_NEAR(view.selection()->frequency->lowestHertz, 200, 10);
    EXPECT_NEAR(view.selection()->frequency->highestHertz, 2000, 100);

    view.zoomToSelection();
    EXPECT_NEAR(view.visibleRange().fromSeconds, 7, 0.02);
    EXPECT_NEAR(view.visibleFrequencies().lowestHertz, 200, 10);
    QTest::keyClick(&view, Qt::Key_Escape);
    EXPECT_FALSE(view.selection());
    view.fitAll();
    EXPECT_EQ(view.visibleRange(), (TimeSpan{0, 10}));
}

TEST_F(SpectrogramViewTest, TheSelectionKeepsItsColoursAndTheRestIsDimmed) {
    const QImage before = picture();
    for (const bool box : {false, true}) {
        Selection selection{.time = {3, 6}};
        if (box)
            selection.frequency = {300, 3000};
        view.setSelection(selection);
        const QImage after = picture();
        for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
            const QRect rect = plot->panelRect(panel);
            const int left = qRound(plot->xOf(3));
            const int right = qRound(plot->xOf(6));
            const auto row = [&](double hertz) {
                return qRound(plot->yOf(panel, plot->wholeScale().height(hertz)));
            };
            const QRect inside(QPoint(left, box ? row(3000) : rect.top()),
                               QPoint(right - 1, (box ? row(300) : rect.bottom() + 1) - 1));
            EXPECT_EQ(after.copy(inside), before.copy(inside)) << panel << ", " << box;
            const QPoint bright(qRound(plot->xOf(8)), row(440));
            EXPECT_TRUE(panel > 0 || qGray(before.pixel(bright)) > 100);
            EXPECT_LE(qGray(after.pixel(bright)), 0.8 * qGray(before.pixel(bright)));
            EXPECT_GT(qGray(after.pixel(left - 1, inside.center().y())), 200) << "an edge";
            EXPECT_GT(qGray(after.pixel(right, inside.center().y())), 200) << "an edge";
        }
    }
}

TEST_F(SpectrogramViewTest, AnEdgeOfTheSelectionCanBeDragged) {
    view.setSelection(Selection{.time = {2, 4}});
    QSignalSpy changed(&view, &SpectrogramView::selectionChanged);
    QTest::mousePress(plot, Qt::LeftButton, {}, placeOf(0, 4, 440));
    QTest::mouseMove(plot, placeOf(0, 6, 440));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, placeOf(0, 6, 440));
    EXPECT_NEAR(view.selection()->time.fromSeconds, 2, 1e-9);
    EXPECT_NEAR(view.selection()->time.toSeconds, 6, 0.02);
    EXPECT_EQ(changed.size(), 1);
    QTest::mouseClick(plot, Qt::LeftButton, Qt::ShiftModifier, placeOf(0, 1, 440));
    EXPECT_NEAR(view.selection()->time.fromSeconds, 1, 0.02);
    EXPECT_NEAR(view.selection()->time.toSeconds, 6, 0.02);
}

TEST_F(SpectrogramViewTest, EscapeGivesUpADrag) {
    view.setSelection(Selection{.time = {8, 9}});
    QTest::mousePress(plot, Qt::LeftButton, {}, placeOf(0, 2, 440));
    QTest::mouseMove(plot, placeOf(0, 6, 440));
    EXPECT_NEAR(view.selection()->time.fromSeconds, 2, 0.02);
    QTest::keyClick(&view, Qt::Key_Escape);
    EXPECT_EQ(view.selection(), (Selection{.time = {8, 9}}));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, placeOf(0, 6, 440));
    EXPECT_EQ(view.selection(), (Selection{.time = {8, 9}}));
}

TEST_F(SpectrogramViewTest, TheMiddleButtonPans) {
    view.setVisibleRange({4, 6});
    view.zoomFrequency(0.5, 700);
    const QPoint place = placeOf(0, 5, 700);
    const double height = plot->heightAt(0, place.y());
    const QPoint to = place + QPoint(60, 25);
    QTest::mousePress(plot, Qt::MiddleButton, {}, place);
    QTest::mouseMove(plot, to);
    QTest::mouseRelease(plot, Qt::MiddleButton, {}, to);
    EXPECT_NEAR(plot->secondsAt(to.x()), 5, 0.01);
    EXPECT_NEAR(plot->heightAt(0, to.y()), height, 1e-9);
}

TEST_F(SpectrogramViewTest, KeysSeekAndScroll) {
    QSignalSpy sought(&view, &SpectrogramView::seekRequested);
    view.setPlayhead(5.0);
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Left, Qt::ShiftModifier);
    ASSERT_EQ(sought.size(), 2);
    EXPECT_EQ(sought[0][0].toDouble(), 6);
    EXPECT_EQ(sought[1][0].toDouble(), 0);
    view.setVisibleRange({0, 2});
    QTest::keyClick(&view, Qt::Key_PageDown);
    EXPECT_NEAR(view.visibleRange().fromSeconds, 1.8, 1e-9);
}

TEST_F(SpectrogramViewTest, ThePageTurnsWhenThePlayheadLeavesIt) {
    view.setVisibleRange({0, 2});
    view.setPlayhead(1.9);
    EXPECT_EQ(view.visibleRange().fromSeconds, 0);
    view.setPlayhead(2.01);
    EXPECT_NEAR(view.visibleRange().fromSeconds, 2.01, 1e-9);
    view.setVisibleRange({7, 9}); // somebody looks elsewhere
    view.setPlayhead(2.1);
    EXPECT_EQ(view.visibleRange().fromSeconds, 7);
    view.setFollow(Follow::centred);
    view.setPlayhead(2.2);
    EXPECT_NEAR(view.visibleRange().fromSeconds, 1.2, 1e-9);
    view.setFollow(Follow::off);
    view.setPlayhead(9.5);
    EXPECT_NEAR(view.visibleRange().fromSeconds, 1.2, 1e-9);
}

TEST_F(SpectrogramViewTest, ThePlayheadDoesNotDrawThePicturesAnew) {
    QSignalSpy replots(plot, &QCustomPlot::afterReplot);
    const QImage before = picture();
    view.setPlayhead(5.0);
    QCoreApplication::processEvents();
    EXPECT_TRUE(replots.isEmpty());
    EXPECT_NE(picture(), before);
}

TEST_F(SpectrogramViewTest, ThePointerReadsAllPanels) {
    const std::optional<Readout>& readout = plot->cursors().readout;
    QTest::mouseMove(plot, placeOf(2, 5, 1760));
    ASSERT_TRUE(readout);
    EXPECT_NEAR(readout->seconds, 5, 0.02);
    EXPECT_NEAR(readout->hertz, 1760, 40);
    EXPECT_EQ(readout->backgroundShare, 0);
    QTest::mouseMove(plot, QPoint(3, 3));
    EXPECT_FALSE(readout);
}

TEST_F(SpectrogramViewTest, WhatIsReadCoversNothing) {
    const QImage before = picture();
    const QPoint pointer = placeOf(1, 5, 1760);
    QTest::mouseMove(plot, pointer);
    const QImage after = picture();
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const QRect rect = plot->panelRect(panel);
        const double y = plot->yOf(panel, plot->heightAt(1, pointer.y()));
        int changed = 0;
        for (int row = rect.top(); row <= rect.bottom(); ++row)
            for (int column = rect.left(); column <= rect.right(); ++column)
                if (std::abs(row - y) > 3 && std::abs(column - pointer.x()) > 3)
                    changed += after.pixel(column, row) != before.pixel(column, row);
        EXPECT_EQ(changed, 0) << panel;
        const QRect head(rect.center().x(), rect.top() - 20, rect.width() / 2, 18);
        EXPECT_NE(after.copy(head), before.copy(head)) << panel;
    }
}

TEST_F(SpectrogramViewTest, AnotherSongIsShownAsAWholeAndTheSameOneStays) {
    view.setVisibleRange({2, 3});
    view.setSelection(Selection{.time = {2, 3}});
    view.setLevels(tones());
    EXPECT_EQ(view.visibleRange(), (TimeSpan{2, 3}));
    EXPECT_TRUE(view.selection());
    const AudioClip other = test::noise(8000, 1, 8000 * 3);
    view.setLevels(
        std::make_shared<const LevelPyramid>(makeLevelPyramid(other, defaultStftParams(8000))));
    EXPECT_EQ(view.visibleRange(), (TimeSpan{0, 3}));
    EXPECT_FALSE(view.selection());
    EXPECT_LE(view.visibleFrequencies().highestHertz, 4000);
    view.setLevels(nullptr);
    draw();
    QTest::mouseClick(plot, Qt::LeftButton, {}, QPoint(400, 300)); // nothing to be done there
}

TEST_F(SpectrogramViewTest, ThePicturesBecomeExactWhenTheHandRests) {
    view.resize(300, 400); // ten seconds in so few columns are several frames each
    view.setLevels(std::make_shared<const LevelPyramid>(
        makeLevelPyramid(test::noise(kRate, 1, 120 * kRate), defaultStftParams(kRate))));
    draw();
    EXPECT_TRUE(plot->images().sketched());
    EXPECT_TRUE(test::waitUntil([this] { return !plot->images().sketched(); }));
}

TEST_F(SpectrogramViewTest, FollowsThePalette) {
    QPalette dark;
    dark.setColor(QPalette::Window, QColor(30, 30, 34));
    dark.setColor(QPalette::WindowText, Qt::white);
    view.setPalette(dark);
    draw();
    EXPECT_EQ(picture().pixelColor(view.width() - 2, 2), QColor(30, 30, 34));
}

TEST_F(SpectrogramViewTest, WhatWasSelectedBeforeThePictureIsThereStays) {
    const Selection selection{.time = {2, 4}};
    view.setSelection(selection);
    view.setLevels(nullptr);
    EXPECT_FALSE(view.selection()) << "the song has gone";
    view.setSelection(selection); // of the next one, as it was typed
    view.setLevels(nullptr);
    view.setLevels(tones(false));
    EXPECT_EQ(view.selection(), selection);
    view.setLevels(tones());
    EXPECT_EQ(view.selection(), selection);
}

} // namespace
} // namespace refrain
