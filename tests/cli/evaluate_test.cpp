// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_test.h"

#include <cmath>

namespace refrain::test {

namespace {

using testing::AllOf;
using testing::ElementsAre;
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

/// The one object that is printed.
nlohmann::json objectIn(const Outcome& outcome) {
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.errors, IsEmpty());
    const auto objects = objectsIn(outcome.output);
    EXPECT_EQ(objects.size(), 1U);
    return objects.empty() ? nlohmann::json() : objects.front();
}

std::vector<std::string> namesOf(const nlohmann::json& rows) {
    std::vector<std::string> names;
    for (const auto& row : rows)
        names.push_back(row["name"]);
    return names;
}

TEST_F(EvaluateTest, EveryMethodIsBetterThanNothingAndWorseThanTheIdealMask) {
    const nlohmann::json object = objectIn(evaluate({"--json"}));
    ASSERT_EQ(object["songs"].size(), 1U);
    EXPECT_EQ(object["songs"][0]["song"], "vocals");
    const auto& rows = object["songs"][0]["results"];
    EXPECT_THAT(namesOf(rows), ElementsAre("the song itself", "refrain", "repeating", "librosa",
                                           "ideal ratio mask"));
    for (const char* part : {"vocals", "accompaniment"}) {
        for (std::size_t row = 1; row + 1 < rows.size(); ++row) {
            EXPECT_EQ(rows[row]["method"], rows[row]["name"]);
            EXPECT_LT(rows[0][part]["sdr"].get<double>() + 1, rows[row][part]["sdr"]) << rows[row];
            EXPECT_LT(rows[row][part]["sdr"], rows.back()[part]["sdr"]) << rows[row];
            EXPECT_TRUE(rows[row][part]["sir"].is_number());
            EXPECT_TRUE(rows[row][part]["sar"].is_number());
        }
    }
    EXPECT_EQ(object["mean"], rows) << "of one song it is the song's";
}

TEST_F(EvaluateTest, OneMethodCanBeChosen) {
    const nlohmann::json object = objectIn(evaluate({"--json", "--method", "repeating"}));
    EXPECT_THAT(namesOf(object["mean"]),
                ElementsAre("the song itself", "repeating", "ideal ratio mask"));
}

TEST_F(EvaluateTest, UnlessTheKnobsAreGivenTheyAreOne) {
    const auto knobs = [&](const std::vector<std::string>& options) {
        std::vector<std::string> words = {"--json", "--method", "repeating"};
        words.insert(words.end(), options.begin(), options.end());
        const auto row = objectIn(evaluate(words))["mean"][1];
        return std::vector<double>{row["background_margin"], row["foreground_margin"],
                                   row["power"]};
    };
    EXPECT_THAT(knobs({}), ElementsAre(1, 1, 1));
    EXPECT_THAT(knobs({"--power", "4"}), ElementsAre(1, 1, 4));
    EXPECT_THAT(knobs({"--preset", "article", "--power", "4"}), ElementsAre(3, 11, 4));
}

TEST_F(EvaluateTest, FoldersOfStemPairsAreEvaluatedSongBySongAndOnTheMean) {
    const auto folder = [&](const std::string& name, double gain) {
        std::filesystem::create_directories(at("stems/" + name));
        AudioClip singer = voice();
        for (float& sample : singer.channels[0])
            sample *= static_cast<float>(gain);
        song("stems/" + name + "/vocals.wav", singer);
        song("stems/" + name + "/accompaniment.flac", band());
    };
    folder("b loud", 2);
    folder("a soft", 1);
    std::filesystem::create_directories(at("stems/no song"));
    const auto words = [&](const std::string& path) {
        return std::vector<std::string>{"evaluate", path, "--json", "--method", "repeating"};
    };
    const nlohmann::json object = objectIn(runCli(words(at("stems"))));
    ASSERT_EQ(object["songs"].size(), 2U);
    EXPECT_EQ(object["songs"][0]["song"], "a soft");
    EXPECT_EQ(object["songs"][1]["song"], "b loud");
    const auto sdr = [](const nlohmann::json& rows) {
        return rows[1]["vocals"]["sdr"].get<double>();
    };
    EXPECT_NEAR(sdr(object["mean"]),
                (sdr(object["songs"][0]["results"]) + sdr(object["songs"][1]["results"])) / 2,
                1e-9);

    const nlohmann::json one = objectIn(runCli(words(at("stems/b loud"))));
    EXPECT_EQ(one["songs"][0], object["songs"][1]);

    const std::string table = runCli({"evaluate", at("stems")}).output;
    EXPECT_THAT(table,
                AllOf(HasSubstr("a soft "), HasSubstr("b loud "), HasSubstr("mean of 2 songs")));
}

TEST_F(EvaluateTest, AFolderWithoutStemsIsRefused) {
    std::filesystem::create_directories(at("empty"));
    EXPECT_THAT(runCli({"evaluate", at("empty")}),
                AllOf(FailsWith("no true stems in"), FailsWith("vocals.flac")));
    EXPECT_THAT(runCli({"evaluate", at("nowhere")}), FailsWith("no such file or directory"));
    EXPECT_THAT(runCli({"evaluate"}), IsWrongUsage("name a folder of true stems"));
    EXPECT_THAT(runCli({"evaluate", "--vocals", vocals_}), IsWrongUsage("--accompaniment"));
}

TEST_F(EvaluateTest, PrintsATable) {
    const Outcome outcome = evaluate();
    EXPECT_THAT(outcome, EndsWith(0));
    EXPECT_THAT(outcome.output,
                AllOf(HasSubstr("SDR"), HasSubstr("the song itself"), HasSubstr("refrain"),
                      HasSubstr("Margins and power 1, 1, 1."), HasSubstr("ideal ratio mask")));
    // Columns stand below each other.
    std::istringstream lines(outcome.output);
    std::string line;
    std::size_t bar = 0;
    while (std::getline(lines, line) && !line.empty()) {
        EXPECT_TRUE(bar == 0 || line.find('|') == bar) << outcome.output;
        bar = line.find('|');
    }
}

TEST_F(EvaluateTest, TheSumOfStemsIsWhatIsSeparated) {
    // A song that is its own vocals has nothing else in it.
    accompaniment_ = song("silence.wav", silence(8000, 1, 48000));
    const Outcome outcome = evaluate({"--json"});
    EXPECT_THAT(outcome, EndsWith(0));
    const auto results = objectIn(outcome)["mean"];
    EXPECT_TRUE(results[0]["vocals"]["sdr"].is_null()) << "perfect, which is no number";
    EXPECT_THAT(evaluate(), EndsWith(0));
}

TEST_F(EvaluateTest, SweepTriesThePresetsAndManyOtherSettings) {
    const auto results = objectIn(evaluate({"--sweep", "--json", "--method", "repeating"}))["mean"];
    EXPECT_GT(results.size(), 100U);
    for (const auto& result : results)
        EXPECT_TRUE(result["vocals"]["sdr"].is_number()) << result;

    const Outcome table = evaluate({"--sweep", "--method", "repeating"});
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
