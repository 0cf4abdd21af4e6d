// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_test.h"

#include <cmath>

namespace refrain::test {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

/// A band that repeats and a voice that does not.
class EvaluateTest : public CliTest {
protected:
    static AudioClip band(int sampleRate = 8000, Index channels = 1) {
        return makeClip(sampleRate, channels, 6 * sampleRate, [=](Index, Index i) {
            const double time = static_cast<double>(i) / sampleRate;
            const double beat = std::fmod(4 * time, 4.0);
            const double hertz = 220 * (1 + std::floor(beat) / 4);
            return 0.4 * std::exp(-3 * (beat - std::floor(beat))) *
                   std::sin(2 * M_PI * hertz * time);
        });
    }
    static AudioClip voice(int sampleRate = 8000, Index channels = 1) {
        return makeClip(sampleRate, channels, 6 * sampleRate, [=](Index, Index i) {
            const double time = static_cast<double>(i) / sampleRate;
            return 0.3 * std::sin(2 * M_PI * (700 + 60 * time) * time);
        });
    }

    Outcome evaluate(const std::vector<std::string>& options = {}) {
        std::vector<std::string> words = {"evaluate", "--vocals", vocals_, "--accompaniment",
                                          accompaniment_};
        words.insert(words.end(), options.begin(), options.end());
        return runCli(words);
    }

    std::string vocals_ = song("vocals.wav", voice());
    std::string accompaniment_ = song("accompaniment.wav", band());
};

TEST_F(EvaluateTest, TheMethodIsBetterThanNothingAndWorseThanTheIdealMask) {
    for (const char* method : {"repeating", "librosa"}) {
        const Outcome outcome = evaluate({"--json", "--method", method});
        EXPECT_THAT(outcome, EndsWith(0));
        EXPECT_THAT(outcome.errors, IsEmpty());
        const auto objects = objectsIn(outcome.output);
        ASSERT_EQ(objects.size(), 1U);
        EXPECT_EQ(objects[0]["method"], method);
        const auto& results = objects[0]["results"];
        ASSERT_EQ(results.size(), 3U);
        EXPECT_EQ(results[0]["name"], "the song itself");
        EXPECT_EQ(results[2]["name"], "ideal ratio mask");
        for (const char* part : {"vocals", "accompaniment"}) {
            EXPECT_LT(results[0][part]["sdr"].get<double>() + 2, results[1][part]["sdr"]) << method;
            EXPECT_LT(results[1][part]["sdr"], results[2][part]["sdr"]) << method;
            EXPECT_TRUE(results[1][part]["sir"].is_number());
            EXPECT_TRUE(results[1][part]["sar"].is_number());
        }
    }
}

TEST_F(EvaluateTest, JsonTellsTheSettings) {
    const auto objects =
        objectsIn(evaluate({"--json", "--preset", "article", "--power", "4"}).output);
    const auto& result = objects.at(0)["results"][1];
    EXPECT_EQ(result["background_margin"], 3);
    EXPECT_EQ(result["foreground_margin"], 11);
    EXPECT_EQ(result["power"], 4);
}

TEST_F(EvaluateTest, PrintsATable) {
    const Outcome outcome = evaluate();
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.output,
                AllOf(HasSubstr("Method repeating"), HasSubstr("SDR"), HasSubstr("the song itself"),
                      HasSubstr("1, 1, 2"), HasSubstr("ideal ratio mask")));
    // Columns stand below each other.
    std::istringstream lines(outcome.output);
    std::string line;
    std::getline(lines, line);
    std::size_t bar = 0;
    while (std::getline(lines, line)) {
        EXPECT_TRUE(bar == 0 || line.find('|') == bar) << outcome.output;
        bar = line.find('|');
    }
}

TEST_F(EvaluateTest, TheSumOfStemsIsWhatIsSeparated) {
    // A song that is its own vocals has nothing else in it.
    accompaniment_ = song("silence.wav", silence(8000, 1, 48000));
    const Outcome outcome = evaluate({"--json"});
    EXPECT_THAT(outcome, EndsWith(0));
    const auto results = objectsIn(outcome.output).at(0)["results"];
    EXPECT_TRUE(results[0]["vocals"]["sdr"].is_null()) << "perfect, which is no number";
    EXPECT_THAT(evaluate(), EndsWith(0));
}

TEST_F(EvaluateTest, SweepTriesThePresetsAndManyOtherSettings) {
    const Outcome json = evaluate({"--sweep", "--json"});
    EXPECT_THAT(json, EndsWith(0));
    const auto results = objectsIn(json.output).at(0)["results"];
    EXPECT_GT(results.size(), 100U);
    for (const auto& result : results)
        EXPECT_TRUE(result["vocals"]["sdr"].is_number()) << result;

    const Outcome table = evaluate({"--sweep"});
    EXPECT_THAT(table.output,
                AllOf(HasSubstr("balanced (1, 1, 2)"), HasSubstr("article (3, 11, 3)"),
                      HasSubstr("karaoke"), HasSubstr("acapella"), HasSubstr("best vocals ("),
                      HasSubstr("best backing (")));
    EXPECT_LT(std::ranges::count(table.output, '\n'), 15);
}

TEST_F(EvaluateTest, SweepAndSettingsExcludeEachOther) {
    EXPECT_THAT(evaluate({"--sweep", "--preset", "article"}), IsWrongUsage("--sweep"));
    EXPECT_THAT(evaluate({"--sweep", "--power", "2"}), IsWrongUsage("--sweep"));
}

TEST_F(EvaluateTest, StemsOfDifferentRatesAreRefused) {
    accompaniment_ = song("other rate.wav", band(11025));
    EXPECT_THAT(evaluate(), AllOf(FailsWith("vocals.wav"), FailsWith("other rate.wav"),
                                  FailsWith("rates or channels differ")));
    accompaniment_ = song("other channels.wav", band(8000, 2));
    EXPECT_THAT(evaluate(), FailsWith("rates or channels differ"));
}

TEST_F(EvaluateTest, AMissingStemIsNamed) {
    accompaniment_ = at("none.wav");
    EXPECT_THAT(evaluate(), FailsWith("none.wav\": there is no such file"));
}

TEST_F(EvaluateTest, StemsOfDifferentLengthsAreFilledUpWithSilence) {
    AudioClip brief = voice();
    brief.channels[0].resize(40000);
    vocals_ = song("brief.wav", brief);
    EXPECT_THAT(evaluate(), EndsWith(0));
}

} // namespace

} // namespace refrain::test
