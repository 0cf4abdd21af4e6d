// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/transport.h"

#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/document.h"
#include "ui/document/paths.h"

#include <QSettings>
#include <gtest/gtest.h>

// Without a sound device: everything but the sound.

namespace refrain {
namespace {

class TransportTest : public testing::Test {
protected:
    TransportTest() {
        QSettings().clear();
        test::writeClip(folder_ / "song.wav", test::noise(22050, 2, 6 * 22050));
        document_.open(fromPath(folder_ / "song.wav"));
        EXPECT_TRUE(test::waitUntil([this] { return transport_.hasSong(); }));
    }

    test::TemporaryFolder folder_;
    Document document_;
    Transport transport_{document_};
};

TEST_F(TransportTest, SeeksWithinTheSong) {
    EXPECT_NEAR(transport_.songSeconds(), 6, 1e-9);
    transport_.seek(2.5);
    EXPECT_NEAR(transport_.playhead(), 2.5, 1e-3);
    transport_.seekBy(-10);
    EXPECT_EQ(transport_.playhead(), 0);
    transport_.seek(100);
    EXPECT_NEAR(transport_.playhead(), 6, 1e-3);
}

TEST_F(TransportTest, OneKeyHearsAPartAndReturns) {
    Monitor monitor = transport_.monitor();
    monitor.of(Part::background).decibels = -6;
    transport_.setMonitor(monitor);
    transport_.toggleHearing(Hearing::background);
    EXPECT_EQ(*transport_.heard(), MaskCurve(document_.settings().knobs).of(Part::background));
    transport_.toggleHearing(Hearing::original);
    EXPECT_EQ(transport_.heard(), nullptr);
    transport_.toggleHearing(Hearing::original);
    EXPECT_EQ(transport_.monitor(), monitor); // the faders as they were
}

TEST_F(TransportTest, SnapshotsKeepAllKnobs) {
    Monitor quiet;
    quiet.of(Part::foreground).muted = true;
    const MaskSettings knobs = document_.settings().knobs;
    transport_.goToSnapshot(1);
    transport_.setMonitor(quiet);
    SeparationSettings settings = document_.settings();
    settings.knobs = {3, 11, 3};
    document_.change(settings, "Knobs");
    transport_.goToSnapshot(0);
    EXPECT_EQ(transport_.monitor(), Monitor());
    EXPECT_EQ(document_.settings().knobs, knobs);
    transport_.goToSnapshot(1);
    EXPECT_EQ(transport_.monitor(), quiet);
    EXPECT_EQ(document_.settings().knobs, (MaskSettings{3, 11, 3}));
    transport_.copyToOther();
    transport_.goToSnapshot(0);
    EXPECT_EQ(transport_.monitor(), quiet);
}

TEST_F(TransportTest, FadersAreUndoneAndTheListenersOwnKnobsStay) {
    Monitor monitor = transport_.monitor();
    monitor.volumeDecibels = -12;
    monitor.levelMatched = true;
    transport_.setMonitor(monitor);
    EXPECT_EQ(document_.undoStack().count(), 0);
    const int drag = transport_.newGesture();
    for (const double decibels : {-1.0, -2.0, -3.0}) {
        monitor.of(Part::foreground).decibels = decibels;
        transport_.setMonitor(monitor, drag);
    }
    monitor.of(Part::foreground).muted = true;
    transport_.setMonitor(monitor, drag);
    EXPECT_EQ(document_.undoStack().count(), 2);
    EXPECT_EQ(*transport_.heard(), heardGains(MaskCurve(document_.settings().knobs), monitor));
    document_.undoStack().undo();
    monitor.of(Part::foreground).muted = false;
    EXPECT_EQ(transport_.monitor(), monitor);
    EXPECT_EQ(*transport_.heard(), heardGains(MaskCurve(document_.settings().knobs), monitor));
    document_.undoStack().undo();
    monitor.of(Part::foreground).decibels = 0;
    EXPECT_EQ(transport_.monitor(), monitor);
    document_.undoStack().redo();
    EXPECT_EQ(transport_.monitor().of(Part::foreground).decibels, -3);
}

TEST_F(TransportTest, EachSongHasItsOwnFaders) {
    const auto openAndWait = [this](const char* name) {
        document_.open(fromPath(folder_ / name));
        const std::string title = std::filesystem::path(name).stem();
        ASSERT_TRUE(test::waitUntil([&] { return document_.song()->file.title == title; }));
    };
    test::writeClip(folder_ / "other.wav", test::noise(22050, 1, 22050));
    Monitor mixed;
    mixed.of(Part::background).decibels = -6;
    mixed.of(Part::residual).solo = true;
    mixed.hearing = Hearing::original;
    mixed.volumeDecibels = -3;
    transport_.setMonitor(mixed);
    openAndWait("other.wav");
    Monitor kept;
    kept.volumeDecibels = -3;
    EXPECT_EQ(transport_.monitor(), kept);
    openAndWait("song.wav");
    mixed.hearing = Hearing::mix;
    EXPECT_EQ(transport_.monitor(), mixed);
}

TEST_F(TransportTest, PartsAreAsLoudAsTheSongOnRequest) {
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    const EnergyByShare energy =
        energyByShare(document_.song()->file.clip, document_.levels()->params, *document_.share());
    const MaskCurve curve(document_.settings().knobs);
    const double background = matchingGain(energy, curve.of(Part::background));
    const double foreground = matchingGain(energy, curve.of(Part::foreground));
    EXPECT_GT(background, 1.01);
    transport_.toggleHearing(Hearing::background);
    EXPECT_EQ(transport_.volumeFactor(), 1);
    Monitor monitor = transport_.monitor();
    monitor.levelMatched = true;
    transport_.setMonitor(monitor);
    ASSERT_TRUE(test::waitUntil([this] { return transport_.volumeFactor() != 1; }));
    EXPECT_NEAR(transport_.volumeFactor(), background, 1e-6);
    // Once it is measured, each switch has its level at once.
    transport_.toggleHearing(Hearing::foreground);
    EXPECT_NEAR(transport_.volumeFactor(), foreground, 1e-6);
    transport_.toggleHearing(Hearing::original);
    EXPECT_EQ(transport_.volumeFactor(), 1);
    monitor.volumeDecibels = -6;
    transport_.setMonitor(monitor);
    EXPECT_NEAR(transport_.volumeFactor(), faderGain(-6) * background, 1e-6);
}

TEST_F(TransportTest, ALevelIsHeldWhileMoreIsFound) {
    std::vector<float> levels = {transport_.volumeFactor()};
    const auto hear = [&] {
        if (transport_.volumeFactor() != levels.back())
            levels.push_back(transport_.volumeFactor());
    };
    QObject::connect(&document_, &Document::songChanged, [&] {
        Monitor monitor;
        monitor.levelMatched = true;
        monitor.of(Part::foreground).muted = true;
        transport_.setMonitor(monitor);
        levels = {transport_.volumeFactor()};
    });
    QObject::connect(&document_, &Document::resultsChanged, hear);
    test::writeClip(folder_ / "longer.wav", test::demoSong(30));
    document_.open(fromPath(folder_ / "longer.wav"));
    ASSERT_TRUE(test::waitUntil(
        [this] { return document_.isSeparated() && transport_.songSeconds() > 20; }));
    const EnergyByShare energy =
        energyByShare(document_.song()->file.clip, document_.levels()->params, *document_.share());
    const auto last = static_cast<float>(matchingGain(energy, *transport_.heard()));
    EXPECT_TRUE(test::waitUntil([&] { return transport_.volumeFactor() == last; }));
    hear();
    EXPECT_EQ(levels.front(), 1);
    // What the first strips tell, if they came by themselves, and then what all of the song does.
    EXPECT_GE(levels.size(), 2U);
    EXPECT_LE(levels.size(), 3U);
}

TEST_F(TransportTest, WithoutADeviceASentenceSaysSoAndTheRestWorks) {
    ASSERT_TRUE(test::waitUntil([this] { return !transport_.status().listing; }));
    if (!transport_.status().devices.empty())
        GTEST_SKIP() << "Left out: this machine can play";
    QString sentence;
    QObject::connect(&transport_, &Transport::problem,
                     [&](const QString& text) { sentence = text; });
    transport_.seek(1);
    transport_.play();
    EXPECT_TRUE(test::waitUntil([&] { return !sentence.isEmpty(); }));
    EXPECT_TRUE(sentence.contains("no sound device")) << sentence.toStdString();
    EXPECT_FALSE(transport_.isPlaying());
    EXPECT_NEAR(transport_.playhead(), 1, 1e-3);
}

TEST_F(TransportTest, AnotherDeviceMayDoBetter) {
    QString told;
    QString solved;
    QObject::connect(&transport_, &Transport::problem, [&](const QString& text) { told = text; });
    QObject::connect(&transport_, &Transport::problemSolved,
                     [&](const QString& text) { solved = text; });
    transport_.player().chooseDevice(DeviceId{"Nowhere", "A device that was unplugged"});
    transport_.play();
    ASSERT_TRUE(test::waitUntil([&] { return !told.isEmpty() && !transport_.isPlaying(); }));
    EXPECT_TRUE(solved.isEmpty());
    transport_.player().chooseDevice(std::nullopt);
    EXPECT_TRUE(test::waitUntil([&] { return !solved.isEmpty(); }));
    EXPECT_EQ(solved, told);
}

} // namespace
} // namespace refrain
