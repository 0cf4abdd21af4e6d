// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_test.h"

#include "core/separation/evaluation.h"

#include <cmath>

namespace refrain::test {

namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

class SeparateTest : public CliTest {};

AudioClip sumOf(const AudioClip& a, const AudioClip& b, const AudioClip& c) {
    return mix(mix(a, b), c);
}

TEST_F(SeparateTest, WritesBothPartsBesideTheSong) {
    const Outcome outcome = runCli({"separate", song("Some song.wav")});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(names(), ElementsAre("Some song (background).wav", "Some song (foreground).wav",
                                     "Some song.wav"));
}

TEST_F(SeparateTest, WritesBesideASongNamedWithoutItsFolder) {
    song();
    EXPECT_THAT(runShell("cd \"$1\" && exec \"$0\" separate song.wav", {folder_.path().string()}),
                EndsWith(0));
    EXPECT_THAT(names(), Contains("song (background).wav"));
}

TEST_F(SeparateTest, WritesIntoAFolderThatItMakes) {
    EXPECT_THAT(runCli({"separate", song(), "-o", at("a/b"), "--parts", "residual"}), EndsWith(0));
    EXPECT_THAT(names(), ElementsAre("a", "song.wav"));
    EXPECT_TRUE(std::filesystem::exists(at("a/b/song (residual).wav")));
}

TEST_F(SeparateTest, StemsHaveTheSongsLengthRateAndChannels) {
    struct Shape {
        int rate;
        Index channels;
        Index length;
    };
    for (const Shape& shape : {Shape{8000, 1, 48001}, Shape{44100, 2, 99991},
                               Shape{22050, 6, 99999}, Shape{192000, 1, 500001}}) {
        const std::string path =
            song("song.wav", smallSong(shape.rate, shape.channels, shape.length));
        EXPECT_THAT(runCli({"separate", path, "--overwrite"}), EndsWith(0));
        for (const char* part : {"background", "foreground"}) {
            const AudioClip stem = clipOf(at("song (" + std::string(part) + ").wav"));
            EXPECT_EQ(stem.sampleRate, shape.rate);
            EXPECT_EQ(stem.channelCount(), shape.channels) << shape.rate;
            EXPECT_EQ(stem.length(), shape.length) << shape.rate;
        }
    }
}

TEST_F(SeparateTest, SamplesHave24BitsUnlessToldOtherwise) {
    const std::string path = song();
    for (const auto& [options, words] :
         std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{}, "24 bit PCM"},
             {{"--bits", "16"}, "16 bit PCM"},
             {{"--bits", "32f"}, "32 bit float"},
             {{"--format", "flac"}, "FLAC"},
             {{"--format", "flac", "--bits", "16"}, "16 bit PCM"}}) {
        std::vector<std::string> command = {"separate", path, "--parts", "background",
                                            "--overwrite"};
        command.insert(command.end(), options.begin(), options.end());
        EXPECT_THAT(runCli(command), EndsWith(0));
        const bool flac = options.size() > 1 && options[1] == "flac";
        const AudioFile stem =
            readAudioFile(at(flac ? "song (background).flac" : "song (background).wav"));
        EXPECT_THAT(stem.format, HasSubstr(words));
    }
}

TEST_F(SeparateTest, SixteenBitsAreDithered) {
    // A song of less than half a step would be silence without dither.
    const double tiny = 0.4 / 32768;
    const std::string path =
        song("song.wav", sine(8000, 1, 20000, 440, tiny), {}, {.samples = SampleFormat::float32});
    ASSERT_THAT(runCli({"separate", path, "--method", "repeating", "--parts", "foreground",
                        "--bits", "16"}),
                EndsWith(0));
    const AudioClip stem = clipOf(at("song (foreground).wav"));
    double inPhase = 0;
    for (Index i = 0; i < stem.length(); ++i)
        inPhase += 2 * stem.channels[0][i] *
                   std::sin(2 * M_PI * 440 * static_cast<double>(i) / 8000) /
                   static_cast<double>(stem.length());
    EXPECT_NEAR(inPhase, tiny, 0.1 * tiny);
}

