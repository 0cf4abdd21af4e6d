// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/separation_options.h"
#include "app/cli/stem_pairs.h"
#include "app/cli/usage.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

namespace refrain::cli {

namespace {

struct Options {
    std::vector<std::filesystem::path> folders;
    std::optional<std::filesystem::path> vocals;
    std::optional<std::filesystem::path> accompaniment;
    SeparationOptions separation;
    bool sweep = false;
    bool json = false;
};

struct Song {
    std::string name;
    std::vector<Judgement> rows;
};

std::vector<StemPair> pairsOf(const Options& options) {
    std::vector<StemPair> pairs;
    if (options.vocals)
        pairs.push_back({options.vocals->stem().string(), *options.vocals, *options.accompaniment});
    for (const std::filesystem::path& folder : options.folders)
        std::ranges::move(stemPairsIn(folder), std::back_inserter(pairs));
    return pairs;
}

/// The knobs that were chosen, or 1, 1, 1: so that the share is judged, and not a taste.
MaskSettings knobs(const SeparationOptions& options) {
    MaskSettings settings = options.preset ? options.masks() : MaskSettings{1, 1, 1};
    settings.backgroundMargin = options.backgroundMargin.value_or(settings.backgroundMargin);
    settings.foregroundMargin = options.foregroundMargin.value_or(settings.foregroundMargin);
    settings.power = options.power.value_or(settings.power);
    return settings;
}

/// With `--sweep`, all presets, in their order, and then a grid.
std::vector<MaskSettings> sweep() {
    std::vector<MaskSettings> list;
    for (const Preset& preset : presets())
        list.push_back(preset.settings);
    for (const double backgroundMargin : {1.0, 1.5, 2.0, 3.0, 5.0, 10.0})
        for (const double foregroundMargin : {1.0, 1.5, 2.0, 3.0, 5.0, 10.0})
            for (const double power : {0.5, 1.0, 1.5, 2.0, 3.0})
                list.push_back({backgroundMargin, foregroundMargin, power});
    return list;
}

Contest contestOf(const Options& options) {
    Contest contest;
    contest.analysis = options.separation.analysis;
    if (options.separation.methodGiven || options.sweep)
        contest.methods = {contest.analysis.method};
    else
        contest.methods = {Method::refrain, Method::repeating, Method::librosa};
    contest.settings = options.sweep ? sweep() : std::vector{knobs(options.separation)};
    return contest;
}

std::string settingsText(const MaskSettings& settings) {
    return plainNumber(settings.backgroundMargin) + ", " + plainNumber(settings.foregroundMargin) +
           ", " + plainNumber(settings.power);
}

/// Of a sweep only what matters is shown: the presets and the best of all.
std::vector<Judgement> bestOf(const std::vector<Judgement>& rows) {
    std::vector<Judgement> result = {rows.front()};
    for (const Preset& preset : presets()) {
        result.push_back(rows[result.size()]);
        result.back().name = std::string(preset.name) + " (" + settingsText(preset.settings) + ")";
    }
    const auto best = [&](const std::string& what, Quality Judgement::*part) {
        const auto found = std::max_element(rows.begin() + 1, rows.end() - 1,
                                            [&](const Judgement& a, const Judgement& b) {
                                                return (a.*part).distortion < (b.*part).distortion;
                                            });
        result.push_back(*found);
        result.back().name = "best " + what + " (" + settingsText(*found->settings) + ")";
    };
    best("vocals", &Judgement::vocals);
    best("backing", &Judgement::accompaniment);
    result.push_back(rows.back());
    return result;
}

void printTable(const std::string& title, const std::vector<Judgement>& rows) {
    const auto cell = [](double decibels) {
        const std::string text = std::isnan(decibels)      ? "-" // a silent stem has no SDR
                                 : std::isfinite(decibels) ? numberText(decibels, 2)
                                 : decibels > 0            ? "inf"
                                                           : "-inf";
        return std::string(text.size() < 7 ? 7 - text.size() : 1, ' ') + text;
    };
    const auto cells = [&](const Quality& quality) {
        return cell(quality.distortion) + cell(quality.interference) + cell(quality.artefacts);
    };
    const auto label = [](const std::string& name) {
        return name + std::string(name.size() < 28 ? 28 - name.size() : 1, ' ');
    };
    print(label(title) + "  vocals               |  accompaniment");
    print(label("") + "    SDR    SIR    SAR  |    SDR    SIR    SAR");
    for (const Judgement& row : rows)
        print(label(row.name) + cells(row.vocals) + "  |" + cells(row.accompaniment));
}

void printTables(const std::vector<Song>& songs, const Options& options) {
    const auto shown = [&](const std::vector<Judgement>& rows) {
        return options.sweep ? bestOf(rows) : rows;
    };
    for (const Song& song : songs) {
        printTable(oneLine(song.name), shown(song.rows));
        print("");
    }
    if (songs.size() > 1) {
        std::vector<std::vector<Judgement>> all;
        for (const Song& song : songs)
            all.push_back(song.rows);
        printTable("mean of " + std::to_string(songs.size()) + " songs", shown(meanOf(all)));
        print("");
    }
    if (!options.sweep)
        print("Margins and power " + settingsText(knobs(options.separation)) + ".");
    print(
        "In dB. SDR: the true stem against all that differs from it; SIR: against what is heard of "
        "the\nother stem; SAR: both against what is neither. (BSS Eval with one gain for each stem "
        "instead of\nfilters.) Method librosa is judged as it works, at 22050 Hz with one "
        "channel.");
}

nlohmann::ordered_json rowsArray(const std::vector<Judgement>& rows) {
    const auto value = [](double decibels) {
        return std::isfinite(decibels) ? nlohmann::ordered_json(decibels) : nullptr;
    };
    const auto qualityObject = [&](const Quality& quality) {
        return nlohmann::ordered_json{{"sdr", value(quality.distortion)},
                                      {"sir", value(quality.interference)},
                                      {"sar", value(quality.artefacts)}};
    };
    nlohmann::ordered_json array = nlohmann::json::array();
    for (const Judgement& row : rows) {
        nlohmann::ordered_json result = {{"name", row.name}};
        if (row.method)
            result["method"] = methodName(*row.method);
        if (row.settings) {
            result["background_margin"] = row.settings->backgroundMargin;
            result["foreground_margin"] = row.settings->foregroundMargin;
            result["power"] = row.settings->power;
        }
        result["vocals"] = qualityObject(row.vocals);
        result["accompaniment"] = qualityObject(row.accompaniment);
        array.push_back(result);
    }
    return array;
}

void printJson(const std::vector<Song>& songs) {
    nlohmann::ordered_json object;
    object["songs"] = nlohmann::json::array();
    std::vector<std::vector<Judgement>> all;
    for (const Song& song : songs) {
        object["songs"].push_back({{"song", utf8(song.name)}, {"results", rowsArray(song.rows)}});
        all.push_back(song.rows);
    }
    object["mean"] = rowsArray(meanOf(all));
    print(object.dump());
}

int evaluate(const Options& options, const std::stop_token& stop) {
    const std::vector<StemPair> pairs = pairsOf(options);
    const Contest contest = contestOf(options);
    std::vector<Song> songs;
    for (const StemPair& pair : pairs) {
        ProgressBar bar(pair.name, false);
        songs.push_back({pair.name, judge(pair, contest, bar.progress(stop))});
    }
    if (options.json)
        printJson(songs);
    else
        printTables(songs, options);
    return 0;
}

void checkChoices(const Options& options) {
    const SeparationOptions& chosen = options.separation;
    if (options.folders.empty() && !options.vocals)
        throw CLI::ValidationError("FOLDER",
                                   "name a folder of true stems, or --vocals and --accompaniment");
    if (options.sweep &&
        (chosen.preset || chosen.backgroundMargin || chosen.foregroundMargin || chosen.power))
        throw CLI::ValidationError("--sweep", "tries many settings; leave out --preset, the "
                                              "margins and --power");
}

} // namespace

void addEvaluateCommand(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App& command = *program.add_subcommand(
        "evaluate", "Separate sums of two true stems and compare the parts with them");
    command.footer(
        "For example:\n"
        "  refrain-cli evaluate stems\n"
        "  refrain-cli evaluate --vocals vocals.flac --accompaniment accompaniment.flac");
    command
        .add_option("FOLDER", options->folders,
                    "Folders that hold, or whose folders hold, two files called vocals and "
                    "accompaniment")
        ->type_name("");
    auto* vocals =
        command.add_option("--vocals", options->vocals, "The true foreground of one song")
            ->type_name("FILE");
    auto* accompaniment =
        command.add_option("--accompaniment", options->accompaniment, "Its true background")
            ->type_name("FILE");
    vocals->needs(accompaniment);
    accompaniment->needs(vocals);
    options->separation.addTo(
        command, {.method = "(default: all three, to compare)", .knobs = "(default 1, 1, 1)"});
    command.add_flag("--sweep", options->sweep,
                     "Try the presets and many other settings of the three knobs");
    command.add_flag("--json", options->json, "Print one JSON object");
    command.callback([options, &action] {
        options->separation.check();
        checkChoices(*options);
        action = [options](const std::stop_token& stop) { return evaluate(*options, stop); };
    });
}

} // namespace refrain::cli
