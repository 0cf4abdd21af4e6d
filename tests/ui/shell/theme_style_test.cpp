// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme_style.h"

#include "ui/shell/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QToolButton>
#include <QtTest/QTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <memory>

namespace refrain {
namespace {

// What the guidelines for accessible content (WCAG 2.1) ask of text and of the parts of controls.
constexpr double kTextContrast = 4.5;
constexpr double kPartContrast = 3;

double luminance(const QColor& colour) {
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

class ThemeStyleTest : public testing::TestWithParam<Theme> {
protected:
    ThemeStyleTest() { setTheme(GetParam()); }
    ~ThemeStyleTest() override { setTheme(Theme::system); }

    /// The widget as it looks on a window.
    static QImage look(QWidget& widget) {
        QWidget window;
        window.resize(200, 60);
        widget.setParent(&window);
        widget.move(20, 15);
        window.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&window));
        if (widget.focusPolicy() != Qt::NoFocus && widget.property("wantsFocus").toBool()) {
            window.activateWindow();
            EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
            window.setFocus();
            QTest::keyClick(&window, Qt::Key_Tab); // a focus that came by a click is less marked
            EXPECT_TRUE(widget.hasFocus());
        }
        QImage image = window.grab().toImage();
        widget.setParent(nullptr);
        return image;
    }

    /// The strongest contrast to the window on the way from the left into the widget, along a row.
    static double edgeContrast(const QImage& image, int y, int from, int to) {
        const QColor window = QApplication::palette().color(QPalette::Window);
        double strongest = 1;
        for (int x = from; x < to; ++x)
            strongest = std::max(strongest, contrast(image.pixelColor(x, y), window));
        return strongest;
    }
};

TEST_P(ThemeStyleTest, TextIsReadable) {
    const QPalette palette = QApplication::palette();
    using Roles = std::pair<QPalette::ColorRole, QPalette::ColorRole>;
    for (const auto& [text, ground] :
         {Roles{QPalette::WindowText, QPalette::Window}, Roles{QPalette::Text, QPalette::Base},
          Roles{QPalette::Text, QPalette::AlternateBase},
          Roles{QPalette::ButtonText, QPalette::Button},
          Roles{QPalette::PlaceholderText, QPalette::Window},
          Roles{QPalette::PlaceholderText, QPalette::Base},
          Roles{QPalette::HighlightedText, QPalette::Highlight},
          Roles{QPalette::ToolTipText, QPalette::ToolTipBase},
          Roles{QPalette::Link, QPalette::Window}, Roles{QPalette::Link, QPalette::Base}})
        EXPECT_GE(contrast(palette.color(text), palette.color(ground)), kTextContrast)
            << text << " on " << ground;
    // What cannot be used now is quieter, and still can be read.
    const auto disabled = [&](QPalette::ColorRole role) {
        return palette.color(QPalette::Disabled, role);
    };
    EXPECT_GE(contrast(disabled(QPalette::WindowText), disabled(QPalette::Window)), kPartContrast);
    EXPECT_GE(contrast(disabled(QPalette::Text), disabled(QPalette::Base)), kPartContrast);
}

TEST_P(ThemeStyleTest, EveryControlHasAnOutline) {
    using Make = std::function<std::unique_ptr<QWidget>()>;
    const auto sized = [](std::unique_ptr<QWidget> widget) {
        widget->resize(100, 26);
        return widget;
    };
    const std::pair<const char*, Make> controls[] = {
        {"check box", [] { return std::make_unique<QCheckBox>(); }},
        {"radio button", [] { return std::make_unique<QRadioButton>(); }},
        {"combo box", [] { return std::make_unique<QComboBox>(); }},
        {"number field", [] { return std::make_unique<QDoubleSpinBox>(); }},
        {"text field", [] { return std::make_unique<QLineEdit>(); }},
        {"push button", [] { return std::make_unique<QPushButton>(); }},
        {"tool button", [] { return std::make_unique<QToolButton>(); }},
        {"slider", [] { return std::make_unique<QSlider>(Qt::Horizontal); }},
        {"progress bar", [] { return std::make_unique<QProgressBar>(); }},
    };
    for (const auto& [name, make] : controls) {
        const auto widget = sized(make());
        EXPECT_GE(edgeContrast(look(*widget), 15 + 13, 0, 40), kPartContrast) << name;
    }
}

TEST_P(ThemeStyleTest, WhatHasTheFocusIsSeen) {
    for (const auto& make :
         {+[]() -> QWidget* { return new QPushButton; },
          +[]() -> QWidget* { return new QLineEdit; }, +[]() -> QWidget* { return new QComboBox; },
          +[]() -> QWidget* { return new QCheckBox; },
          +[]() -> QWidget* { return new QSlider(Qt::Horizontal); }}) {
        const std::unique_ptr<QWidget> widget(make());
        widget->resize(100, 26);
        widget->setFocusPolicy(Qt::NoFocus);
        const QImage before = look(*widget);
        widget->setFocusPolicy(Qt::StrongFocus);
        widget->setProperty("wantsFocus", true);
        const QImage after = look(*widget);
        const QColor window = QApplication::palette().color(QPalette::Window);
        double strongest = 1; // of what the focus has changed
        for (int y = 0; y < after.height(); ++y)
            for (int x = 0; x < after.width(); ++x)
                if (after.pixel(x, y) != before.pixel(x, y))
                    strongest = std::max(strongest, contrast(after.pixelColor(x, y), window));
        EXPECT_GE(strongest, kPartContrast) << widget->metaObject()->className();
    }
}

TEST_P(ThemeStyleTest, AButtonThatStaysDownStandsOutAndCanBeRead) {
    QToolButton button;
    button.resize(100, 26);
    button.setCheckable(true);
    const QImage up = look(button);
    button.setChecked(true);
    const QImage down = look(button);
    const QPoint edge(20, 15 + 13);
    const QPoint inside(20 + 8, 15 + 13);
    EXPECT_GE(contrast(down.pixelColor(edge), QApplication::palette().color(QPalette::Window)),
              kPartContrast);
    EXPECT_EQ(down.pixelColor(edge), focusColour(QApplication::palette()));
    EXPECT_NE(down.pixel(inside), up.pixel(inside));
    EXPECT_GE(contrast(down.pixelColor(inside), button.palette().color(QPalette::ButtonText)),
              kTextContrast);
}

INSTANTIATE_TEST_SUITE_P(Themes, ThemeStyleTest, testing::Values(Theme::light, Theme::dark),
                         [](const auto& parameter) {
                             return themeName(parameter.param).toStdString();
                         });

} // namespace
} // namespace refrain