TEST_F(SeparateTest, TagsAreCopied) {
    const Tags tags = {{"title", "A title"},      {"artist", "Ärtist"}, {"album", "An album"},
                       {"date", "1999"},          {"genre", "Folk"},    {"comment", "No comment"},
                       {"copyright", "© nobody"}, {"tracknumber", "7"}};
    const std::string path =
        song("song.flac", smallSong(48000, 1, 50000), tags, {.container = Container::flac});
    for (const std::string format : {"wav", "flac", "ogg", "opus", "mp3"}) {
        EXPECT_THAT(runCli({"separate", path, "--format", format, "--parts", "background"}),
                    EndsWith(0));
        const Tags copied = readAudioFile(at("A title (background)." + format)).tags;
        for (const auto& [name, value] : tags) {
            // What libsndfile cannot write: it has no place for these in these formats.
            if (format == "wav" && name == "album")
                continue;
            const auto found = copied.find(name);
            EXPECT_TRUE(found != copied.end() && found->second == value)
                << format << ": " << name << " is "
                << (found == copied.end() ? "lost" : found->second);
        }
    }
}

TEST_F(SeparateTest, RangeIsThatOfTheWholeSong) {
    const std::string path = song("song.wav", smallSong(8000, 2, 50001));
    ASSERT_THAT(runCli({"separate", path, "-o", at("whole")}), EndsWith(0));
    ASSERT_THAT(runCli({"separate", path, "-o", at("range"), "--from", "1.25", "--to", "0:03.5"}),
                EndsWith(0));
    for (const std::string part : {"(background).wav", "(foreground).wav"}) {
        const std::string name = "song 0m01.3-0m03.5 " + part;
        const AudioClip whole = clipOf(folder_ / "whole" / ("song " + part));
        const AudioClip range = clipOf(folder_ / "range" / name);
        ASSERT_EQ(range.length(), 18000);
        for (Index channel = 0; channel < 2; ++channel)
            EXPECT_TRUE(std::equal(range.channels[channel].begin(), range.channels[channel].end(),
                                   whole.channels[channel].begin() + 10000))
                << name;
    }
}

TEST_F(SeparateTest, RangeMayBeTheLastBitOfTheSong) {
    const std::string path = song("song.wav", smallSong(44100, 1, 50001));
    // The very last sample begins at 1.133787, and the song ends at 1.133810 s.
    for (const char* from : {"1.1337", "1.133787", "1.133809"}) {
        EXPECT_THAT(runCli({"separate", path, "--from", from, "--to", "99", "--overwrite", "--name",
                            "{title} ({part})"}),
                    EndsWith(0));
        EXPECT_GE(clipOf(at("song (background).wav")).length(), 1);
        EXPECT_LE(clipOf(at("song (background).wav")).length(), 5);
    }
}

TEST_F(SeparateTest, PartsAddUpToTheSong) {
    const AudioClip original = smallSong(8000, 2, 50001);
    const std::string path = song("song.wav", original, {}, {.samples = SampleFormat::float32});
    for (const char* preset : {"article", "balanced"}) {
        ASSERT_THAT(runCli({"separate", path, "--parts", "background,foreground,residual", "--bits",
                            "32f", "--preset", preset, "--overwrite"}),
                    EndsWith(0));
        const AudioClip sum =
            sumOf(clipOf(at("song (background).wav")), clipOf(at("song (foreground).wav")),
                  clipOf(at("song (residual).wav")));
        EXPECT_GT(signalToNoise(original, sum), 120) << preset;
        // It would be no art if one of the parts were the song.
        for (const char* part : {"background", "foreground"})
            EXPECT_LT(signalToNoise(original, clipOf(at("song (" + std::string(part) + ").wav"))),
                      20)
                << preset << ", " << part;
    }
}

