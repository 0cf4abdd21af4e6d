// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/song_window.h"
#include "ui/document/remembered.h"
#include "ui/separation/preset_row.h"

#include <QInputDialog>
#include <QLabel>
#include <gmock/gmock.h>

namespace refrain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// One's own presets in the window, by its menus, buttons and keys.
class OwnPresetsTest : public test::SongWindowTest {
protected:
    OwnPresetsTest() {
        turnTo(kMine);
        save("Mine");
    }

    void turnTo(const MaskSettings& knobs) {
        SeparationSettings settings = document().settings();
        settings.knobs = knobs;
        document().change(settings, QStringLiteral("Knobs"));
    }

    void answer(const char* name) {
        auto* dialog = window_.findChild<QInputDialog*>();
        ASSERT_TRUE(dialog);
        dialog->setTextValue(QString::fromUtf8(name));
        dialog->accept();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        window_.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window_));
    }

    void save(const char* name) {
        action("Save preset…")->trigger();
        answer(name);
    }

    /// By the menu of the preset's own button.
    void remove(const char* name) {
        for (auto* each : button(name)->actions())
            if (each->text() == QStringLiteral("&Delete"))
                each->trigger();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    /// Keeps knobs as another window of the program does, of which this one is not told.
    static void theySave(const char* name, const MaskSettings& knobs) {
        const QString wanted = QString::fromUtf8(name);
        std::vector<UserPreset> presets = userPresets();
        std::erase_if(presets, [&](const UserPreset& preset) { return preset.name == wanted; });
        presets.push_back({wanted, knobs});
        setUserPresets(presets);
    }

    static std::vector<std::string> names() {
        std::vector<std::string> result;
        for (const UserPreset& preset : userPresets())
            result.push_back(preset.name.toStdString());
        return result;
    }

    bool isTold(const char* sentence) const {
        for (const auto* label : window_.findChildren<QLabel*>())
            if (label->isVisible() && label->text() == QString::fromUtf8(sentence))
                return true;
        return false;
    }

    static constexpr MaskSettings kMine = {2, 5, 1.5};
    static constexpr MaskSettings kOther = {4, 6, 2.5};
    static constexpr MaskSettings kThird = {1, 3, 5};
};

TEST_F(OwnPresetsTest, ADeletedOneComesBack) {
    EXPECT_THAT(names(), ElementsAre("Mine"));
    action("Delete preset")->trigger();
    EXPECT_THAT(names(), IsEmpty());
    EXPECT_TRUE(isTold("Deleted preset “Mine”; Ctrl+Z brings it back."));
    EXPECT_TRUE(action("Undo Delete preset “Mine”")->isEnabled());
    undo();
    EXPECT_THAT(names(), ElementsAre("Mine"));
    EXPECT_EQ(userPresets()[0].knobs, kMine);
    EXPECT_TRUE(button("Mine")->isChecked());
    redo();
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(OwnPresetsTest, ADeletedOneComesBackWhenAnotherSongIsOpen) {
    remove("Mine");
    turnTo(kOther);
    openWhole("other", 2);
    EXPECT_EQ(document().undoStack().undoText(), QStringLiteral("Delete preset “Mine”"))
        << "steps of the song are gone, those of the program's are not";
    EXPECT_THAT(names(), IsEmpty());
    const MaskSettings knobs = document().settings().knobs;
    undo();
    EXPECT_THAT(names(), ElementsAre("Mine"));
    EXPECT_EQ(document().settings().knobs, knobs);
    openWhole("third", 2);
    EXPECT_THAT(names(), ElementsAre("Mine"));
    redo();
    EXPECT_THAT(names(), IsEmpty()) << "what was undone can be done again as well";
    undo();
    undo(); // of saving it
    EXPECT_THAT(names(), IsEmpty());
    EXPECT_FALSE(document().undoStack().canUndo());
    redo();
    EXPECT_THAT(names(), ElementsAre("Mine"));
}

TEST_F(OwnPresetsTest, SavingUnderTheSameNameReplacesAndCanBeUndone) {
    save("Yours");
    turnTo(kOther);
    save("mine");
    EXPECT_THAT(names(), ElementsAre("Mine", "Yours"));
    EXPECT_EQ(userPresets()[0].knobs, kOther);
    EXPECT_TRUE(isTold("Preset “Mine” has these knobs now; Ctrl+Z gives it back the old ones."));
    undo();
    EXPECT_THAT(names(), ElementsAre("Mine", "Yours"));
    EXPECT_EQ(userPresets()[0].knobs, kMine);
}

TEST_F(OwnPresetsTest, RenamingCanBeUndone) {
    turnTo(kOther);
    save("Yours");
    action("Rename preset…")->trigger();
    answer("Ours & all");
    EXPECT_THAT(names(), ElementsAre("Mine", "Ours & all"));
    EXPECT_TRUE(action("Undo Rename preset “Yours” to “Ours  all”")->isEnabled())
        << "the ampersand is doubled, or the menu would swallow it";
    undo();
    EXPECT_THAT(names(), ElementsAre("Mine", "Yours"));
    action("Rename preset…")->trigger();
    answer("Mine");
    EXPECT_THAT(names(), ElementsAre("Mine", "Mine (2)")) << "never two of one name";
}

TEST_F(OwnPresetsTest, EachKeepsItsPlace) {
    for (const char* name : {"Two", "Three"}) {
        turnTo(kOther);
        save(name);
    }
    remove("Two");
    EXPECT_THAT(names(), ElementsAre("Mine", "Three"));
    undo();
    EXPECT_THAT(names(), ElementsAre("Mine", "Two", "Three"));
}

TEST_F(OwnPresetsTest, WhatAnotherWindowSavedMeanwhileStays) {
    theySave("Theirs", kOther);
    remove("Mine");
    EXPECT_THAT(names(), ElementsAre("Theirs"));
    undo();
    EXPECT_THAT(names(), ElementsAre("Mine", "Theirs"));
}

TEST_F(OwnPresetsTest, WhatAnotherWindowSavedUnderTheSameNameCanBeHadBack) {
    theySave("Voice", kOther);
    turnTo(kThird);
    save("Voice");
    EXPECT_EQ(userPresets()[1], (UserPreset{"Voice", kThird}));
    EXPECT_TRUE(isTold("Preset “Voice” has these knobs now; Ctrl+Z gives it back the old ones."));
    undo();
    EXPECT_THAT(names(), ElementsAre("Mine", "Voice"));
    EXPECT_EQ(userPresets()[1], (UserPreset{"Voice", kOther}));
}

TEST_F(OwnPresetsTest, WhatAnotherWindowSavedIsNotLostToARename) {
    theySave("Voice", kOther);
    document().presets().rename(QStringLiteral("Mine"), QStringLiteral("Voice"));
    EXPECT_THAT(names(), ElementsAre("Voice (2)", "Voice"));
    EXPECT_EQ(userPresets()[1], (UserPreset{"Voice", kOther}));
}

TEST_F(OwnPresetsTest, ADeletedOneComesBackAsAnotherWindowHadReplacedIt) {
    theySave("Mine", kOther);
    remove("Mine");
    EXPECT_THAT(names(), IsEmpty());
    undo();
    ASSERT_THAT(names(), ElementsAre("Mine"));
    EXPECT_EQ(userPresets()[0].knobs, kOther);
}

} // namespace
} // namespace refrain
