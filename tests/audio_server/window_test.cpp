// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/monitor.h"
#include "core/separation/stems.h"
#include "tests/audio_server/jack.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/main_window.h"
#include "ui/playback/device_menu.h"

#include <QLabel>
#include <QSettings>
#include <algorithm>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The window with a real sound server: what the keys do is heard there.

namespace refrain {
namespace {

using test::JackRecorder;
using test::JackServer;
using testing::Contains;

class WindowServerTest : public testing::Test {
protected:
    void SetUp() override {
        QSettings().clear();
        if (!server_.start()) {
            if (std::getenv("CI"))
                FAIL() << "jackd does not start";
            GTEST_SKIP() << "Left out: jackd does not start here";
        }
        test::writeClip(folder_ / "song.wav", test::demoSong(20));
        window_ = std::make_unique<MainWindow>();
        window_->resize(1280, 800);
        window_->show();
        window_->open(fromPath(folder_ / "song.wav"));
        ASSERT_TRUE(test::waitUntil([this] { return window_->document().isSeparated(); }));
    }

    /// Presses a key and lets so much be recorded.
    void press(Qt::Key key, const JackRecorder& recorder, double seconds) {
        QTest::keyClick(window_.get(), key);
        const std::ptrdiff_t until =
            recorder.length() + static_cast<std::ptrdiff_t>(seconds * 44100);
        ASSERT_TRUE(test::waitUntil([&] { return recorder.length() >= until; }));
    }

    /// How much of the recording, in seconds, is this sound, sample by sample.
    static double secondsOf(const JackRecorder& recorder, const AudioClip& sound) {
        const auto& recorded = recorder.sound(0);
        const auto& wanted = sound.channels[0];
        constexpr std::ptrdiff_t kPiece = 64;
        std::ptrdiff_t found = 0;
        for (std::ptrdiff_t at = 0; at + kPiece <= std::ssize(recorded);) {
            const auto place = std::search(wanted.begin(), wanted.end(), recorded.begin() + at,
                                           recorded.begin() + at + kPiece);
            if (recorded[at] == 0 || place == wanted.end()) {
                at += kPiece;
                continue;
            }
            const auto same =
                std::mismatch(place, wanted.end(), recorded.begin() + at, recorded.end());
            found += same.first - place;
            at += std::max(kPiece, same.first - place);
        }
        return static_cast<double>(found) / 44100;
    }

    JackServer server_;
    test::TemporaryFolder folder_;
    std::unique_ptr<MainWindow> window_;
};

TEST_F(WindowServerTest, KeysAreHeard) {
    JackRecorder recorder(30);
    press(Qt::Key_O, recorder, 0.1);
    press(Qt::Key_Space, recorder, 2.5); // the song itself
    press(Qt::Key_V, recorder, 1.5);
    press(Qt::Key_B, recorder, 1.5);
    press(Qt::Key_Space, recorder, 0.5);
    const std::ptrdiff_t end = recorder.length();
    press(Qt::Key_V, recorder, 0.5); // nothing while it rests
    recorder.stop();

    const Document& document = window_->document();
    const AudioClip& song = document.song()->file.clip;
    const MaskCurve curve(document.settings().knobs);
    const auto rendered = [&](Part part) {
        return renderClip(song, document.levels()->params, *document.share(), curve.of(part), 0,
                          song.length());
    };
    EXPECT_GT(secondsOf(recorder, song), 0.9);
    EXPECT_GT(secondsOf(recorder, rendered(Part::foreground)), 0.9);
    EXPECT_GT(secondsOf(recorder, rendered(Part::background)), 0.9);
    for (std::ptrdiff_t i = end; i < std::ssize(recorder.sound(0)); ++i)
        ASSERT_EQ(recorder.sound(0)[i], 0) << i;
}

TEST_F(WindowServerTest, TheMenuListsTheServersDevice) {
    auto* menu = window_->findChild<DeviceMenu*>();
    ASSERT_TRUE(menu);
    menu->popup({0, 0});
    std::vector<std::string> texts;
    ASSERT_TRUE(test::waitUntil([&] {
        texts.clear();
        for (const QAction* action : menu->actions())
            texts.push_back(action->text().toStdString());
        return std::ranges::count(texts, "JACK Audio Connection Kit") == 1;
    }));
    EXPECT_THAT(texts, Contains("System default (system)"));
    EXPECT_THAT(texts, Contains("system"));
    menu->close();
}

TEST_F(WindowServerTest, ALossIsToldInTheStatusBarAndTheWindowGoesOn) {
    JackRecorder recorder(5);
    press(Qt::Key_Space, recorder, 0.7);
    recorder.stop();
    server_.kill();
    const auto told = [this](const char* words) {
        for (const auto* label : window_->findChildren<QLabel*>())
            if (label->text().contains(QLatin1String(words)))
                return true;
        return false;
    };
    EXPECT_TRUE(test::waitUntil([&] { return told("is gone and playing pauses"); }));
    QTest::keyClick(window_.get(), Qt::Key_Space);
    EXPECT_TRUE(test::waitUntil([&] { return told("no sound device"); }));
    ASSERT_TRUE(server_.start());
    JackRecorder again(10);
    press(Qt::Key_Space, again, 1.5);
    again.stop();
    EXPECT_GT(*std::ranges::max_element(again.sound(0)), 0.01);
    EXPECT_TRUE(test::waitUntil([&] { return !told("no sound device"); })) << "it plays again";
}

} // namespace
} // namespace refrain
