// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/main_window.h"
#include "ui/playback/fader_row.h"
#include "ui/separation/knob_slider.h"

#include <QSettings>
#include <QSlider>
#include <QToolButton>
#include <array>
#include <gtest/gtest.h>
#include <random>

namespace refrain {
namespace {

/// A and B with undo and redo, by the window's own buttons and keys.
class SnapshotsTest : public testing::Test {
protected:
    SnapshotsTest() {
        QSettings().clear();
        test::writeClip(folder_ / "song.wav", test::demoSong(3));
        window_.resize(1280, 800);
        window_.show();
        window_.activateWindow();
        window_.open(fromPath(folder_ / "song.wav"));
        EXPECT_TRUE(test::waitUntil([this] { return window_.document().isSeparated(); }));
        EXPECT_TRUE(QTest::qWaitForWindowActive(&window_));
    }

    QToolButton* button(const char* text) const {
        for (auto* each : window_.findChildren<QToolButton*>())
            if (each->text() == QString::fromUtf8(text))
                return each;
        ADD_FAILURE() << "There is no button " << text;
        return nullptr;
    }

    /// The one that is lit.
    int lit() const {
        EXPECT_NE(button("A")->isChecked(), button("B")->isChecked());
        return button("B")->isChecked() ? 1 : 0;
    }

    void press(const char* text) const { QTest::mouseClick(button(text), Qt::LeftButton); }
    void undo() { QTest::keyClick(&window_, Qt::Key_Z, Qt::ControlModifier); }
    void redo() { QTest::keyClick(&window_, Qt::Key_Y, Qt::ControlModifier); }

    /// A drag of a knob to some place.
    void turn(int knob, int x) const {
        auto* slider = window_.findChildren<KnobSlider*>()[knob];
        const QPoint place(std::clamp(x, 1, slider->width() - 1), slider->height() / 2);
        const int handle = slider->width() * slider->value() / slider->maximum();
        QTest::mousePress(slider, Qt::LeftButton, {}, {handle, place.y()});
        QTest::mouseMove(slider, place);
        QTest::mouseRelease(slider, Qt::LeftButton, {}, place);
    }

    /// All that is to be compared, as the window shows it.
    Snapshot shown() const {
        const SeparationSettings& settings = window_.document().settings();
        const auto sliders = window_.findChildren<KnobSlider*>();
        EXPECT_NEAR(sliders[0]->number(), settings.knobs.backgroundMargin, 0.006);
        EXPECT_NEAR(sliders[1]->number(), settings.knobs.foregroundMargin, 0.006);
        EXPECT_NEAR(sliders[2]->number(), settings.knobs.power, 0.006);
        const auto rows = window_.findChildren<FaderRow*>();
        for (std::size_t i = 0; i < settings.faders.size(); ++i)
            EXPECT_EQ(rows[static_cast<int>(i)]->findChild<QSlider*>()->value(),
                      std::lround(10 * settings.faders[i].decibels));
        return {settings.knobs, settings.faders};
    }

    Document& document() { return window_.document(); }

