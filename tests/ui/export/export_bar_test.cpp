// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_bar.h"

#include "tests/support/temporary_folder.h"
#include "tests/ui/export/separated_song.h"
#include "tests/ui/waiting.h"

#include <QEnterEvent>
#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class ExportBarTest : public testing::Test {
protected:
    ExportBarTest() {
        bar_.resize(800, 200);
        QObject::connect(&queue_, &ExportQueue::finished, [this] { ++ended_; });
    }

    /// An export under this name, which fails if there is a file of that name.
    ExportOrder orderOf(const char* name) const {
        ExportOrder order = test::orderOf(folder_.path(), 1);
        order.settings.parts = {Part::background};
        order.settings.namePattern = name;
        return order;
    }

    void carryOut(const ExportOrder& order) {
        const int before = ended_;
        queue_.add(order);
        ASSERT_TRUE(test::waitUntil([&] { return ended_ > before; }));
    }

    std::vector<std::string> sentences() const {
        std::vector<std::string> result;
        for (const auto* text : bar_.findChildren<QLabel*>())
            if (!text->isHidden() && !text->parentWidget()->isHidden() && !text->text().isEmpty())
                result.push_back(text->text().toStdString());
        return result;
    }

    QToolButton* button(const char* text) const {
        for (auto* each : bar_.findChildren<QToolButton*>())
            if (each->text() == QString::fromUtf8(text) && !each->parentWidget()->isHidden())
                return each;
        return nullptr;
    }

    /// The time is over that a row which tells what was written stays.
    void passTime() const {
        for (auto* timer : bar_.findChildren<QTimer*>()) {
            if (!timer->isActive())
                continue;
            QTimerEvent over(timer->timerId());
            QCoreApplication::sendEvent(timer, &over);
        }
    }

    test::TemporaryFolder folder_;
    ExportQueue queue_;
    ExportBar bar_{queue_};
    int ended_ = 0;
};

TEST_F(ExportBarTest, IsThereOnlyWhileThereIsSomethingToTell) {
    EXPECT_TRUE(bar_.isHidden());
    carryOut(orderOf("a"));
    EXPECT_FALSE(bar_.isHidden());
    EXPECT_THAT(sentences(), ElementsAre("Wrote “a.wav”."));
    EXPECT_TRUE(button("Open folder"));
    EXPECT_FALSE(button("Try again…"));
    button("✕")->click();
    EXPECT_TRUE(bar_.isHidden());
}

TEST_F(ExportBarTest, WhatWasWrittenGoesByItself) {
    QWidget window;
    auto* layout = new QVBoxLayout(&window);
    layout->addWidget(&bar_);
    carryOut(orderOf("a"));
    passTime();
    EXPECT_THAT(sentences(), ElementsAre("Wrote “a.wav”.")) << "nobody looks at the window";
    window.show();
    window.activateWindow();
    ASSERT_TRUE(test::waitUntil([&] { return window.isActiveWindow(); }));

    QWidget* row = button("✕")->parentWidget();
    QEnterEvent enter({5, 5}, {5, 5}, row->mapToGlobal(QPointF(5, 5)));
    QCoreApplication::sendEvent(row, &enter);
    passTime();
    EXPECT_FALSE(sentences().empty()) << "the pointer is on its way to a button";
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(row, &leave);
    button("Open folder")->setFocus();
    passTime();
    EXPECT_FALSE(sentences().empty()) << "and so is the keyboard";
    window.setFocus();
    passTime();
    EXPECT_THAT(sentences(), IsEmpty());
    EXPECT_TRUE(bar_.isHidden());
    bar_.setParent(nullptr);
}

TEST_F(ExportBarTest, WhatWasWrittenGoesWhenTheNextExportIsAskedFor) {
    for (const char* name : {"a", "b"})
        queue_.add(orderOf(name));
    ASSERT_TRUE(test::waitUntil([this] { return ended_ == 2; }));
    EXPECT_THAT(sentences(), ElementsAre("Wrote “a.wav”.", "Wrote “b.wav”."));
    queue_.add(orderOf("c"));
    EXPECT_THAT(sentences(), testing::Not(testing::Contains(StartsWith("Wrote"))));
    ASSERT_TRUE(test::waitUntil([this] { return ended_ == 3; }));
    EXPECT_THAT(sentences(), ElementsAre("Wrote “c.wav”."));
}

