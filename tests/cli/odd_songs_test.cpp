// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Songs that leave little to separate.

#include "tests/cli/cli_test.h"

#include <cmath>
#include <limits>

namespace refrain::test {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class OddSongsTest : public CliTest {
protected:
    /// Separates a song into float files and checks what is true of all songs: the parts are
    /// finite, of its length, and add up to it.
    Outcome separate(const AudioClip& clip, const std::vector<std::string>& options = {}) {
        std::vector<std::string> words = {
            "separate", song("song.wav", clip, {}, {.samples = SampleFormat::float32}),
            "--parts",  "background,foreground,residual",
            "--bits",   "32f",
            "--json",   "--overwrite"};
        words.insert(words.end(), options.begin(), options.end());
        Outcome outcome = runCli(words);
        EXPECT_THAT(outcome, EndsWith(0));
        AudioClip sum = clip;
        for (auto& channel : sum.channels)
            std::ranges::fill(channel, 0.0F);
        for (auto& [name, stem] : parts_) {
            const AudioFile file = readAudioFile(at("song (" + name + ").wav"));
            stem = file.clip;
            EXPECT_EQ(file.badSamples, 0) << name;
            EXPECT_EQ(stem.length(), clip.length()) << name;
            for (Index channel = 0; channel < clip.channelCount(); ++channel)
                for (Index i = 0; i < clip.length(); ++i)
                    sum.channels[channel][i] += stem.channels[channel][i];
        }
        EXPECT_LT(largestDifference(clip, sum), 1e-5);
        objectsIn(outcome.output); // is valid JSON
        return outcome;
    }

    double peakOf(const std::string& part) const {
        double peak = 0;
        for (const auto& channel : parts_.at(part).channels)
            for (const float sample : channel)
                peak = std::max(peak, std::abs(double{sample}));
        return peak;
    }