    test::TemporaryFolder folder_;
    mutable MainWindow window_;
};

TEST_F(SnapshotsTest, UndoGoesToTheOneThatTheStepChanged) {
    const Snapshot first = shown();
    press("B");
    turn(2, 200);
    const Snapshot changed = shown();
    ASSERT_NE(changed, first);
    press("A");
    EXPECT_EQ(shown(), first);
    undo();
    EXPECT_EQ(lit(), 1);
    EXPECT_EQ(shown(), first);
    press("A");
    redo();
    EXPECT_EQ(lit(), 1);
    EXPECT_EQ(shown(), changed);
}

TEST_F(SnapshotsTest, AKnobTurnedInOneIsUndoneThere) {
    const Snapshot first = shown();
    turn(0, 120);
    const Snapshot a = shown();
    press("B");
    turn(1, 150);
    const Snapshot b = shown();
    press("A");
    undo(); // the knob of B
    EXPECT_EQ(lit(), 1);
    EXPECT_EQ(shown(), first);
    redo();
    EXPECT_EQ(shown(), b);
    press("A");
    EXPECT_EQ(shown(), a);
    press("B");
    EXPECT_EQ(shown(), b);
}

TEST_F(SnapshotsTest, ComparingLeavesNoStepsAndTakesNoneAway) {
    turn(0, 120);
    const Snapshot turned = shown();
    for (int i = 0; i < 6; ++i)
        QTest::keyClick(&window_, Qt::Key_X);
    EXPECT_EQ(document().undoStack().count(), 1);
    undo();
    EXPECT_EQ(document().settings().knobs, MaskSettings());
    for (int i = 0; i < 2; ++i)
        QTest::keyClick(&window_, Qt::Key_X);
    redo();
    EXPECT_EQ(shown(), turned);
}

TEST_F(SnapshotsTest, EachIsRestoredToItsOwnPreset) {
    press("Karaoke");
    const Snapshot karaoke = shown();
    turn(2, 200);
    ASSERT_NE(shown(), karaoke);
    press("B"); // is balanced
    press("A");
    QTest::keyClick(window_.findChildren<KnobSlider*>()[2], Qt::Key_Backspace);
    EXPECT_EQ(shown(), karaoke);
}

TEST_F(SnapshotsTest, CopyingIsUndone) {
    press("B");
    turn(0, 120);
    const Snapshot b = shown();
    press("A");
    turn(1, 100);
    const Snapshot a = shown();
    press("Copy");
    undo();
    EXPECT_EQ(shown(), a);
    press("B");
    EXPECT_EQ(shown(), b);
}

TEST_F(SnapshotsTest, BothComeBackWithTheSong) {
    turn(0, 120);
    const Snapshot a = shown();
    press("B");
    turn(1, 150);
    const Snapshot b = shown();
    test::writeClip(folder_ / "other.wav", test::demoSong(2));
    for (const char* title : {"other", "song"}) {
        window_.open(fromPath(folder_ / (std::string(title) + ".wav")));
        ASSERT_TRUE(test::waitUntil([&] { return document().song()->file.title == title; }));
    }
    EXPECT_EQ(lit(), 1);
    EXPECT_EQ(shown(), b);
    press("A");
    EXPECT_EQ(shown(), a);
}

/// The same again as plainly as it can be said: a list of what was before each step and after it.
struct Model {
    struct State {
        std::array<Snapshot, 2> snapshots;
        int lit = 0;
    };
    struct Step {
        State before;
        State after;
    };

    void add(const State& state) {
        steps.resize(at);
        steps.push_back({now, state});
        now = state;
        ++at;
    }

    void change(const Snapshot& snapshot) {
        State state = now;
        state.snapshots[state.lit] = snapshot;
        if (shown() != snapshot)
            add(state);
    }

    void copy() {
        State state = now;
        state.snapshots[1 - state.lit] = shown();
        if (now.snapshots[1 - now.lit] != shown())
            add(state);
    }

    void undo() {
        if (at > 0)
            now = steps[--at].before;
    }

    void redo() {
        if (at < steps.size())
            now = steps[at++].after;
    }

    const Snapshot& shown() const { return now.snapshots[now.lit]; }

    State now;
    std::vector<Step> steps;
    std::size_t at = 0;
};

TEST_F(SnapshotsTest, NothingIsLostInAnyOrder) {
    Model model;
    model.now.snapshots = {shown(), shown()};
    std::mt19937 random(7);
    const auto below = [&](int end) { return static_cast<int>(random() % end); };
    const auto rows = window_.findChildren<FaderRow*>();
    for (int step = 0; step < 600; ++step) {
        switch (below(7)) {
        case 0:
        case 1:
            turn(below(3), 20 + 40 * below(6));
            model.change(shown());
            break;
        case 2: {
            auto* mute = rows[below(3)]->findChildren<QToolButton*>()[below(2)];
            QTest::mouseClick(mute, Qt::LeftButton);
            model.change(shown());
            break;
        }
        case 3:
            press(model.now.lit == 0 ? "B" : "A");
            model.now.lit = 1 - model.now.lit;
            break;
        case 4:
            if (below(4) == 0) {
                press("Copy");
                model.copy();
            }
            break;
        case 5:
            undo();
            model.undo();
            break;
        default:
            redo();
            model.redo();
        }
        ASSERT_EQ(shown(), model.shown()) << step;
        ASSERT_EQ(lit(), model.now.lit) << step;
        ASSERT_EQ(document().undoStack().index(), static_cast<int>(model.at)) << step;
    }
}

} // namespace
} // namespace refrain
