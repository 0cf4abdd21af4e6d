// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/time_field.h"

#include <QLabel>
#include <QLineEdit>
#include <QtTest/QTest>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vector>

namespace refrain {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class TimeFieldTest : public testing::Test {
protected:
    TimeFieldTest() {
        field_.setSong(240);
        field_.show();
        field_.activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&field_));
        QObject::connect(&field_, &TimeField::momentTyped, &field_,
                         [this](double seconds) { moments_.push_back(seconds); });
        QObject::connect(&field_, &TimeField::selectionTyped, &field_,
                         [this](const std::optional<TimeSpan>& selection) {
                             selections_.push_back(selection);
                             field_.setSelection(selection);
                         });
        QObject::connect(&field_, &TimeField::told, &field_,
                         [this](const QString& sentence) { told_ = sentence.toStdString(); });
        QObject::connect(&field_, &TimeField::left, &field_, [this] {
            ++left_;
            edit_->clearFocus();
        });
    }

    void type(const char* text) {
        field_.edit();
        QTest::keyClicks(edit_, QString::fromUtf8(text));
        QTest::keyClick(edit_, Qt::Key_Return);
    }

    TimeField field_;
    QLineEdit* edit_ = field_.findChild<QLineEdit*>();
    std::vector<double> moments_;
    std::vector<std::optional<TimeSpan>> selections_;
    std::string told_;
    int left_ = 0;
};

TEST_F(TimeFieldTest, GoesToAMoment) {
    type("1:23.5");
    type("1m23");
    EXPECT_THAT(moments_, testing::ElementsAre(83.5, 83));
    EXPECT_THAT(selections_, IsEmpty());
    EXPECT_EQ(told_, "");
    EXPECT_EQ(left_, 2);
    EXPECT_EQ(edit_->text(), QString()) << "there is no selection to show";
}

TEST_F(TimeFieldTest, SelectsAStretchAndShowsIt) {
    type("1:20-1:40");
    ASSERT_EQ(selections_.size(), 1U);
    EXPECT_EQ(selections_[0], (TimeSpan{80, 100}));
    EXPECT_EQ(edit_->text(), QString::fromUtf8("1:20.000 – 1:40.000"));
    type("1:20+5");
    EXPECT_EQ(selections_[1], (TimeSpan{80, 85}));
    // As it stands there it can be taken again.
    field_.edit();
    QTest::keyClick(edit_, Qt::Key_Return);
    EXPECT_EQ(selections_[2], (TimeSpan{80, 85}));
    edit_->setFocus();
    edit_->clear();
    QTest::keyClick(edit_, Qt::Key_Return);
    EXPECT_EQ(selections_[3], std::nullopt);
    EXPECT_THAT(moments_, IsEmpty());
}

TEST_F(TimeFieldTest, WhatLiesBeyondTheSongIsItsEndAndThatIsTold) {
    type("3:50-5:00");
    ASSERT_EQ(selections_.size(), 1U);
    EXPECT_EQ(selections_[0], (TimeSpan{230, 240}));
    EXPECT_THAT(told_, HasSubstr("4:00.000"));
    type("1h");
    EXPECT_THAT(moments_, testing::ElementsAre(240));
    EXPECT_THAT(told_, HasSubstr("4:00.000"));
    type("5:00-6:00");
    EXPECT_EQ(selections_.size(), 1U) << "nothing is left of it";
}

TEST_F(TimeFieldTest, WhatIsNoTimeStaysToBeMended) {
    type("1:99");
    EXPECT_THAT(told_, testing::AllOf(HasSubstr("1:99"), HasSubstr("1:23.4")));
    EXPECT_EQ(edit_->text(), QStringLiteral("1:99"));
    EXPECT_TRUE(edit_->hasFocus());
    EXPECT_EQ(left_, 0);
    EXPECT_THAT(moments_, IsEmpty());
}

TEST_F(TimeFieldTest, WhatWasToldOfAWrongTimeGoesWhenItWasMended) {
    type("1:99");
    EXPECT_THAT(told_, HasSubstr("1:99"));
    type("1:29");
    EXPECT_EQ(told_, "");
    type("1:99");
    QTest::keyClick(edit_, Qt::Key_Escape);
    EXPECT_EQ(told_, "") << "or given up";
    type("1:99");
    type("5:00");
    EXPECT_THAT(told_, HasSubstr("4:00.000"));
}

TEST_F(TimeFieldTest, TheEndMayBeTypedAsItIsShown) {
    field_.setSong(239.9996);
    type("4:00.000");
    EXPECT_EQ(told_, "");
    EXPECT_THAT(moments_, testing::ElementsAre(239.9996));
    type("4:00.001");
    EXPECT_THAT(told_, HasSubstr("4:00.000"));
    EXPECT_THAT(moments_, testing::ElementsAre(239.9996, 239.9996));
}

TEST_F(TimeFieldTest, WhatIsBeingTypedStaysWhileAnotherWindowHasTheKeyboard) {
    field_.setSelection(TimeSpan{80, 100});
    field_.edit();
    QTest::keyClicks(edit_, QStringLiteral("2:0"));
    QWidget other;
    other.show();
    other.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&other));
    EXPECT_FALSE(edit_->hasFocus());
    field_.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&field_));
    EXPECT_TRUE(edit_->hasFocus());
    EXPECT_EQ(edit_->text(), QStringLiteral("2:0"));
    edit_->clearFocus();
    EXPECT_EQ(edit_->text(), QString::fromUtf8("1:20.000 – 1:40.000"));
}

TEST_F(TimeFieldTest, EscapeLeavesAllAsItIs) {
    field_.setSelection(TimeSpan{80, 100});
    field_.edit();
    QTest::keyClicks(edit_, QStringLiteral("2:00"));
    QTest::keyClick(edit_, Qt::Key_Escape);
    EXPECT_EQ(edit_->text(), QString::fromUtf8("1:20.000 – 1:40.000"));
    EXPECT_EQ(left_, 1);
    EXPECT_THAT(moments_, IsEmpty());
    EXPECT_THAT(selections_, IsEmpty());
}

TEST_F(TimeFieldTest, ShowsAllOfItsText) {
    for (const double song : {59.0, 599.0, 3599.0, 36000.0}) {
        field_.setSong(song);
        field_.setSelection(TimeSpan{0, song});
        EXPECT_LE(edit_->fontMetrics().horizontalAdvance(edit_->text()) + 8, edit_->width());
    }
}

} // namespace
} // namespace refrain
