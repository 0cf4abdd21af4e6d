// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/time_labels.h"

#include <QApplication>
#include <QFont>
#include <algorithm>
#include <gtest/gtest.h>

namespace refrain {
namespace {

constexpr double kLengths[] = {0.01, 0.02, 0.1, 0.5, 1, 3, 10, 59, 61, 240, 600, 3599, 3700, 7200};
constexpr double kStarts[] = {0, 0.0037, 9.99, 59.95, 599.5, 3599.9, 7133.123};

TEST(TimeLabelsTest, NoneTouchAnotherOrReachOutOfTheWindow) {
    for (const double points : {8.0, 10.0, 18.0}) {
        QFont font = QApplication::font();
        font.setPointSizeF(points);
        const QFontMetricsF letters(font);
        const double left = 4.2 * letters.height(); // as the views have it
        for (double width = 300; width <= 3000; width *= 1.27)
            for (const double from : kStarts)
                for (const double length : kLengths) {
                    const auto labels =
                        timeLabels({from, from + length}, left, width - 2 * left, width, letters);
                    ASSERT_FALSE(labels.empty());
                    double end = 0;
                    for (const TimeLabel& label : labels) {
                        ASSERT_GE(label.left, end) << width << ", " << from << ", " << length;
                        end = label.left + label.width + letters.averageCharWidth();
                        ASSERT_GE(label.mark, left);
                        ASSERT_LT(label.mark, width - left);
                        ASSERT_LE(label.left + label.width, width);
                    }
                }
    }
}

TEST(TimeLabelsTest, StandBelowTheirMoments) {
    const QFontMetricsF letters(QApplication::font());
    const auto labels = timeLabels({0, 100}, 50, 1000, 1100, letters);
    ASSERT_GE(labels.size(), 3U);
    for (const TimeLabel& label : labels)
        EXPECT_NEAR(label.left + label.width / 2, label.mark, 1) << label.text.toStdString();
    EXPECT_EQ(labels.front().text, QStringLiteral("0:00"));
    EXPECT_EQ(labels.front().mark, 50);
    const auto found = std::ranges::find(labels, QStringLiteral("0:30"), &TimeLabel::text);
    ASSERT_NE(found, labels.end());
    EXPECT_EQ(found->mark, 350);
}

TEST(TimeLabelsTest, AtTheEdgeOfTheWindowOneIsMovedAndNotCutOff) {
    const QFontMetricsF letters(QApplication::font());
    const auto labels = timeLabels({0, 100}, 0, 1000, 1000, letters);
    EXPECT_EQ(labels.front().left, 0);
    EXPECT_EQ(labels.front().mark, 0);
    EXPECT_EQ(labels.back().mark, 999);
    EXPECT_LE(labels.back().left + labels.back().width, 1000);
}

} // namespace
} // namespace refrain
