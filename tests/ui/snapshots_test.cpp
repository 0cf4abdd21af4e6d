// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/song_window.h"
#include "ui/playback/fader_row.h"
#include "ui/separation/knob_slider.h"

#include <QSlider>
#include <array>
#include <gmock/gmock.h>
#include <random>

namespace refrain {
namespace {

/// A and B with undo and redo, by the window's own buttons and keys.
class SnapshotsTest : public test::SongWindowTest {
protected:
    /// The one that is lit.
    int lit() const {
        EXPECT_NE(button("A")->isChecked(), button("B")->isChecked());
        return button("B")->isChecked() ? 1 : 0;
    }

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

    /// What the menu says would be undone.
    std::string undone() const { return document().undoStack().undoText().toStdString(); }

    /// The list of steps, as it is shown.
    std::vector<std::string> steps() const {
        std::vector<std::string> result;
        for (int i = 0; i < document().undoStack().count(); ++i)
            result.push_back(document().undoStack().text(i).toStdString());
        return result;
    }
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

TEST_F(SnapshotsTest, UndoingACopyGoesToTheOneThatWasChanged) {
    press("B");
    turn(0, 120);
    const Snapshot b = shown();
    press("A");
    turn(1, 100);
    const Snapshot a = shown();
    press("Copy");
    EXPECT_EQ(lit(), 0) << "whoever copies stays where they are";
    EXPECT_EQ(undone(), "Copy A to B");
    undo();
    EXPECT_EQ(lit(), 1);
    EXPECT_EQ(shown(), b);
    press("A");
    EXPECT_EQ(shown(), a);
    redo();
    EXPECT_EQ(lit(), 1);
    EXPECT_EQ(shown(), a);
    undo();
    undo(); // the knob of A
    EXPECT_EQ(lit(), 0);
    EXPECT_NE(shown(), a);
}

TEST_F(SnapshotsTest, StepsTellWhichOneTheyChangedOnceThereAreTwo) {
    using testing::ElementsAre;
    using testing::EndsWith;
    using testing::MatchesRegex;
    using testing::Not;
    turn(2, 200);
    press("Karaoke");
    EXPECT_THAT(steps(), ElementsAre(MatchesRegex("Power 2 → [0-9.]+"), "Preset Karaoke"));
    press("B");
    EXPECT_EQ(undone(), "Preset Karaoke (A)") << "which is not the one that is lit";
    EXPECT_EQ(action("Undo Preset Karaoke (A)")->isEnabled(), true);
    QTest::mouseClick(window_.findChild<FaderRow*>()->findChild<QToolButton*>(), Qt::LeftButton);
    press("A");
    press("Copy");
    EXPECT_THAT(steps(), ElementsAre(MatchesRegex("Power 2 → [0-9.]+ \\(A\\)"),
                                     "Preset Karaoke (A)", "Foreground solo (B)", "Copy A to B"));
    undo();
    EXPECT_EQ(action("Redo Copy A to B")->isEnabled(), true);
    EXPECT_EQ(undone(), "Foreground solo (B)");
}

TEST_F(SnapshotsTest, StepsThatChangeBothTellNone) {
    press("B");
    SeparationSettings settings = document().settings();
    settings.analysis.method = Method::repeating;
    document().change(settings, QStringLiteral("Method"));
    EXPECT_EQ(undone(), "Method");
}

TEST_F(SnapshotsTest, BothComeBackWithTheSong) {
    turn(0, 120);
    const Snapshot a = shown();
    press("B");
    turn(1, 150);
    const Snapshot b = shown();
    openWhole("other", 2);
    openWhole("song", 3);
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

    /// One snapshot becomes this. Undoing and doing it again goes there.
    void set(int which, const Snapshot& snapshot) {
        if (now.snapshots[which] == snapshot)
            return;
        Step step{now, now};
        step.after.snapshots[which] = snapshot;
        step.before.lit = step.after.lit = which;
        now.snapshots[which] = snapshot;
        steps.resize(at++);
        steps.push_back(step);
    }

    void change(const Snapshot& snapshot) { set(now.lit, snapshot); }
    void copy() { set(1 - now.lit, shown()); }

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
