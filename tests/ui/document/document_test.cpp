// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/document/remembered.h"

#include <QSettings>
#include <QSignalSpy>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class DocumentTest : public testing::Test {
protected:
    DocumentTest() {
        QSettings().clear();
        QObject::connect(&document_, &Document::failed, &document_,
                         [this](const QString& message) { messages_.push_back(message); });
        QObject::connect(&document_, &Document::noticed, &document_,
                         [this](const QString& notice) { notices_.push_back(notice); });
    }

    QString write(const char* name, const AudioClip& clip) const {
        test::writeClip(folder_ / name, clip);
        return fromPath(folder_ / name);
    }

    /// Opens a song and waits until all is known of it.
    void openWhole(const QString& path) {
        document_.open(path);
        ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    }

    bool waitForLevels() {
        return test::waitUntil([this] { return document_.partLevels().has_value(); });
    }

    SeparationSettings withPower(double power) const {
        SeparationSettings settings = document_.settings();
        settings.knobs.power = power;
        return settings;
    }

    test::TemporaryFolder folder_;
    Document document_;
    std::vector<QString> messages_;
    std::vector<QString> notices_;
};

TEST_F(DocumentTest, IsEmptyAtFirst) {
    EXPECT_EQ(document_.song(), nullptr);
    EXPECT_EQ(document_.levels(), nullptr);
    EXPECT_FALSE(document_.job().isRunning());
    EXPECT_FALSE(document_.canResume());
}

TEST_F(DocumentTest, FindsOutAllThereIsToKnowOfASong) {
    const AudioClip clip = test::demoSong(6);
    openWhole(write("song.wav", clip));
    EXPECT_EQ(document_.song()->file.title, "song");
    EXPECT_EQ(document_.song()->file.clip.length(), clip.length());
    EXPECT_EQ(document_.levels()->frames, document_.share()->frames);
    for (Index frame = 0; frame < document_.share()->frames; ++frame)
        ASSERT_FALSE(document_.share()->row(frame).empty()) << frame;
    EXPECT_TRUE(document_.pitch());
    EXPECT_FALSE(document_.job().isRunning());
    ASSERT_TRUE(waitForLevels());
    EXPECT_LT(document_.partLevels()->nullDecibels, -120);
    EXPECT_LT(document_.partLevels()->of(Part::foreground), 0);
    EXPECT_TRUE(messages_.empty());
}

TEST_F(DocumentTest, ShowsTheSongBeforeItIsSeparated) {
    // The first picture has no shares yet; that is what the eye waits for.
    std::vector<bool> known;
    QObject::connect(&document_, &Document::resultsChanged, &document_, [&] {
        if (document_.levels())
            known.push_back(document_.share() != nullptr);
    });
    openWhole(write("song.wav", test::demoSong(6)));
    ASSERT_GE(known.size(), 2U);
    EXPECT_FALSE(known.front());
    EXPECT_TRUE(known.back());
}

TEST_F(DocumentTest, GivesTheSameShareAsTheCommandLine) {
    const QString path = write("song.wav", test::demoSong(6));
    openWhole(path);
    Results results;
    update(results, {clipOf(document_.song()), document_.settings().analysis});
    const BackgroundShare& expected = *results.share.value();
    for (Index frame = 0; frame < expected.frames; ++frame)
        ASSERT_TRUE(std::ranges::equal(expected.row(frame), document_.share()->row(frame)));
}

TEST_F(DocumentTest, AFileThatCannotBeReadLeavesTheOldSongOpen) {
    openWhole(write("song.wav", test::demoSong(3)));
    const auto song = document_.song();
    const auto share = document_.share();
    test::writeText(folder_ / "broken.wav", "this is no sound");
    document_.open(fromPath(folder_ / "broken.wav"));
    ASSERT_TRUE(test::waitUntil([this] { return !messages_.empty(); }));
    EXPECT_EQ(messages_.size(), 1U);
    EXPECT_THAT(messages_[0].toStdString(), HasSubstr("broken.wav"));
    EXPECT_EQ(document_.song(), song);
    EXPECT_EQ(document_.share(), share);
    EXPECT_TRUE(document_.isSeparated());
    EXPECT_FALSE(document_.job().isRunning());
    EXPECT_THAT(recentFiles(), ElementsAre(fromPath(folder_ / "song.wav")));
}

TEST_F(DocumentTest, AFailedOpeningDoesNotStopTheAnalysisForGood) {
    document_.open(write("song.wav", test::demoSong(10)));
    ASSERT_TRUE(test::waitUntil([this] { return document_.song() != nullptr; }));
    document_.open(fromPath(folder_ / "missing.wav"));
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    EXPECT_EQ(messages_.size(), 1U);
    EXPECT_EQ(document_.song()->file.title, "song");
}

