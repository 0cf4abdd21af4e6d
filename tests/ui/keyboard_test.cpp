// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/song_window.h"
#include "ui/playback/monitor_panel.h"
#include "ui/separation/separation_panel.h"
#include "ui/shell/theme.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QAccessible>
#include <QDialog>
#include <QToolBar>
#include <algorithm>
#include <gmock/gmock.h>

namespace refrain {
namespace {

/// The window without a mouse.
class KeyboardTest : public test::SongWindowTest {
protected:
    KeyboardTest() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    ~KeyboardTest() override { setTheme(Theme::system); }

    /// What the Tab key goes to, beginning where it is, once around.
    std::vector<QWidget*> tabOrder() {
        std::vector<QWidget*> order;
        while (order.empty() || QApplication::focusWidget() != order.front()) {
            order.push_back(QApplication::focusWidget());
            if (!order.back() || order.size() > 100)
                break;
            QTest::keyClick(order.back(), Qt::Key_Tab);
        }
        return order;
    }

    QRect place(const QWidget* control) const {
        return {control->mapTo(&window_, QPoint()), control->size()};
    }

    static std::string describe(const QWidget* widget) {
        return std::string(widget->metaObject()->className()) + ' ' +
               widget->accessibleName().toStdString();
    }
};

/// What a screen reader says of a widget.
std::string spokenName(QWidget* widget) {
    const QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
    return spoken ? spoken->text(QAccessible::Name).toStdString() : std::string();
}

/// Of all that is seen in a window and can have the keyboard, what has no name.
std::vector<std::string> nameless(const QWidget* window) {
    std::vector<std::string> result;
    for (auto* widget : window->findChildren<QWidget*>())
        if (widget->window() == window && widget->isVisible() &&
            (widget->focusPolicy() & Qt::TabFocus) && !widget->objectName().startsWith("qt_") &&
            spokenName(widget).empty())
            result.push_back(widget->metaObject()->className());
    return result;
}

TEST_F(KeyboardTest, IsAtThePicturesWhenASongWasOpened) {
    auto* view = window_.findChild<SpectrogramView*>();
    EXPECT_TRUE(view->hasFocus() || view->isAncestorOf(QApplication::focusWidget()));
}

TEST_F(KeyboardTest, TabGoesThroughTheWindowAsItIsRead) {
    QToolBar* bar = window_.findChild<QToolBar*>();
    const QWidget* areas[] = {bar, window_.findChild<SpectrogramView*>(),
                              window_.findChild<SeparationPanel*>(),
                              window_.findChild<MonitorPanel*>()};
    std::vector<QWidget*> order = tabOrder();
    const auto isIn = [](const QWidget* area, const QWidget* widget) {
        return area == widget || area->isAncestorOf(widget);
    };
    const auto first =
        std::ranges::find_if(order, [&](const QWidget* widget) { return isIn(bar, widget); });
    ASSERT_NE(first, order.end());
    // The bar may have been entered in its middle only if the walk began there.
    std::rotate(order.begin(), first, order.end());
    std::size_t area = 0;
    std::vector<std::size_t> visited;
    const QWidget* before = nullptr;
    for (const QWidget* widget : order) {
        if (!isIn(areas[area], widget)) {
            before = nullptr;
            while (area < std::size(areas) && !isIn(areas[area], widget))
                ++area;
            ASSERT_LT(area, std::size(areas)) << describe(widget) << " comes too late";
        }
        if (visited.empty() || visited.back() != area)
            visited.push_back(area);
        if (before) {
            constexpr int kSameRow = 6;
            const QRect last = place(before);
            const QRect now = place(widget);
            EXPECT_GE(now.bottom(), last.top()) << describe(widget);
            if (std::abs(now.center().y() - last.center().y()) <= kSameRow) {
                EXPECT_GT(now.left(), last.left()) << describe(widget);
            }
        }
        before = widget;
    }
    EXPECT_THAT(visited, testing::ElementsAre(0U, 1U, 2U, 3U));
    EXPECT_GT(order.size(), 30U);
}

TEST_F(KeyboardTest, WhatHasTheKeyboardIsSeenInBothThemes) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        setTheme(theme);
        QCoreApplication::processEvents();
        for (QWidget* widget : tabOrder()) {
            const QRect there = place(widget).adjusted(-4, -4, 4, 4);
            widget->setFocus(Qt::TabFocusReason);
            QCoreApplication::processEvents();
            const QImage with = window_.grab(there).toImage();
            widget->clearFocus();
            QCoreApplication::processEvents();
            EXPECT_NE(window_.grab(there).toImage(), with)
                << describe(widget) << ' ' << themeName(theme).toStdString();
            widget->setFocus(Qt::TabFocusReason);
        }
    }
}

TEST_F(KeyboardTest, ThePictureThatIsCopiedHasNoFrame) {
    auto* view = window_.findChild<SpectrogramView*>();
    view->setFocus(Qt::TabFocusReason);
    const QImage with = view->grab().toImage();
    view->clearFocus();
    EXPECT_EQ(view->grab().toImage(), with);
}

TEST_F(KeyboardTest, AScreenReaderNamesEverything) {
    using testing::IsEmpty;
    EXPECT_THAT(nameless(&window_), IsEmpty());
    // And in each of the windows that the menus open.
    int dialogs = 0;
    for (auto* action : window_.findChildren<QAction*>()) {
        if (!action->text().endsWith(QStringLiteral("…")) &&
            !action->text().contains(QStringLiteral("eys and")))
            continue;
        if (!action->isEnabled() || action->text().contains(QStringLiteral("Open")))
            continue; // the dialog that opens files is not ours
        action->trigger();
        QCoreApplication::processEvents();
        QWidget* dialog = QApplication::activeWindow();
        ASSERT_TRUE(dialog);
        ASSERT_NE(dialog, &window_) << action->text().toStdString();
        EXPECT_THAT(nameless(dialog), IsEmpty()) << action->text().toStdString();
        EXPECT_FALSE(dialog->windowTitle().isEmpty());
        ++dialogs;
        dialog->close();
        window_.activateWindow();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window_));
    }
    EXPECT_EQ(dialogs, 5);
}

} // namespace
} // namespace refrain
