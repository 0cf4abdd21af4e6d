// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/child_process.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/export/separated_song.h"
#include "tests/ui/waiting.h"
#include "ui/export/export_queue.h"

#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>

// What the world does to the window's exports. Each test carries them out in a child of its own.

namespace refrain {
namespace {

using testing::AnyOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr char kBackground[] = "Song (background).wav";
constexpr char kForeground[] = "Song (foreground).wav";

ExportOutcome carryOut(ExportQueue& queue, const ExportOrder& order) {
    std::optional<ExportOutcome> outcome;
    QObject context;
    QObject::connect(&queue, &ExportQueue::finished, &context,
                     [&](const ExportOutcome& result) { outcome = result; });
    queue.add(order);
    test::waitUntil([&] { return outcome.has_value(); });
    return outcome.value_or(ExportOutcome{});
}

class ExportFailureTest : public testing::Test {
protected:
    ExportFailureTest() { std::filesystem::create_directory(stems_); }

    /// What is in a folder, hidden files included, as one line.
    static std::string listed(const std::filesystem::path& folder) {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            names.push_back(entry.path().filename().string());
        std::ranges::sort(names);
        std::string line;
        for (const std::string& name : names)
            line += (line.empty() ? "" : ", ") + name;
        return line;
    }

    test::TemporaryFolder folder_;
    const std::filesystem::path stems_ = folder_ / "stems";
};

TEST_F(ExportFailureTest, AFullDiskIsToldAndKeepsWhatItHad) {
    const std::string told = test::inChild([&]() -> std::string {
        if (!test::mountSmallDisk(stems_, 300'000))
            return test::kNotPermitted;
        test::writeText(stems_ / kBackground, "old");
        ExportQueue queue;
        ExportOrder order = test::orderOf(folder_.path(), 2); // half a megabyte for each part
        order.overwrite = true;
        const ExportOutcome outcome = carryOut(queue, order);
        return outcome.sentence.toStdString() + "\n" + listed(stems_) + "\n" +
               test::readBytes(stems_ / kBackground);
    });
    if (told == test::kNotPermitted)
        GTEST_SKIP() << "Left out: not permitted to mount a disk";
    EXPECT_THAT(told, StartsWith("Cannot write "));
    EXPECT_THAT(told, HasSubstr("no space left on device; make room on the disk"));
    EXPECT_TRUE(told.ends_with("\nSong (background).wav\nold")) << told;
}

TEST_F(ExportFailureTest, ThatFailedCanBeTriedAgainWithOtherSettings) {
    const std::string told = test::inChild([&]() -> std::string {
        if (!test::mountSmallDisk(stems_, 300'000))
            return test::kNotPermitted;
        ExportQueue queue;
        const ExportOutcome failed = carryOut(queue, test::orderOf(folder_.path(), 2));
        if (failed.done)
            return "was not refused";
        ExportOrder smaller = failed.order;
        smaller.settings.format = {.container = Container::ogg, .quality = 0.1};
        const ExportOutcome second = carryOut(queue, smaller);
        ExportOrder elsewhere = failed.order;
        elsewhere.settings.folder = folder_ / "elsewhere";
        const ExportOutcome third = carryOut(queue, elsewhere);
        return second.sentence.toStdString() + "\n" + third.sentence.toStdString() + "\n" +
               listed(stems_) + "\n" + listed(folder_ / "elsewhere");
    });
    if (told == test::kNotPermitted)
        GTEST_SKIP() << "Left out: not permitted to mount a disk";
    EXPECT_EQ(told, "Wrote “Song (background).ogg”, “Song (foreground).ogg”.\n"
                    "Wrote “Song (background).wav”, “Song (foreground).wav”.\n"
                    "Song (background).ogg, Song (foreground).ogg\n"
                    "Song (background).wav, Song (foreground).wav");
}

TEST_F(ExportFailureTest, AReadOnlyFolderIsTold) {
    test::writeText(stems_ / kBackground, "old");
    const std::string told = test::inChild([&]() -> std::string {
        if (!test::mountReadOnly(stems_))
            return test::kNotPermitted;
        ExportQueue queue;
        ExportOrder order = test::orderOf(folder_.path(), 1);
        order.overwrite = true;
        std::string sentences = carryOut(queue, order).sentence.toStdString();
        order.settings.folder = stems_ / "new";
        return sentences + "\n" + carryOut(queue, order).sentence.toStdString();
    });
    if (told == test::kNotPermitted)
        GTEST_SKIP() << "Left out: not permitted to mount a disk";
    EXPECT_THAT(told, HasSubstr("stems/Song (background).wav\": read-only file system; choose a "
                                "folder that you may write to.\n"));
    EXPECT_THAT(told, HasSubstr("new/Song (background).wav\": read-only file system"));
    EXPECT_EQ(listed(stems_), kBackground);
    EXPECT_EQ(test::readBytes(stems_ / kBackground), "old");
}

TEST_F(ExportFailureTest, AFolderWithoutPermissionIsTold) {
    std::filesystem::permissions(stems_, std::filesystem::perms::owner_read |
                                             std::filesystem::perms::owner_exec);
    const std::string told = test::inChild([&]() -> std::string {
        test::becomeNobody();
        ExportQueue queue;
        return carryOut(queue, test::orderOf(folder_.path(), 1)).sentence.toStdString();
    });
    std::filesystem::permissions(stems_, std::filesystem::perms::owner_all);
    EXPECT_THAT(told, HasSubstr("permission denied; choose a folder that you may write to."));
    EXPECT_EQ(listed(stems_), "");
}

TEST_F(ExportFailureTest, KilledInTheMiddleTheOldFileStaysAndTheNextExportCleansUp) {
    ExportOrder order = test::orderOf(folder_.path(), 30);
    order.settings.format.container = Container::flac; // which takes its time
    order.overwrite = true;
    ExportOrder next = test::orderOf(folder_.path(), 1);
    next.settings.format.container = Container::flac;
    next.overwrite = true;
    const auto background = stems_ / "Song (background).flac";
    const auto foreground = stems_ / "Song (foreground).flac";
    for (const double moment : {0.0, 0.1, 0.4}) {
        test::writeText(background, "old");
        test::writeText(foreground, "old");
        const std::string end = test::inChild([&]() -> std::string {
            ExportQueue queue;
            queue.add(order);
            QObject::connect(&queue, &ExportQueue::jobChanged, [&] {
                if (queue.job().fraction > moment)
                    ::kill(::getpid(), SIGKILL);
            });
            QTest::qWait(15'000);
            return "not killed";
        });
        ASSERT_EQ(end, "signal 9") << moment;
        EXPECT_EQ(test::readBytes(background), "old") << moment;
        EXPECT_EQ(test::readBytes(foreground), "old") << moment;
        EXPECT_THAT(listed(stems_), HasSubstr(".part")) << moment; // what the dead left behind

        ExportQueue queue;
        EXPECT_TRUE(carryOut(queue, next).done);
        EXPECT_EQ(listed(stems_), "Song (background).flac, Song (foreground).flac") << moment;
    }
}

TEST_F(ExportFailureTest, KilledAtAnyMomentEveryFileIsTheOldOneOrTheWholeNewOne) {
    ExportOrder order = test::orderOf(folder_.path(), 1);
    order.overwrite = true;
    {
        ExportQueue queue;
        ASSERT_TRUE(carryOut(queue, order).done);
    }
    const std::string wholeBackground = test::readBytes(stems_ / kBackground);
    const std::string wholeForeground = test::readBytes(stems_ / kForeground);
    const auto isNewIfKilledAfter = [&](int microseconds) {
        test::writeText(stems_ / kBackground, "old");
        test::writeText(stems_ / kForeground, "old");
        test::inChild([&]() -> std::string {
            ExportQueue queue;
            queue.add(order);
            ::usleep(static_cast<useconds_t>(microseconds)); // nothing else happens here
            ::kill(::getpid(), SIGKILL);
            return "";
        });
        const std::string background = test::readBytes(stems_ / kBackground);
        const std::string foreground = test::readBytes(stems_ / kForeground);
        EXPECT_THAT(background, AnyOf("old", wholeBackground)) << microseconds;
        EXPECT_THAT(foreground, AnyOf("old", wholeForeground)) << microseconds;
        return background != "old" && foreground != "old";
    };
    EXPECT_FALSE(isNewIfKilledAfter(0));
    // How long it takes depends on what else the machine does, so that is found first.
    int longEnough = 4'000;
    while (!isNewIfKilledAfter(longEnough)) {
        ASSERT_LT(longEnough, 8'000'000) << "it is never done";
        longEnough *= 2;
    }
    constexpr int kMoments = 16;
    for (int i = 1; i < kMoments; ++i)
        isNewIfKilledAfter(longEnough / kMoments * i);
    ExportQueue queue;
    EXPECT_TRUE(carryOut(queue, order).done);
    EXPECT_EQ(listed(stems_), "Song (background).wav, Song (foreground).wav");
}

} // namespace
} // namespace refrain