TEST_F(DocumentTest, ASecondSongReplacesTheFirstAtOnce) {
    const QString first = write("first.wav", test::demoSong(20));
    const QString second = write("second.wav", test::demoSong(3));
    document_.open(first);
    document_.open(second);
    std::vector<std::string> titles;
    QObject::connect(&document_, &Document::songChanged, &document_,
                     [&] { titles.push_back(document_.song()->file.title); });
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    EXPECT_THAT(titles, ElementsAre("second"));

    document_.open(first);
    ASSERT_TRUE(test::waitUntil([&] { return document_.song()->file.title == "first"; }));
    EXPECT_FALSE(document_.isSeparated());
    EXPECT_EQ(document_.share(), nullptr) << "the share of another song";
    openWhole(second);
    EXPECT_EQ(document_.song()->file.title, "second");
    EXPECT_EQ(document_.share()->frames,
              document_.levels()->params.frameCount(document_.song()->file.clip.length()));
}

TEST_F(DocumentTest, CancellingReadingLeavesWhatWasOpen) {
    document_.open(write("song.wav", test::demoSong(3)));
    document_.cancel();
    EXPECT_FALSE(document_.job().isRunning());
    QTest::qWait(50); // whatever was on its way has come by then
    EXPECT_EQ(document_.song(), nullptr);
    EXPECT_TRUE(messages_.empty());
}

TEST_F(DocumentTest, ACancelledAnalysisCanBeResumed) {
    document_.open(write("song.wav", test::demoSong(10)));
    ASSERT_TRUE(test::waitUntil([this] { return document_.song() != nullptr; }));
    document_.cancel();
    EXPECT_TRUE(document_.canResume());
    EXPECT_FALSE(document_.isSeparated());
    document_.resume();
    EXPECT_TRUE(document_.job().isRunning());
    EXPECT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    EXPECT_FALSE(document_.canResume());
}

TEST_F(DocumentTest, WhatIsKnownGrowsAfterAResumeToo) {
    document_.open(write("song.wav", test::demoSong(20)));
    ASSERT_TRUE(test::waitUntil([this] { return document_.share() != nullptr; }));
    document_.cancel();
    document_.resume();
    EXPECT_FALSE(document_.isStale()) << "nothing was there to become old";
    // Another cut of the song in the middle of it leaves no share that does not fit.
    SeparationSettings settings = document_.settings();
    settings.analysis.fftSize = 2048;
    document_.change(settings, QStringLiteral("FFT size"));
    QObject::connect(&document_, &Document::resultsChanged, &document_, [this] {
        if (document_.share()) {
            EXPECT_EQ(document_.share()->bins, document_.levels()->bins());
        }
    });
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    EXPECT_EQ(document_.share()->bins, 1025);
}

TEST_F(DocumentTest, EndsInTheMiddleOfAJob) {
    const QString path = write("song.wav", test::demoSong(20));
    for (int i = 0; i < 3; ++i) {
        Document document;
        document.open(path);
        ASSERT_TRUE(i < 1 || test::waitUntil([&] { return document.song() != nullptr; }));
        ASSERT_TRUE(i < 2 || test::waitUntil([&] { return document.levels() != nullptr; }));
    }
}

TEST_F(DocumentTest, AKnobCanBeUndone) {
    const MaskSettings before = document_.settings().knobs;
    document_.change(withPower(5), QStringLiteral("Power"));
    EXPECT_EQ(document_.settings().knobs.power, 5);
    EXPECT_EQ(document_.undoStack().undoText(), QStringLiteral("Power"));
    document_.undoStack().undo();
    EXPECT_EQ(document_.settings().knobs, before);
    document_.undoStack().redo();
    EXPECT_EQ(document_.settings().knobs.power, 5);
}

TEST_F(DocumentTest, OneDragIsOneStep) {
    const MaskSettings before = document_.settings().knobs;
    const int gesture = document_.newGesture();
    for (const double power : {3.0, 4.0, 5.0})
        document_.change(withPower(power), QStringLiteral("Power"), gesture);
    document_.change(withPower(6), QStringLiteral("Power"), document_.newGesture());
    EXPECT_EQ(document_.undoStack().count(), 2);
    document_.undoStack().undo();
    EXPECT_EQ(document_.settings().knobs.power, 5);
    document_.undoStack().undo();
    EXPECT_EQ(document_.settings().knobs, before);
}

TEST_F(DocumentTest, AStepIsToldWithItsNumbers) {
    const auto told = [this] { return document_.undoStack().undoText().toStdString(); };
    const int gesture = document_.newGesture();
    for (const double power : {2.5, 3.0, 3.5})
        document_.turn(withPower(power), QStringLiteral("Power"), gesture);
    EXPECT_EQ(told(), "Power 2 → 3.5");
    SeparationSettings settings = document_.settings();
    settings.knobs.backgroundMargin = 3;
    settings.knobs.foregroundMargin = 11.25;
    document_.turn(settings, QStringLiteral("Margins"), document_.newGesture());
    EXPECT_EQ(told(), "Margins 1, 1 → 3, 11.25");
    settings.faders[0].decibels = -6.5;
    document_.turn(settings, QStringLiteral("Fader"), document_.newGesture());
    EXPECT_EQ(told(), "Fader 0 dB → −6.5 dB");
    settings.faders[0].decibels = kFaderRange[0];
    document_.turn(settings, QStringLiteral("Fader"), document_.newGesture());
    EXPECT_EQ(told(), "Fader −6.5 dB → off");
    settings.faders[0].muted = true;
    document_.turn(settings, QStringLiteral("Muted"), 0);
    EXPECT_EQ(told(), "Muted");
}