TEST_F(SeparateTest, PresetsAndKnobsChangeTheParts) {
    const std::string path = song();
    const auto levels = [&](const std::vector<std::string>& options) {
        std::vector<std::string> words = {"separate",    path,       "--json",
                                          "--overwrite", "--method", "repeating"};
        words.insert(words.end(), options.begin(), options.end());
        const auto objects = objectsIn(runCli(words).output);
        return objects.empty() ? nlohmann::json() : objects[0]["level_db"];
    };
    const nlohmann::json balanced = levels({});
    const nlohmann::json article = levels({"--preset", "article"});
    EXPECT_LT(article["foreground"], balanced["foreground"]);
    EXPECT_LT(article["background"], balanced["background"]);
    EXPECT_EQ(levels({"--preset", "balanced"}), balanced);
    EXPECT_EQ(levels({"--preset", "balanced", "--background-margin", "3", "--foreground-margin",
                      "11", "--power", "3"}),
              article);
    EXPECT_NE(levels({"--voice-above", "0"}), balanced);
    EXPECT_NE(levels({"--width", "1.5"}), balanced);
    EXPECT_NE(levels({"--neighbours", "1"}), balanced);
    EXPECT_NE(levels({"--fft", "512"}), balanced);
}

TEST_F(SeparateTest, MethodLibrosaWritesMonoAt22050HertzAndSaysSo) {
    const std::string path = song("song.wav", smallSong(44100, 2, 250001));
    const Outcome outcome = runCli({"separate", path, "--method", "librosa"});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr("librosa"), HasSubstr("one channel at 22050 Hz")));
    const AudioClip stem = clipOf(at("song (foreground).wav"));
    EXPECT_EQ(stem.sampleRate, 22050);
    EXPECT_EQ(stem.channelCount(), 1);
    EXPECT_EQ(stem.length(), 125001);
}

TEST_F(SeparateTest, MethodLibrosaSaysNothingOfASongThatIsMonoAt22050Hertz) {
    const std::string path = song("song.wav", smallSong(22050, 1, 100000));
    EXPECT_THAT(runCli({"separate", path, "--method", "librosa"}).errors,
                Not(HasSubstr("22050 Hz")));
}

TEST_F(SeparateTest, MethodLibrosaStartsFromPresetArticle) {
    const auto objects =
        objectsIn(runCli({"separate", song(), "--method", "librosa", "--json"}).output);
    ASSERT_EQ(objects.size(), 1U);
    EXPECT_EQ(objects[0]["preset"], "article");
    EXPECT_EQ(objects[0]["foreground_margin"], 11);
    EXPECT_EQ(objects[0]["sample_rate"], 22050);
}

TEST_F(SeparateTest, OpusAt44100HertzIsResampledAndSaysSo) {
    const std::string path = song("song.wav", smallSong(44100, 2, 99991));
    const Outcome outcome = runCli({"separate", path, "--format", "opus"});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr("44100 Hz"), HasSubstr("48000 Hz")));
    const AudioClip stem = clipOf(at("song (background).opus"));
    EXPECT_EQ(stem.sampleRate, 48000);
    EXPECT_EQ(stem.length(), 108834); // 99991 * 48000 / 44100, rounded up
}

TEST_F(SeparateTest, Mp3At96KilohertzIsResampledAndSaysSo) {
    const std::string path = song("song.wav", smallSong(96000, 1, 200000));
    const Outcome outcome = runCli({"separate", path, "--format", "mp3"});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.errors,
                HasSubstr("An MP3 file cannot have 96000 Hz; these have 48000 Hz."));
    const AudioClip stem = clipOf(at("song (background).mp3"));
    EXPECT_EQ(stem.sampleRate, 48000);
    EXPECT_EQ(stem.length(), 100000);
}