    std::map<std::string, AudioClip> parts_ = {
        {"background", {}}, {"foreground", {}}, {"residual", {}}};
};

TEST_F(OddSongsTest, SongsTooShortToRepeatAreAllForegroundAndThatIsSaid) {
    for (const Index length : {1, 2, 100, 8000, 31200}) { // up to 3.9 s
        for (const char* preset : {"balanced", "article"}) {
            AudioClip clip = smallSong(8000, 2, length);
            clip.channels[0][0] = 0.25; // not silent, however short
            const Outcome outcome = separate(clip, {"--method", "repeating", "--preset", preset});
            EXPECT_THAT(outcome.errors, HasSubstr("too short for anything to come again"))
                << length;
            EXPECT_EQ(peakOf("background"), 0) << length;
            EXPECT_EQ(peakOf("residual"), 0) << length;
            EXPECT_EQ(objectsIn(outcome.output).at(0)["neighbours"], 0);
            EXPECT_TRUE(objectsIn(outcome.output).at(0)["level_db"]["background"].is_null());
        }
    }
}

TEST_F(OddSongsTest, ASongThatIsJustLongEnoughIsSeparated) {
    const Outcome outcome = separate(smallSong(8000, 1, 33000), {"--method", "repeating"});
    EXPECT_THAT(outcome.errors, Not(HasSubstr("too short")));
    EXPECT_GT(peakOf("background"), 0.01);
}

TEST_F(OddSongsTest, AShorterWidthLetsAShorterSongRepeat) {
    const AudioClip clip = smallSong(8000, 1, 20000);
    EXPECT_THAT(separate(clip, {"--method", "repeating"}).errors, HasSubstr("too short"));
    EXPECT_THAT(separate(clip, {"--method", "repeating", "--width", "1"}).errors,
                Not(HasSubstr("too short")));
}

TEST_F(OddSongsTest, OneSampleIsEnoughForMethodLibrosa) {
    const std::string path = song("song.wav", smallSong(44100, 2, 1));
    const Outcome outcome = runCli({"separate", path, "--method", "librosa"});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_EQ(clipOf(at("song (foreground).wav")).length(), 1);
}

TEST_F(OddSongsTest, OneSampleFitsEveryFormat) {
    const std::string path = song("song.wav", smallSong(48000, 1, 1));
    for (const std::string format : {"wav", "flac", "ogg", "opus", "mp3"}) {
        EXPECT_THAT(runCli({"separate", path, "--format", format}), EndsWith(0)) << format;
        EXPECT_TRUE(std::filesystem::exists(at("song (foreground)." + format))) << format;
    }
}

TEST_F(OddSongsTest, SilenceGivesSilentPartsAndThatIsSaid) {
    for (const Index length : {1000, 48000}) {
        const Outcome outcome = separate(silence(8000, 2, length));
        EXPECT_THAT(outcome.errors, HasSubstr("The song is silent, and so are its parts."));
        for (const char* part : {"background", "foreground", "residual"}) {
            EXPECT_EQ(peakOf(part), 0) << part;
            EXPECT_TRUE(objectsIn(outcome.output).at(0)["level_db"][part].is_null()) << part;
        }
    }
}

TEST_F(OddSongsTest, SilenceWithin16BitsStaysSilence) {
    const std::string path = song("song.wav", silence(8000, 1, 48000));
    ASSERT_THAT(runCli({"separate", path, "--bits", "16"}), EndsWith(0));
    EXPECT_EQ(clipOf(at("song (foreground).wav")), silence(8000, 1, 48000));
}

TEST_F(OddSongsTest, AnEmptyResidualIsExplained) {
    EXPECT_THAT(separate(smallSong()).errors, HasSubstr("the residual is empty"));
    EXPECT_LT(peakOf("residual"), 1e-9);
    EXPECT_THAT(separate(smallSong(), {"--preset", "article"}).errors,
                Not(HasSubstr("the residual is empty")));
    EXPECT_GT(peakOf("residual"), 0);
}

TEST_F(OddSongsTest, NoiseHasPartsOfBothKinds) {
    separate(noise(8000, 2, 48000));
    EXPECT_GT(peakOf("background"), 0.05);
    EXPECT_GT(peakOf("foreground"), 0.05);
}

TEST_F(OddSongsTest, AConstantIsBackground) {
    separate(makeClip(8000, 1, 48000, [](Index, Index) { return 0.5; }));
    const auto& background = parts_.at("background").channels[0];
    EXPECT_NEAR(background[24000], 0.5, 1e-3);
}

TEST_F(OddSongsTest, ASingleClickInSilenceIsForeground) {
    separate(makeClip(8000, 1, 48000, [](Index, Index i) { return i == 24000 ? 1.0 : 0.0; }));
    EXPECT_GT(parts_.at("foreground").channels[0][24000], 0.9);
}

TEST_F(OddSongsTest, WhatIsNoNumberIsSilenceAndThatIsSaidOnce) {
    AudioClip clip = smallSong();
    clip.channels[0][100] = std::numeric_limits<float>::quiet_NaN();
    clip.channels[0][101] = std::numeric_limits<float>::infinity();
    const std::string path = song("song.wav", clip, {}, {.samples = SampleFormat::float32});
    const Outcome outcome = runCli({"separate", path, "--json"});
    EXPECT_THAT(outcome, EndsWith(0));
    const std::string words = "2 samples of \"" + path +
                              "\" are no numbers or far too large; "
                              "they are treated as silence.";
    EXPECT_THAT(outcome.errors, HasSubstr(words));
    EXPECT_EQ(objectsIn(outcome.output).at(0)["remarks"], nlohmann::json::array({words}));
}

TEST_F(OddSongsTest, ASongCutShortIsUsedAsFarAsItGoesAndThatIsSaid) {
    const std::string path = song();
    const std::string bytes = readBytes(path);
    writeText(path, bytes.substr(0, bytes.size() - 24000)); // 8000 samples of 24 bits
    const Outcome outcome = runCli({"separate", path});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_EQ(clipOf(at("song (foreground).wav")).length(), 40000);
    EXPECT_THAT(outcome.errors, HasSubstr("ends 0:01.000 earlier than it says"));
}

TEST_F(OddSongsTest, AHeaderThatClaimsFarTooMuchIsNotBelieved) {
    const std::string path =
        song("song.wav", smallSong(8000, 1, 48000), {}, {.samples = SampleFormat::int16});
    std::string bytes = readBytes(path);
    bytes.replace(bytes.find("data") + 4, 4, "\xfe\xff\xff\xff");
    writeText(path, bytes);
    EXPECT_THAT(runCli({"separate", path}), EndsWith(0));
    EXPECT_EQ(clipOf(at("song (foreground).wav")).length(), 48000);
}

TEST_F(OddSongsTest, AHeaderThatGoesInCirclesIsReadOrRefusedInTime) {
    writeCirclingWav(at("circle.wav"));
    for (const char* command : {"info", "separate"})
        EXPECT_THAT(runCli({command, at("circle.wav")}).exitCode, testing::AnyOf(0, 1)) << command;
}

} // namespace

} // namespace refrain::test
