// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/overview_strip.h"

#include "tests/support/signals.h"
#include "ui/shell/theme.h"

#include <QSignalSpy>
#include <QtTest/QTest>
#include <algorithm>
#include <gtest/gtest.h>

namespace refrain {
namespace {

/// A hundred seconds of noise; the second half is foreground.
std::shared_ptr<const LevelPyramid> song() {
    const AudioClip clip = test::noise(8000, 1, 8000 * 100);
    const LevelPyramid levels = makeLevelPyramid(clip, defaultStftParams(8000));
    return std::make_shared<const LevelPyramid>(withShare(
        levels, makeShare(levels.frames, levels.bins(), {}, [&](Index frame, std::span<float> row) {
            std::ranges::fill(row, frame < levels.frames / 2 ? 1 : 0);
        })));
}

class OverviewStripTest : public testing::Test {
protected:
    OverviewStripTest() {
        strip.resize(1000, 60); // ten pixels for a second
        strip.setLevels(song());
        strip.setKnobs({3, 11, 3});
        strip.setVisibleRange({20, 40});
        strip.setPlayhead(30.0);
        strip.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&strip));
        QObject::connect(&strip, &OverviewStrip::visibleRangeRequested, &strip,
                         [this](const TimeSpan& range) { requested = range; });
    }

    void drag(QPoint from, QPoint to) {
        QTest::mousePress(&strip, Qt::LeftButton, {}, from);
        QTest::mouseMove(&strip, to);
        QTest::mouseRelease(&strip, Qt::LeftButton, {}, to);
    }

    OverviewStrip strip;
    TimeSpan requested;
};

TEST_F(OverviewStripTest, TheFrameScrollsAndItsEdgesZoom) {
    drag({350, 30}, {450, 30});
    EXPECT_NEAR(requested.fromSeconds, 30, 0.01);
    EXPECT_NEAR(requested.toSeconds, 50, 0.01);
    drag({350, 30}, {-900, 30});
    EXPECT_NEAR(requested.fromSeconds, 0, 0.01);
    EXPECT_NEAR(requested.toSeconds, 20, 0.01);
    drag({201, 30}, {101, 30});
    EXPECT_NEAR(requested.fromSeconds, 10, 0.01);
    EXPECT_NEAR(requested.toSeconds, 40, 0.01);
    drag({399, 30}, {599, 30});
    EXPECT_NEAR(requested.fromSeconds, 20, 0.01);
    EXPECT_NEAR(requested.toSeconds, 60, 0.01);
    drag({399, 30}, {10, 30}); // an edge does not pass the other
    EXPECT_NEAR(requested.fromSeconds, 20, 0.01);
    EXPECT_GT(requested.toSeconds, 20);
}

TEST_F(OverviewStripTest, TheSongIsBetweenTheMargins) {
    strip.resize(1150, 60);
    strip.setContentsMargins(100, 0, 50, 0);
    QSignalSpy sought(&strip, &OverviewStrip::seekRequested);
    QTest::mouseClick(&strip, Qt::LeftButton, {}, {900, 30});
    ASSERT_EQ(sought.size(), 1);
    EXPECT_NEAR(sought[0][0].toDouble(), 80, 0.01);
    drag({450, 30}, {550, 30});
    EXPECT_NEAR(requested.fromSeconds, 30, 0.01);
    const QImage image = strip.grab().toImage();
    const QColor ground = strip.palette().color(QPalette::Window);
    for (const int x : {0, 99, 1100, 1149})
        for (int y = 0; y < 60; ++y)
            ASSERT_EQ(image.pixelColor(x, y), ground) << x << ", " << y;
}

TEST_F(OverviewStripTest, AClickJumps) {
    QSignalSpy sought(&strip, &OverviewStrip::seekRequested);
    QTest::mouseClick(&strip, Qt::LeftButton, {}, {800, 30});
    ASSERT_EQ(sought.size(), 1);
    EXPECT_NEAR(sought[0][0].toDouble(), 80, 0.01);
    EXPECT_NEAR(requested.fromSeconds, 70, 0.01);
    EXPECT_NEAR(requested.toSeconds, 90, 0.01);
}

TEST_F(OverviewStripTest, ThePlayheadsHandleScrubs) {
    QSignalSpy scrubbed(&strip, &OverviewStrip::scrubbed);
    drag({300, 3}, {500, 30});
    ASSERT_FALSE(scrubbed.isEmpty());
    EXPECT_NEAR(scrubbed.back()[0].toDouble(), 50, 0.01);
    EXPECT_EQ(requested, TimeSpan());
}

TEST_F(OverviewStripTest, ADragScrubsWhereThereIsNoFrameToMove) {
    QSignalSpy scrubbed(&strip, &OverviewStrip::scrubbed);
    drag({350, 30}, {450, 30}); // which moves the frame
    EXPECT_TRUE(scrubbed.isEmpty());
    drag({700, 30}, {800, 30}); // which takes it along
    ASSERT_FALSE(scrubbed.isEmpty());
    EXPECT_NEAR(scrubbed.back()[0].toDouble(), 80, 0.01);
    EXPECT_NEAR(requested.fromSeconds, 70, 0.01);
    EXPECT_NEAR(requested.toSeconds, 90, 0.01);

    requested = {};
    strip.setVisibleRange({0, 100}); // as after opening a song
    drag({700, 30}, {600, 30});
    EXPECT_NEAR(scrubbed.back()[0].toDouble(), 60, 0.01);
    EXPECT_EQ(requested, TimeSpan());
}

TEST_F(OverviewStripTest, TheSelectionKeepsItsColours) {
    strip.setVisibleRange({0, 100});
    strip.setPlayhead({});
    const QImage before = strip.grab().toImage();
    strip.setSelection(TimeSpan{60, 80});
    const QImage after = strip.grab().toImage();
    const QRect inside(602, 16, 196, 40);
    EXPECT_EQ(after.copy(inside), before.copy(inside));
    EXPECT_NE(after.pixel(600, 30), before.pixel(600, 30)); // its ends are marked
    EXPECT_NE(after.pixel(799, 30), before.pixel(799, 30));
    EXPECT_EQ(after.pixel(598, 30), before.pixel(598, 30));
}

TEST_F(OverviewStripTest, ShowsWhereTheForegroundIs) {
    strip.setVisibleRange({0, 100});
    strip.setPlayhead({});
    const QImage image = strip.grab().toImage();
    const QColor foreground = partColour(Part::foreground, strip.palette());
    EXPECT_EQ(image.pixelColor(750, 55), foreground);
    EXPECT_NE(image.pixelColor(250, 50), foreground);
}

TEST_F(OverviewStripTest, SaysWhatItShows) {
    for (const QString& text : {strip.toolTip(), strip.accessibleDescription()})
        for (const char* word : {"song", "loud", "foreground", "frame"})
            EXPECT_TRUE(text.contains(QLatin1String(word))) << text.toStdString();
}

} // namespace
} // namespace refrain