TEST_F(ExportBarTest, WhatFailedStays) {
    test::writeText(folder_ / "a.wav", "mine");
    ExportOrder order = orderOf("a");
    order.settings.folder = folder_.path();
    carryOut(order);
    passTime();
    carryOut(orderOf("b"));
    EXPECT_THAT(sentences(), ElementsAre(StartsWith("Cannot"), "Wrote “b.wav”."));
}

TEST_F(ExportBarTest, KeepsTheSentenceOfEveryExportThatFailed) {
    for (const char* name : {"a.wav", "b.wav"})
        test::writeText(folder_ / name, "mine");
    std::vector<ExportOrder> orders = {orderOf("a"), orderOf("b"), orderOf("c")};
    for (ExportOrder& order : orders)
        order.settings.folder = folder_.path();
    for (const ExportOrder& order : orders)
        queue_.add(order);
    ASSERT_TRUE(test::waitUntil([this] { return ended_ == 3; }));
    EXPECT_THAT(sentences(),
                ElementsAre(HasSubstr("a.wav\": it exists already"),
                            HasSubstr("b.wav\": it exists already"), "Wrote “c.wav”."));
    carryOut([&] {
        ExportOrder order = orderOf("d");
        order.settings.folder = folder_.path();
        return order;
    }());
    EXPECT_THAT(sentences(), ElementsAre(HasSubstr("a.wav"), HasSubstr("b.wav"), "Wrote “d.wav”."));
}

TEST_F(ExportBarTest, TriesTheOneAgainWhoseButtonIsPressed) {
    for (const char* name : {"a.wav", "b.wav"}) {
        test::writeText(folder_ / name, "mine");
        ExportOrder order = orderOf(std::string(name).substr(0, 1).c_str());
        order.settings.folder = folder_.path();
        carryOut(order);
    }
    std::vector<std::string> retried;
    QObject::connect(&bar_, &ExportBar::retryWanted, [&](const ExportOrder& order) {
        retried.push_back(order.settings.namePattern);
    });
    button("Try again…")->click();
    EXPECT_THAT(retried, ElementsAre("a"));
    EXPECT_THAT(sentences(), ElementsAre(HasSubstr("b.wav")));
}

TEST_F(ExportBarTest, NamesTheSongOnceAnotherIsOpen) {
    test::writeText(folder_ / "a.wav", "mine");
    ExportOrder failing = orderOf("a");
    failing.settings.folder = folder_.path();
    bar_.setSong(failing.song);
    carryOut(failing);
    ExportOrder written = orderOf("b");
    written.song = failing.song;
    carryOut(written);
    EXPECT_THAT(sentences(), ElementsAre(StartsWith("Cannot"), "Wrote “b.wav”."));

    const auto other = std::make_shared<Song>(*failing.song);
    bar_.setSong(other);
    const std::string named = "“" + failing.song->file.title + "”: Cannot";
    EXPECT_THAT(sentences(), ElementsAre(StartsWith(named)))
        << "what was written is no news of this song; what failed is not lost";
    carryOut(orderOf("c")); // was begun before the other song was opened
    EXPECT_THAT(sentences(), ElementsAre(StartsWith(named), StartsWith("“")));
    for (const auto* text : bar_.findChildren<QLabel*>())
        if (text->text().startsWith(QString::fromUtf8("“"))) {
            EXPECT_GE(text->height(), text->heightForWidth(text->width())) << "cut off";
        }
    bar_.setSong(failing.song);
    EXPECT_THAT(sentences(), ElementsAre(StartsWith("Cannot")));
}

TEST_F(ExportBarTest, KeepsWhyAPictureCouldNotBeMade) {
    const auto song = orderOf("a").song;
    bar_.setSong(song);
    bar_.tellFailure(song, QStringLiteral("Cannot draw."));
    carryOut(orderOf("b"));
    bar_.setSong(std::make_shared<Song>(*song));
    EXPECT_THAT(sentences(), ElementsAre("“Song”: Cannot draw."));
    EXPECT_FALSE(button("Try again…"));
    button("✕")->click();
    EXPECT_TRUE(bar_.isHidden());
}

TEST_F(ExportBarTest, ManyFailuresLeaveRoomForThePictures) {
    QWidget window;
    window.resize(700, 500);
    test::writeText(folder_ / "a.wav", "mine");
    ExportOrder order = orderOf("a");
    order.settings.folder = folder_.path();
    for (int i = 0; i < 12; ++i)
        carryOut(order);
    EXPECT_EQ(sentences().size(), 12U);
    EXPECT_LT(bar_.sizeHint().height(), 250);
}

} // namespace
} // namespace refrain
