// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/stem_export.h"

#include "core/audio/audio_file.h"
#include "core/base/error.h"
#include "core/separation/evaluation.h"
#include "core/separation/stems.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <gmock/gmock.h>
#include <random>

namespace refrain {

namespace {

const StftParams kParams{1024, 256};

class StemExportTest : public testing::Test {
protected:
    void make(AudioClip clip, float share) {
        clip_ = std::move(clip);
        share_ = makeShare(kParams.frameCount(clip_.length()), kParams.binCount(), {},
                           [&](Index, std::span<float> row) { std::ranges::fill(row, share); });
        settings_.count = clip_.length();
        settings_.folder = folder_.path();
    }

    ExportReport write(const MaskSettings& masks = {1, 1, 2}, const Progress& progress = {}) {
        StagedFiles files(true);
        const ExportReport report = exportStems({clip_, kParams, share_, "Song", {}, {}},
                                                MaskCurve(masks), settings_, files, progress);
        files.commit();
        return report;
    }

    static AudioClip read(const ExportReport& report, Part part) {
        for (const auto& stem : report.stems)
            if (stem.name == partName(part))
                return readAudioFile(stem.file).clip;
        throw Error("no such part");
    }

    test::TemporaryFolder folder_;
    AudioClip clip_;
    BackgroundShare share_;
    ExportSettings settings_;
};

} // namespace

TEST_F(StemExportTest, ThePartsInTheFilesAddUpToTheSong) {
    make(test::noise(44100, 2, 100001), 0.4F);
    settings_.parts = {Part::background, Part::foreground, Part::residual};
    settings_.format.samples = SampleFormat::float32;
    const ExportReport report = write({3, 11, 3});
    const AudioClip sum = mix(mix(read(report, Part::background), read(report, Part::foreground)),
                              read(report, Part::residual));
    EXPECT_EQ(sum.length(), clip_.length());
    EXPECT_GT(test::signalToNoise(clip_, sum), 120);
}

TEST_F(StemExportTest, AFileHasTheBitsOfTheRenderedPart) {
    make(test::noise(44100, 2, 100001), 0.4F);
    settings_.format.samples = SampleFormat::float32;
    const ExportReport report = write();
    EXPECT_EQ(read(report, Part::background),
              renderClip(clip_, kParams, share_, MaskCurve({1, 1, 2}).of(Part::background), 0,
                         clip_.length()));
}

TEST_F(StemExportTest, ARangeHasTheBitsOfTheWhole) {
    make(test::noise(44100, 2, 100001), 0.4F);
    const AudioClip whole = read(write(), Part::background);
    settings_.first = 12345;
    settings_.count = 54321;
    const AudioClip range = read(write(), Part::background);
    ASSERT_EQ(range.length(), settings_.count);
    for (Index i = 0; i < settings_.count; ++i)
        ASSERT_EQ(range.channels[1][i], whole.channels[1][settings_.first + i]);
}

TEST_F(StemExportTest, ALevelIsTheEnergyOfThePartAgainstTheSong) {
    make(test::noise(44100, 1, 100000), 0.5F); // power 2: half the amplitude to each
    const ExportReport loud = write();
    for (const auto& stem : loud.stems)
        EXPECT_NEAR(stem.levelDecibels, 20 * std::log10(0.5), 0.001);
    make(test::silence(44100, 1, 1000), 0.5F);
    const ExportReport silent = write();
    for (const auto& stem : silent.stems)
        EXPECT_TRUE(std::isinf(stem.levelDecibels) && stem.levelDecibels < 0);
}

TEST_F(StemExportTest, WhenOnePartWouldClipAllAreTurnedDownTogetherAndStillAddUp) {
    make(test::noise(44100, 1, 50000, 1, 4.0), 0.2F);
    const ExportReport report = write();
    ASSERT_LT(report.gainDecibels, 0);
    AudioClip sum = mix(read(report, Part::background), read(report, Part::foreground));
    const auto gain = static_cast<float>(std::pow(10, report.gainDecibels / 20));
    double loudest = 0;
    const AudioClip foreground = read(report, Part::foreground);
    for (const float sample : foreground.channels[0])
        loudest = std::max(loudest, std::abs(double{sample}));
    EXPECT_LE(loudest, 1);
    EXPECT_GT(loudest, 0.999);
    for (float& sample : sum.channels[0])
        sample /= gain;
    EXPECT_GT(test::signalToNoise(clip_, sum), 110);
}

TEST_F(StemExportTest, TheDitherOfOnePartIsNotThatOfAnother) {
    make(test::noise(44100, 1, 50000), 0.5F); // both parts are half the song
    settings_.format.samples = SampleFormat::int16;
    const ExportReport report = write();
    const AudioClip background = read(report, Part::background);
    const AudioClip foreground = read(report, Part::foreground);
    double squares = 0;
    double product = 0;
    for (Index i = 0; i < clip_.length(); ++i) {
        const double half = clip_.channels[0][i] / 2;
        const double a = background.channels[0][i] - half;
        const double b = foreground.channels[0][i] - half;
        squares += (a * a + b * b) / 2;
        product += a * b;
    }
    // What is left in common is the rounding of equal samples.
    EXPECT_LT(std::abs(product / squares), 0.1);
}

TEST_F(StemExportTest, FloatFilesAreNeverTurnedDown) {
    make(test::noise(44100, 1, 50000, 1, 4.0), 0.0F);
    settings_.format.samples = SampleFormat::float32;
    const ExportReport report = write();
    EXPECT_EQ(report.gainDecibels, 0);
    EXPECT_LT(test::largestDifference(read(report, Part::foreground), clip_), 1e-5);
}

TEST_F(StemExportTest, AFormatWithoutTheRateGetsTheNearestItHasAndTheSameSound) {
    make(test::sine(44100, 2, 88200, 440), 0.0F);
    settings_.format = {.container = Container::opus};
    const ExportReport report = write();
    EXPECT_EQ(report.sampleRate, 48000);
    const AudioClip found = read(report, Part::foreground);
    EXPECT_EQ(found.sampleRate, 48000);
    EXPECT_EQ(found.length(), 96000);
    const AudioClip expected = test::sine(48000, 2, 96000, 440);
    EXPECT_GT(test::signalToNoise(expected, found), 20); // it is a lossy format
}

TEST_F(StemExportTest, NamesHoldWhateverATitleIs) {
    settings_.folder = "/music";
    const auto name = [&](std::string_view title) {
        return stemFile(settings_, title, Part::foreground).filename().string();
    };
    EXPECT_EQ(name("Song"), "Song (foreground).wav");
    EXPECT_EQ(name("AC/DC\nlive"), "AC_DC_live (foreground).wav");
    EXPECT_EQ(name("...and so on"), "_...and so on (foreground).wav");
    EXPECT_EQ(name(""), "_ (foreground).wav");
    EXPECT_EQ(name("{part}"), "{part} (foreground).wav"); // a title is no pattern
    std::string longTitle;
    for (int i = 0; i < 100; ++i)
        longTitle += "\xC3\xA9"; // é, two bytes
    EXPECT_EQ(name(longTitle), longTitle.substr(0, 180) + " (foreground).wav");
    EXPECT_EQ(name("x" + longTitle), "x" + longTitle.substr(0, 178) + " (foreground).wav");
}

TEST_F(StemExportTest, AStoppedExportLeavesNothing) {
    make(test::noise(44100, 2, 2000000), 0.4F);
    std::stop_source source;
    const Progress progress(source.get_token(), [&](double fraction) {
        if (fraction > 0.2)
            source.request_stop();
    });
    EXPECT_THROW(write({1, 1, 2}, progress), Cancelled);
    EXPECT_THAT(folder_.names(), testing::IsEmpty());
}

} // namespace refrain
