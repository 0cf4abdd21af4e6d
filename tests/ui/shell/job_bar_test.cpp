// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_bar.h"

#include <QLabel>
#include <QProgressBar>
#include <QSignalSpy>
#include <QToolButton>
#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(JobBarTest, IsThereOnlyWhileSomethingIsDone) {
    QWidget window;
    JobBar bar(&window);
    EXPECT_TRUE(bar.isHidden());
    bar.setJob({.stage = QStringLiteral("Comparing"), .fraction = 0.25, .secondsLeft = 12.2});
    EXPECT_FALSE(bar.isHidden());
    EXPECT_EQ(bar.findChild<QLabel*>()->text(), QStringLiteral("Comparing, about 12 s left"));
    const auto* progress = bar.findChild<QProgressBar*>();
    EXPECT_EQ(progress->value() * 4, progress->maximum());
    bar.setJob({});
    EXPECT_TRUE(bar.isHidden());
}

TEST(JobBarTest, CanBeCancelled) {
    JobBar bar;
    const QSignalSpy cancelled(&bar, &JobBar::cancelled);
    bar.findChild<QToolButton*>()->click();
    EXPECT_EQ(cancelled.size(), 1);
}

TEST(JobBarTest, LongerTimesAreRoundedMore) {
    EXPECT_EQ(timeLeftText(0.2), QStringLiteral("about 1 s left"));
    EXPECT_EQ(timeLeftText(7.4), QStringLiteral("about 7 s left"));
    EXPECT_EQ(timeLeftText(43), QStringLiteral("about 45 s left"));
    EXPECT_EQ(timeLeftText(200), QStringLiteral("about 3 min left"));
}

} // namespace
} // namespace refrain
