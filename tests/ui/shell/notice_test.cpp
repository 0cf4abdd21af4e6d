// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notice.h"

#include <QCoreApplication>
#include <QTimerEvent>
#include <gtest/gtest.h>

namespace refrain {
namespace {

class NoticeTest : public testing::Test {
protected:
    NoticeTest() { notice_.show(); }

    /// The time is over that news stay.
    void passTime() {
        auto* timer = notice_.findChild<QTimer*>();
        if (!timer->isActive())
            return;
        QTimerEvent over(timer->timerId());
        QCoreApplication::sendEvent(timer, &over);
    }

    Notice notice_;
};

TEST_F(NoticeTest, NewsGoOnceTheyWereSeen) {
    notice_.tell(QStringLiteral("Done."));
    notice_.hide();
    passTime();
    notice_.show();
    EXPECT_EQ(notice_.text(), QStringLiteral("Done."));
    passTime();
    EXPECT_EQ(notice_.text(), QString());
}

TEST_F(NoticeTest, AWarningStaysUntilItIsSettled) {
    notice_.tell(QStringLiteral("Done."));
    notice_.warn(QStringLiteral("Cannot play."));
    passTime();
    EXPECT_EQ(notice_.text(), QStringLiteral("Cannot play."));
    notice_.settle(QStringLiteral("Cannot play."));
    EXPECT_EQ(notice_.text(), QString());
}

TEST_F(NoticeTest, SettlingTakesNoOtherSentenceAway) {
    notice_.warn(QStringLiteral("Cannot play."));
    notice_.tell(QStringLiteral("Done."));
    notice_.settle(QStringLiteral("Cannot play."));
    EXPECT_EQ(notice_.text(), QStringLiteral("Done."));
}

TEST_F(NoticeTest, ShowsSentencesAsTheyWereTyped) {
    const QString typed = QStringLiteral("“<b>1:20</b>” is no time.");
    notice_.tell(typed);
    const QImage shown = notice_.grab().toImage();
    notice_.setTextFormat(Qt::PlainText);
    EXPECT_EQ(notice_.text(), typed);
    EXPECT_EQ(notice_.grab().toImage(), shown);
}

} // namespace
} // namespace refrain