TEST_F(SeparateTest, Mp3OfSixChannelsIsRefusedWithTheSongsName) {
    const std::string path = song("song.wav", smallSong(8000, 6, 20000));
    EXPECT_THAT(runCli({"separate", path, "--format", "mp3"}),
                AllOf(FailsWith("song.wav"), FailsWith("MP3 cannot hold 6 channels")));
    EXPECT_THAT(names(), ElementsAre("song.wav"));
    // Method librosa has but one channel.
    EXPECT_THAT(runCli({"separate", path, "--format", "mp3", "--method", "librosa"}), EndsWith(0));
}

class ClippingTest : public CliTest {
protected:
    /// A song cut off at full scale, whose parts do not stay within it.
    const AudioClip original_ = [] {
        AudioClip clip = smallSong(8000, 1, 48000, 8);
        for (float& sample : clip.channels[0])
            sample = std::clamp(sample, -1.0F, 1.0F);
        return clip;
    }();
    std::string path_ = song("song.wav", original_, {}, {.samples = SampleFormat::float32});
};

TEST_F(ClippingTest, PartsAreTurnedDownByOneGainAndStillAddUp) {
    const Outcome outcome = runCli({"separate", path_, "--parts", "background,foreground,residual",
                                    "--preset", "article", "--json"});
    EXPECT_THAT(outcome, EndsWith(0));
    const double gainDecibels = objectsIn(outcome.output).at(0)["gain_db"];
    ASSERT_LT(gainDecibels, 0) << "no part clips; the test needs another song";
    EXPECT_THAT(outcome.errors, HasSubstr("turned down by"));

    std::vector<AudioClip> parts;
    float peak = 0;
    for (const char* name :
         {"song (background).wav", "song (foreground).wav", "song (residual).wav"})
        for (const float sample : parts.emplace_back(clipOf(at(name))).channels[0])
            peak = std::max(peak, std::abs(sample));
    EXPECT_LT(peak, 1);
    EXPECT_GT(peak, 0.999);
    AudioClip expected = original_;
    for (float& sample : expected.channels[0])
        sample *= static_cast<float>(std::pow(10, gainDecibels / 20));
    EXPECT_GT(signalToNoise(expected, sumOf(parts[0], parts[1], parts[2])), 120);
}

TEST_F(ClippingTest, FloatSamplesAreLeftAsTheyAre) {
    const Outcome outcome =
        runCli({"separate", path_, "--bits", "32f", "--preset", "article", "--json"});
    EXPECT_EQ(objectsIn(outcome.output).at(0)["gain_db"], 0);
    EXPECT_THAT(outcome.errors, Not(HasSubstr("turned down")));
}

TEST_F(SeparateTest, SaysWhatWasWrittenAndHowLoudItIs) {
    const Outcome outcome = runCli({"separate", song()});
    EXPECT_THAT(outcome.output, IsEmpty());
    EXPECT_THAT(
        outcome.errors,
        testing::MatchesRegex("Wrote 2 parts of \".*/song.wav\" \\(loudness against the song\\):\n"
                              " +-[0-9]+\\.[0-9] dB  \".*/song \\(background\\).wav\"\n"
                              " +-[0-9]+\\.[0-9] dB  \".*/song \\(foreground\\).wav\"\n"));
}

TEST_F(SeparateTest, DrawsNoBarIntoAPipe) {
    const Outcome outcome = runCli({"separate", song("song.wav", smallSong(44100, 2, 600000))});
    EXPECT_THAT(outcome.errors,
                AllOf(Not(HasSubstr("\r")), Not(HasSubstr("\x1b")), Not(HasSubstr("%"))));
}

TEST_F(SeparateTest, IsSilentWhenToldToBe) {
    const std::string path = song();
    const Outcome outcome = runCli({"separate", path, "--quiet", "--method", "librosa"});
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.output + outcome.errors, IsEmpty());
    EXPECT_THAT(runCli({"separate", path, "--quiet"}), FailsWith("exists already"));
}

