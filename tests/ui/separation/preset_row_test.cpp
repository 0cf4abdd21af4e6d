// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/preset_row.h"

#include "tests/ui/waiting.h"
#include "ui/document/presets.h"

#include <QImage>
#include <QInputDialog>
#include <QLineEdit>
#include <QSettings>
#include <QToolButton>
#include <QUndoStack>
#include <QtTest/QTest>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;

class PresetRowTest : public testing::Test {
protected:
    PresetRowTest() {
        QSettings().clear();
        presets_ = std::make_unique<Presets>(stack_);
        row_ = std::make_unique<PresetRow>(*presets_);
        row_->saveButton()->setParent(nullptr); // as elsewhere in the window
        save_.reset(row_->saveButton());
        row_->show();
        QObject::connect(row_.get(), &PresetRow::chosen, row_.get(),
                         [this](const MaskSettings& knobs) { chosen_ = knobs; });
    }

    std::vector<std::string> names() const {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        std::vector<std::string> names;
        for (const auto* button : row_->findChildren<QToolButton*>())
            names.push_back(button->text().toStdString());
        return names;
    }

    QToolButton* button(const char* name) const {
        for (auto* each : row_->findChildren<QToolButton*>())
            if (each->text() == QString::fromUtf8(name))
                return each;
        return nullptr;
    }

    /// Types into the dialog that is open.
    void answer(const char* name) const {
        auto* dialog = row_->findChild<QInputDialog*>();
        ASSERT_TRUE(dialog);
        dialog->setTextValue(QString::fromUtf8(name));
        dialog->accept();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    /// Keeps the knobs, which no other preset is at then, and waits until the row is laid out.
    QToolButton* save(const char* name) {
        row_->setKnobs({2, 5, 1.5});
        row_->save();
        answer(name);
        row_->setKnobs({1, 1, 7});
        QCoreApplication::processEvents();
        return button(name);
    }

    QUndoStack stack_;
    std::unique_ptr<Presets> presets_;
    std::unique_ptr<PresetRow> row_;
    std::unique_ptr<QToolButton> save_;
    MaskSettings chosen_;
};

/// What the name needs in the button's letters.
int nameWidth(const QToolButton* button) {
    return button->fontMetrics().horizontalAdvance(button->text());
}

TEST_F(PresetRowTest, OurOwnPresetsAreThoseOfTheCommandLine) {
    EXPECT_THAT(names(), ElementsAre("Balanced", "Article", "Karaoke", "Acapella"));
    button("Article")->click();
    EXPECT_EQ(chosen_, findPreset("article")->settings);
    button("Karaoke")->click();
    EXPECT_EQ(chosen_, findPreset("karaoke")->settings);
}

TEST_F(PresetRowTest, TheOneThatTheKnobsAreAtIsPressed) {
    row_->setKnobs(findPreset("article")->settings);
    EXPECT_TRUE(button("Article")->isChecked());
    EXPECT_FALSE(button("Balanced")->isChecked());
    row_->setKnobs({3, 11, 4});
    EXPECT_FALSE(button("Article")->isChecked());
}

TEST_F(PresetRowTest, OwnOnesAreSavedRenamedAndDeleted) {
    row_->setKnobs({2, 5, 1.5});
    EXPECT_TRUE(row_->ownPreset().isEmpty());
    row_->save();
    answer("Late & loud");
    EXPECT_THAT(names(), testing::Contains("Late && loud")) << "no underlined letter";
    EXPECT_EQ(row_->ownPreset(), QStringLiteral("Late & loud"));
    button("Late && loud")->click();
    EXPECT_EQ(chosen_, (MaskSettings{2, 5, 1.5}));

    row_->rename(QStringLiteral("Late & loud"));
    answer("Night");
    EXPECT_THAT(names(), ElementsAre("Balanced", "Article", "Karaoke", "Acapella", "Night"));
    QUndoStack stack;
    EXPECT_EQ(Presets(stack).own(), presets_->own()) << "it is remembered";

    row_->remove(QStringLiteral("Night"));
    EXPECT_THAT(names(), ElementsAre("Balanced", "Article", "Karaoke", "Acapella"));
    EXPECT_TRUE(userPresets().empty());
}

TEST_F(PresetRowTest, ANameHasTheRoomThereIs) {
    row_->resize(316, 60);
    QCoreApplication::processEvents();
    const int column = button("Balanced")->width();
    EXPECT_EQ(button("Acapella")->y(), button("Balanced")->y()) << "ours fit into one line";
    const char* const names[] = {"Verse", "Verse 2, louder", "Quiet verses of the second half"};
    for (const char* name : names)
        save(name);
    for (const char* name : names)
        EXPECT_GE(button(name)->width(), nameWidth(button(name))) << name;
    for (const auto* each : row_->findChildren<QToolButton*>())
        EXPECT_LE(each->geometry().right(), row_->width()) << each->text().toStdString();
    EXPECT_EQ(button(names[0])->width(), column) << "in line with those above";
    EXPECT_EQ(button(names[1])->y(), button(names[0])->y()) << "there is room beside the other";
    EXPECT_GT(button(names[2])->y(), button(names[1])->y());
    row_->resize(900, 60);
    QCoreApplication::processEvents();
    EXPECT_EQ(button(names[2])->y(), button(names[0])->y()) << "a wide row has room for all";
}

TEST_F(PresetRowTest, ANameThatIsLongerThanTheRowEndsInDotsAndTheTooltipHasAllOfIt) {
    row_->resize(200, 60);
    auto* longOne = save("Quiet verses of the second half, louder");
    ASSERT_TRUE(longOne);
    EXPECT_TRUE(longOne->toolTip().contains("Quiet verses of the second half, louder"));
    ASSERT_TRUE(test::waitUntil([&] { // it is laid out
        return longOne->isVisible() && longOne->width() == row_->width();
    }));
    ASSERT_LT(longOne->width(), nameWidth(longOne));

    // It begins as far from the edge as a short name would that fills the button.
    const QImage image = longOne->grab().toImage();
    const QRgb ground = image.pixel(2, image.height() / 2);
    const auto blank = [&](int from, int to) {
        for (int x = from; x < to; ++x)
            for (int y = 4; y < image.height() - 4; ++y)
                if (std::abs(qGray(image.pixel(x, y)) - qGray(ground)) > 25)
                    return false;
        return true;
    };
    EXPECT_TRUE(blank(1, 3)) << "letters are cut off at the left";
    EXPECT_TRUE(blank(image.width() - 3, image.width() - 1)) << "and at the right";
    EXPECT_FALSE(blank(3, 20));
    EXPECT_EQ(longOne->actions().size(), 2) << "it can be renamed and deleted";
}

TEST_F(PresetRowTest, TheKnobsAreKeptThatStoodThereWhenTheNameWasAskedFor) {
    row_->setKnobs({2, 5, 1.5});
    row_->save();
    row_->setKnobs({4, 6, 2.5}); // as when another song is there by the time the name is typed
    answer("Mine");
    ASSERT_EQ(presets_->own().size(), 1U);
    EXPECT_EQ(presets_->own()[0].knobs, (MaskSettings{2, 5, 1.5}));
}

TEST_F(PresetRowTest, NoTwoHaveOneName) {
    row_->setKnobs({2, 5, 1.5});
    for (int i = 0; i < 2; ++i) {
        row_->save();
        answer("article");
    }
    EXPECT_THAT(names(), ElementsAre("Balanced", "Article", "Karaoke", "Acapella", "article (2)",
                                     "article (3)"));
}

} // namespace
} // namespace refrain
