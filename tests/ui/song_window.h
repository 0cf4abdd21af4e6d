// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/main_window.h"

#include <QAction>
#include <QSettings>
#include <QToolButton>
#include <gtest/gtest.h>

namespace refrain::test {

/// The window, active, with a short song that is separated, and with settings as new.
class SongWindowTest : public testing::Test {
protected:
    SongWindowTest() {
        window_.resize(1280, 800);
        window_.show();
        window_.activateWindow();
        openWhole("song", 3);
        EXPECT_TRUE(QTest::qWaitForWindowActive(&window_));
    }

    /// Makes a song of this title and length, opens it and waits until all is known of it.
    void openWhole(const char* title, double seconds) {
        const std::filesystem::path path = folder_ / (std::string(title) + ".wav");
        writeClip(path, demoSong(seconds));
        window_.open(fromPath(path));
        EXPECT_TRUE(waitUntil([&] {
            return document().song() && document().song()->file.title == title &&
                   document().isSeparated();
        }));
        QCoreApplication::processEvents(); // what the window does in an event of its own
    }

    QAction* action(const char* text) const {
        for (auto* each : window_.findChildren<QAction*>())
            if (QString(each->text()).remove('&') == QString::fromUtf8(text))
                return each;
        ADD_FAILURE() << "There is no action " << text;
        return nullptr;
    }

    QToolButton* button(const char* text) const {
        // Presets that are changed get new buttons.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        for (auto* each : window_.findChildren<QToolButton*>())
            if (each->text() == QString::fromUtf8(text))
                return each;
        ADD_FAILURE() << "There is no button " << text;
        return nullptr;
    }

    void press(const char* text) const { QTest::mouseClick(button(text), Qt::LeftButton); }
    void undo() { QTest::keyClick(&window_, Qt::Key_Z, Qt::ControlModifier); }
    void redo() { QTest::keyClick(&window_, Qt::Key_Y, Qt::ControlModifier); }

    Document& document() const { return window_.document(); }

private:
    struct NewSettings {
        NewSettings() { QSettings().clear(); }
    };
    NewSettings before_; // the window reads them

protected:
    TemporaryFolder folder_;
    mutable MainWindow window_;
};

} // namespace refrain::test