TEST_F(SeparateTest, JsonHasAnObjectForEachSong) {
    const std::string first = song("one.wav");
    const std::string second = song("two.wav", smallSong(11025, 2, 60000));
    const Outcome outcome =
        runCli({"separate", first, second, "--json", "--method", "repeating", "-o", at("out")});
    EXPECT_THAT(outcome, EndsWith(0));
    const auto objects = objectsIn(outcome.output);
    ASSERT_EQ(objects.size(), 2U);
    EXPECT_EQ(objects[0]["song"], first);
    EXPECT_EQ(objects[0]["title"], "one");
    EXPECT_EQ(objects[1]["song"], second);
    EXPECT_EQ(objects[1]["sample_rate"], 11025);
    EXPECT_EQ(objects[1]["bins"], 513);
    EXPECT_EQ(objects[1]["frames"], 1 + 60000 / 256);
    for (const auto& object : objects) {
        EXPECT_GT(object["neighbours"], 5);
        EXPECT_GT(object["peak_rss_bytes"], 1'000'000);
        double sum = 0;
        for (const char* stage : {"load", "stft", "similar", "median", "cues", "render", "write"}) {
            EXPECT_GE(object["seconds"][stage], 0) << stage;
            sum += object["seconds"][stage].get<double>();
        }
        EXPECT_NEAR(object["seconds"]["total"].get<double>(), sum, 1e-9);
        EXPECT_EQ(object["files"].size(), 2U);
        for (const auto& file : object["files"])
            EXPECT_TRUE(std::filesystem::exists(file.get<std::string>())) << file;
        for (const char* part : {"background", "foreground"})
            EXPECT_TRUE(object["level_db"][part] < 0 && object["level_db"][part] > -60) << object;
    }
}

TEST_F(SeparateTest, LevelsAreThoseOfTheFiles) {
    const AudioClip original = smallSong();
    const auto objects =
        objectsIn(runCli({"separate", song("song.wav", original), "--json"}).output);
    const auto energy = [](const AudioClip& clip) {
        double sum = 0;
        for (const float sample : clip.channels[0])
            sum += double{sample} * sample;
        return sum;
    };
    for (const char* part : {"background", "foreground"}) {
        const AudioClip stem = clipOf(at("song (" + std::string(part) + ").wav"));
        EXPECT_NEAR(objects.at(0)["level_db"][part],
                    10 * std::log10(energy(stem) / energy(original)), 0.001);
    }
}

TEST_F(SeparateTest, OneBadSongDoesNotStopTheOthers) {
    writeText(at("bad.wav"), "This is no sound.");
    const std::string first = song("one.wav");
    const std::string last = song("two.wav");
    const Outcome outcome =
        runCli({"separate", first, at("bad.wav"), at("none.wav"), last, "-o", at("out"), "--json"});
    EXPECT_THAT(outcome, EndsWith(1));
    EXPECT_EQ(objectsIn(outcome.output).size(), 2U);
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr("bad.wav"), HasSubstr("none.wav")));
    EXPECT_TRUE(std::filesystem::exists(at("out/one (background).wav")));
    EXPECT_TRUE(std::filesystem::exists(at("out/two (background).wav")));
}

TEST_F(SeparateTest, ASongTooShortForTheRangeDoesNotStopTheOthers) {
    const std::string brief = song("brief.wav", smallSong(8000, 1, 20000));
    const std::string whole = song("whole.wav");
    const Outcome outcome = runCli({"separate", brief, whole, "--from", "3", "-o", at("out")});
    EXPECT_THAT(outcome, EndsWith(2));
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr("brief.wav"), HasSubstr("--from")));
    const std::string stem = at("out/whole 0m03.0-0m06.0 (background).wav");
    EXPECT_EQ(clipOf(stem).length(), 24000);
}

} // namespace

} // namespace refrain::test
