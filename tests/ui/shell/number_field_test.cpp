// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/number_field.h"

#include <QLineEdit>
#include <QtTest/QTest>
#include <gtest/gtest.h>

namespace refrain {
namespace {

class NumberFieldTest : public testing::Test {
protected:
    NumberFieldTest() {
        field_.setRange(-60, 12);
        field_.setDecimals(1);
        field_.setSuffix(QStringLiteral(" dB"));
        field_.setSpecialValueText(QStringLiteral("off"));
    }

    void type(const char* text) {
        auto* edit = field_.findChild<QLineEdit*>();
        edit->selectAll(); // with the unit
        edit->insert(QString::fromUtf8(text));
        QTest::keyClick(&field_, Qt::Key_Return);
    }

    std::string text() const { return field_.text().toStdString(); }

    NumberField field_;
};

TEST_F(NumberFieldTest, ShowsTheTrueMinusSign) {
    field_.setValue(-6.5);
    EXPECT_EQ(text(), "−6.5 dB");
    field_.setValue(6.5);
    EXPECT_EQ(text(), "6.5 dB");
    field_.setValue(-60);
    EXPECT_EQ(text(), "off");
}

TEST_F(NumberFieldTest, ReadsBothSigns) {
    for (const char* typed : {"-3.5", "−3.5", "-3.5 dB", "−3.5 dB"}) {
        field_.setValue(0);
        type(typed);
        EXPECT_EQ(field_.value(), -3.5) << typed;
        EXPECT_EQ(text(), "−3.5 dB") << typed;
    }
}

TEST_F(NumberFieldTest, ReadsDecimalsAfterAPointAndAfterAComma) {
    for (const char* language : {"C", "en_US", "de_DE"}) {
        field_.setLocale(QLocale(QString::fromUtf8(language)));
        for (const char* typed : {"3.5", "3,5", "3,5 dB"}) {
            field_.setValue(0);
            type(typed);
            EXPECT_EQ(field_.value(), 3.5) << typed << " in " << language;
        }
    }
}

TEST_F(NumberFieldTest, WhatIsShownIsReadBackAsItIs) {
    field_.setValue(-12.3);
    type(text().c_str());
    EXPECT_EQ(field_.value(), -12.3);
    QTest::keyClick(&field_, Qt::Key_Up);
    EXPECT_EQ(field_.value(), -11.3);
    QTest::keyClicks(&field_, QStringLiteral("nonsense"));
    EXPECT_EQ(field_.value(), -11.3);
}

} // namespace
} // namespace refrain
