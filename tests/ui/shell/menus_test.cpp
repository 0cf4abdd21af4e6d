// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/main_window.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QUndoView>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace refrain {
namespace {

using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

class MenusTest : public testing::Test {
protected:
    MenusTest() {
        QSettings().clear();
        window_.resize(1280, 800);
        window_.show();
    }

    void openSong() {
        test::writeClip(folder_ / "song.wav", test::demoSong(4));
        window_.open(fromPath(folder_ / "song.wav"));
        ASSERT_TRUE(test::waitUntil([this] { return document().isSeparated(); }));
        QCoreApplication::processEvents();
    }

    void select(const std::optional<Selection>& selection) const {
        auto* view = window_.findChild<SpectrogramView*>();
        view->setSelection(selection);
        Q_EMIT view->selectionChanged();
    }

    /// What can be chosen in a menu; of submenus, what is in them.
    static void addEnabled(const QMenu& menu, std::set<std::string>& names) {
        for (const auto* action : menu.actions()) {
            if (action->menu())
                addEnabled(*action->menu(), names);
            else if (!action->isSeparator() && action->isEnabled())
                names.insert(QString(action->text()).remove('&').toStdString());
        }
    }

    std::set<std::string> enabled(const char* title) const {
        std::set<std::string> names;
        for (const auto* action : window_.menuBar()->actions())
            if (QString(action->text()).remove('&') == QLatin1String(title))
                addEnabled(*action->menu(), names);
        return names;
    }

    Document& document() const { return window_.document(); }

    test::TemporaryFolder folder_;
    mutable MainWindow window_;
};

/// The names that share a letter, and those that have none.
std::vector<std::string> mistakes(const QList<QAction*>& actions, bool allHaveOne) {
    std::vector<std::string> result;
    std::map<QKeySequence, QString> letters;
    for (const auto* action : actions) {
        if (action->isSeparator())
            continue;
        const QKeySequence letter = QKeySequence::mnemonic(action->text());
        if (letter.isEmpty()) {
            if (allHaveOne)
                result.push_back(action->text().toStdString());
            continue;
        }
        if (letters.contains(letter))
            result.push_back((letters[letter] + " and " + action->text()).toStdString());
        letters[letter] = action->text();
    }
    return result;
}

TEST_F(MenusTest, NoTwoEntriesOfAMenuShareALetter) {
    openSong();
    EXPECT_THAT(mistakes(window_.menuBar()->actions(), true), testing::IsEmpty());
    std::set<const QMenu*> ours;
    for (const auto* action : window_.menuBar()->actions())
        ours.insert(action->menu());
    int menus = 0;
    for (auto* menu : window_.findChildren<QMenu*>()) {
        Q_EMIT menu->aboutToShow(); // some are filled then
        EXPECT_THAT(mistakes(menu->actions(), ours.contains(menu)), testing::IsEmpty())
            << menu->title().toStdString();
        Q_EMIT menu->aboutToHide();
        ++menus;
    }
    EXPECT_GT(menus, 10);
}

TEST_F(MenusTest, NoControlSharesALetterWithTheMenus) {
    openSong();
    std::map<QKeySequence, QString> letters;
    for (const auto* action : window_.menuBar()->actions())
        letters[QKeySequence::mnemonic(action->text())] = action->text();
    for (const auto* label : window_.findChildren<QLabel*>()) {
        const QKeySequence letter = QKeySequence::mnemonic(label->text());
        if (!label->buddy() || !label->isVisible() || letter.isEmpty())
            continue;
        EXPECT_FALSE(letters.contains(letter))
            << letters[letter].toStdString() << " and " << label->text().toStdString();
        letters[letter] = label->text();
    }
    EXPECT_GT(letters.size(), 6U);
}

TEST_F(MenusTest, WithoutASongThereIsNothingToDoToIt) {
    EXPECT_EQ(enabled("Edit"), std::set<std::string>());
    EXPECT_EQ(enabled("Separation"), std::set<std::string>());
    EXPECT_THAT(enabled("File"), Contains("Open…"));
    EXPECT_THAT(enabled("File"), Not(Contains("Export stems…")));
    EXPECT_THAT(enabled("File"), Not(Contains("Export picture…")));
    // What is left is how the next song will be shown and played.
    EXPECT_EQ(enabled("View"),
              (std::set<std::string>{"Logarithmic", "Mel", "Linear", "Magma", "Viridis", "Cividis",
                                     "Grey", "Inverted grey", "40 dB below the top", "60 dB",
                                     "80 dB", "100 dB", "120 dB", "System", "Light", "Dark"}));
    EXPECT_EQ(enabled("Playback"),
              (std::set<std::string>{"Page by page", "In the middle", "Not at all"}));
}

TEST_F(MenusTest, ASongAndASelectionBringThemToLife) {
    openSong();
    EXPECT_EQ(enabled("Edit"), (std::set<std::string>{"Copy picture", "Undo list…"}));
    EXPECT_THAT(enabled("File"), IsSupersetOf({"Export stems…", "Export picture…"}));
    EXPECT_THAT(enabled("Separation"), IsSupersetOf({"Turn the knobs", "Save preset…"}));
    EXPECT_THAT(enabled("Separation"), Not(Contains("Stop")));
    EXPECT_THAT(enabled("View"), IsSupersetOf({"Zoom in", "Show all", "Brighter"}));
    EXPECT_THAT(enabled("Playback"), IsSupersetOf({"Play", "Loop", "Hear the original"}));
    const char* const view[] = {"Zoom to selection", "Clear the selection"};
    const char* const playback[] = {"Play selection", "Loop selection from its start"};
    for (const bool selected : {false, true, false}) {
        select(selected ? std::optional(Selection{.time = {1, 2}}) : std::nullopt);
        for (const char* name : view)
            EXPECT_EQ(enabled("View").contains(name), selected) << name;
        for (const char* name : playback)
            EXPECT_EQ(enabled("Playback").contains(name), selected) << name;
    }
    SeparationSettings settings = document().settings();
    settings.knobs.power = 5;
    document().change(settings, QStringLiteral("Power"));
    EXPECT_THAT(enabled("Edit"), Contains("Undo Power"));
}

TEST_F(MenusTest, TheUndoListBeginsWithNothingDone) {
    openSong();
    for (auto* action : window_.findChildren<QAction*>())
        if (QString(action->text()).remove('&') == QStringLiteral("Undo list…"))
            action->trigger();
    const auto* list = window_.findChild<QUndoView*>();
    ASSERT_TRUE(list);
    // (Not how the song was opened: steps of presets stay when another one is opened.)
    EXPECT_EQ(list->model()->index(0, 0).data().toString(), QStringLiteral("Nothing done"));
}

} // namespace
} // namespace refrain