TEST_F(DocumentTest, ADragBackToTheStartIsNoStep) {
    const MaskSettings before = document_.settings().knobs;
    const int gesture = document_.newGesture();
    document_.change(withPower(3), QStringLiteral("Power"), gesture);
    document_.change(withPower(before.power), QStringLiteral("Power"), gesture);
    EXPECT_EQ(document_.undoStack().count(), 0);
}

TEST_F(DocumentTest, KnobsChangeThePartsAndNotTheShare) {
    openWhole(write("song.wav", test::demoSong(6)));
    ASSERT_TRUE(waitForLevels());
    const double residual = document_.partLevels()->of(Part::residual);
    const auto share = document_.share();
    SeparationSettings settings = document_.settings();
    settings.knobs = findPreset("article")->settings;
    document_.change(settings, QStringLiteral("Article"));
    EXPECT_FALSE(document_.partLevels()) << "levels of other knobs";
    EXPECT_TRUE(document_.isSeparated());
    ASSERT_TRUE(waitForLevels());
    EXPECT_LT(residual, -200);
    EXPECT_GT(document_.partLevels()->of(Part::residual), -40);
    EXPECT_EQ(document_.share(), share);
}

TEST_F(DocumentTest, TheAnalysisIsMadeAnewAndTheOldOneStaysUntilThen) {
    openWhole(write("song.wav", test::demoSong(6)));
    const auto share = document_.share();
    const auto levels = document_.levels();
    SeparationSettings settings = document_.settings();
    for (const Index fftSize : {1024, 8192, 2048}) { // the latest one wins
        settings.analysis.fftSize = fftSize;
        document_.change(settings, QStringLiteral("FFT size"));
        EXPECT_TRUE(document_.isStale());
        EXPECT_EQ(document_.share(), share);
        EXPECT_EQ(document_.levels(), levels);
    }
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    EXPECT_FALSE(document_.isStale());
    EXPECT_EQ(document_.levels()->params.fftSize, 2048);
    EXPECT_EQ(document_.share()->bins, 1025);
    document_.undoStack().undo();
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    EXPECT_EQ(document_.levels()->params.fftSize, 8192);
}

TEST_F(DocumentTest, SaysWhenASongIsTooShort) {
    SeparationSettings settings = document_.settings();
    settings.analysis.method = Method::repeating;
    document_.open(write("short.wav", test::sine(8000, 1, 8000, 440)));
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    document_.change(settings, QStringLiteral("Method"));
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    ASSERT_EQ(notices_.size(), 1U);
    EXPECT_THAT(notices_[0].toStdString(), HasSubstr("too short"));
}

TEST_F(DocumentTest, TakesBackThatASongIsTooShortOnceThatIsNotKnown) {
    std::vector<QString> over;
    QObject::connect(&document_, &Document::noticeOver, &document_,
                     [&](const QString& notice) { over.push_back(notice); });
    openWhole(write("short.wav", test::sine(8000, 1, 8000, 440)));
    SeparationSettings settings = document_.settings();
    settings.analysis.method = Method::repeating;
    document_.change(settings, QStringLiteral("Method"));
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    ASSERT_EQ(notices_.size(), 1U);
    EXPECT_TRUE(over.empty());
    document_.undoStack().undo();
    EXPECT_EQ(over, notices_) << "as soon as it is that of a method that is no more";
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    EXPECT_EQ(notices_.size(), 1U) << "with this one some of it does come again";
    document_.undoStack().redo();
    ASSERT_TRUE(test::waitUntil([this] { return document_.isSeparated(); }));
    ASSERT_EQ(notices_.size(), 2U);
    document_.open(write("long.wav", test::demoSong(8)));
    ASSERT_TRUE(test::waitUntil([&] { return over.size() == 2; })) << "another song is another";
    EXPECT_EQ(over, notices_);
}

TEST_F(DocumentTest, RemembersTheKnobsOfASongWhateverItIsCalled) {
    const AudioClip clip = test::demoSong(3);
    const QString path = write("song.wav", clip);
    const QString copy = write("copy.wav", clip);
    const QString other = write("other.wav", test::sine(44100, 1, 44100, 440));
    {
        Document document;
        document.open(path);
        ASSERT_TRUE(test::waitUntil([&] { return document.song() != nullptr; }));
        document.change(withPower(7), QStringLiteral("Power"));
        document.open(other);
        ASSERT_TRUE(test::waitUntil([&] { return document.song()->file.title == "other"; }));
        EXPECT_EQ(document.undoStack().count(), 0) << "a step of another song";
    }
    EXPECT_NE(document_.settings().knobs.power, 7);
    document_.open(copy);
    ASSERT_TRUE(test::waitUntil([this] { return document_.song() != nullptr; }));
    EXPECT_EQ(document_.settings().knobs.power, 7);
}

} // namespace
} // namespace refrain
