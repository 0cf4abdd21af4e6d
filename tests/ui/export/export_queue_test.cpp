// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_queue.h"

#include "tests/support/temporary_folder.h"
#include "tests/ui/export/separated_song.h"
#include "tests/ui/waiting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>

namespace refrain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ExportQueueTest : public testing::Test {
protected:
    ExportOrder orderOf(double seconds) const { return test::orderOf(folder_.path(), seconds); }

    /// Carries out an order and waits for its end.
    ExportOutcome carryOut(const ExportOrder& order) {
        std::optional<ExportOutcome> outcome;
        const auto connection =
            QObject::connect(&queue_, &ExportQueue::finished,
                             [&](const ExportOutcome& result) { outcome = result; });
        queue_.add(order);
        EXPECT_TRUE(test::waitUntil([&] { return outcome.has_value(); }));
        QObject::disconnect(connection);
        return outcome.value_or(ExportOutcome{});
    }

    test::TemporaryFolder folder_;
    ExportQueue queue_;
};

TEST_F(ExportQueueTest, WritesWhatCoreWrites) {
    ExportOrder order = orderOf(3);
    order.masks = {3, 11, 3};
    order.settings.parts = {Part::background, Part::foreground, Part::residual};
    order.settings.format.samples = SampleFormat::int16;
    order.fromSeconds = 0.5;
    order.toSeconds = 2.25;
    const ExportOutcome outcome = carryOut(order);
    ASSERT_TRUE(outcome.done) << outcome.sentence.toStdString();

    ExportSettings settings = order.settings;
    settings.folder = folder_ / "core";
    settings.first = 22050;
    settings.count = 77175;
    StagedFiles files(false);
    exportStems({order.song->file.clip, order.params, *order.share, "Song", {}, {}},
                MaskCurve(order.masks), settings, files);
    files.commit();
    for (const char* name :
         {"Song (background).wav", "Song (foreground).wav", "Song (residual).wav"})
        EXPECT_EQ(test::readBytes(folder_ / "stems" / name),
                  test::readBytes(folder_ / "core" / name));
}

TEST_F(ExportQueueTest, TheSongItselfAsAMixHasTheSongsSamples) {
    ExportOrder order = orderOf(1);
    order.settings.parts = {};
    order.settings.mix = ExportMix{};
    order.settings.format.samples = SampleFormat::float32;
    ASSERT_TRUE(carryOut(order).done);
    EXPECT_EQ(readAudioFile(folder_ / "stems" / "Song (mix).wav").clip, order.song->file.clip);
}

TEST_F(ExportQueueTest, ReplacesNothingUnasked) {
    const ExportOrder order = orderOf(1);
    std::filesystem::create_directory(folder_ / "stems");
    test::writeText(folder_ / "stems" / "Song (background).wav", "mine");
    const ExportOutcome outcome = carryOut(order);
    EXPECT_FALSE(outcome.done);
    EXPECT_THAT(outcome.sentence.toStdString(), HasSubstr("Song (background).wav"));
    EXPECT_EQ(test::readBytes(folder_ / "stems" / "Song (background).wav"), "mine");

    ExportOrder again = outcome.order; // with other settings
    again.overwrite = true;
    EXPECT_TRUE(carryOut(again).done);
    EXPECT_GT(test::readBytes(folder_ / "stems" / "Song (background).wav").size(), 1000);
}

TEST_F(ExportQueueTest, ACancelledExportLeavesNothingAndTheNextOneIsCarriedOut) {
    std::vector<ExportOutcome> outcomes;
    QObject::connect(&queue_, &ExportQueue::finished,
                     [&](const ExportOutcome& outcome) { outcomes.push_back(outcome); });
    ExportOrder order = orderOf(120);
    order.settings.format.container = Container::flac;
    queue_.add(order);
    queue_.add(orderOf(1)); // waits, and is given up too
    ASSERT_TRUE(test::waitUntil([&] { return queue_.job().fraction > 0.03; }));
    EXPECT_EQ(queue_.waiting(), 1);
    queue_.cancel();
    ASSERT_TRUE(test::waitUntil([&] { return outcomes.size() == 1; }));
    EXPECT_FALSE(outcomes[0].done);
    EXPECT_EQ(outcomes[0].sentence, "");
    EXPECT_TRUE(std::filesystem::is_empty(folder_ / "stems"));
    EXPECT_TRUE(carryOut(orderOf(1)).done);
}

} // namespace
} // namespace refrain
