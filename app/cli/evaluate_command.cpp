// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/separation_options.h"
#include "core/base/text.h"
#include "core/separation/evaluation.h"
#include "core/separation/stems.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

namespace refrain::cli {

namespace {

struct Options {
    std::filesystem::path vocals;
    std::filesystem::path accompaniment;
    SeparationOptions separation;
    bool sweep = false;
    bool json = false;
};

/// The true stems as a method sees them, and their sum.
struct Truth {
    std::shared_ptr<const AudioClip> vocals;
    std::shared_ptr<const AudioClip> accompaniment;
    std::shared_ptr<const AudioClip> song; // at its own rate
    std::shared_ptr<const AudioClip> analysed;
};

struct Row {
    std::string name;
    std::optional<MaskSettings> settings; // that were judged; none for what has no settings
    Quality vocals;
    Quality accompaniment;
};

Truth readTruth(const Options& options, const Progress& progress) {
    auto vocals = readAudioFile(options.vocals, progress.part(0, 0.4)).clip;
    auto accompaniment = readAudioFile(options.accompaniment, progress.part(0.4, 0.8)).clip;
    if (vocals.sampleRate != accompaniment.sampleRate ||
        vocals.channelCount() != accompaniment.channelCount())
        throw Error("Cannot compare " + quoted(options.vocals) + " with " +
                    quoted(options.accompaniment) +
                    ": their rates or channels differ; give two stems of one song.");
    // Stems that were cut to different lengths: the shorter one is silent at its end.
    const Index length = std::max(vocals.length(), accompaniment.length());
    for (AudioClip* stem : {&vocals, &accompaniment})
        for (auto& channel : stem->channels)
            channel.resize(length);

    const Method method = options.separation.analysis.method;
    const auto own = [](AudioClip clip) {
        return std::make_shared<const AudioClip>(std::move(clip));
    };
    Truth truth;
    truth.song = own(mix(vocals, accompaniment));
    truth.analysed = analysedClip(method, truth.song);
    truth.vocals = analysedClip(method, own(std::move(vocals)));
    truth.accompaniment = analysedClip(method, own(std::move(accompaniment)));
    return truth;
}

/// Renders both parts with `settings` and compares them with the truth.
Row judge(std::string name, const Truth& truth, const StftParams& params,
          const BackgroundShare& share, const MaskSettings& settings, const Progress& progress) {
    const MaskCurve curve(settings);
    const AudioClip& clip = *truth.analysed;
    const auto render = [&](Part part, const Progress& half) {
        return renderClip(clip, params, share, curve.of(part), 0, clip.length(), half);
    };
    return {std::move(name), settings,
            qualityOf(render(Part::foreground, progress.part(0, 0.5)), *truth.vocals,
                      *truth.accompaniment),
            qualityOf(render(Part::background, progress.part(0.5, 1)), *truth.accompaniment,
                      *truth.vocals)};
}

std::string settingsText(const MaskSettings& settings) {
    return plainNumber(settings.backgroundMargin) + ", " + plainNumber(settings.foregroundMargin) +
           ", " + plainNumber(settings.power);
}

/// The settings to try: those asked for, or with `--sweep` all presets and a grid.
std::vector<std::pair<std::string, MaskSettings>> settingsToTry(const Options& options) {
    std::vector<std::pair<std::string, MaskSettings>> list;
    if (!options.sweep) {
        const MaskSettings chosen = options.separation.masks();
        list.emplace_back(settingsText(chosen), chosen);
        return list;
    }
    for (const Preset& preset : presets())
        list.emplace_back(std::string(preset.name) + " (" + settingsText(preset.settings) + ")",
                          preset.settings);
    for (const double backgroundMargin : {1.0, 1.5, 2.0, 3.0, 5.0, 10.0})
        for (const double foregroundMargin : {1.0, 1.5, 2.0, 3.0, 5.0, 10.0})
            for (const double power : {0.5, 1.0, 1.5, 2.0, 3.0}) {
                const MaskSettings settings{backgroundMargin, foregroundMargin, power};
                list.emplace_back(settingsText(settings), settings);
            }
    return list;
}

std::vector<Row> evaluateAll(const Options& options, const Progress& progress) {
    const Truth truth = readTruth(options, progress.part(0, 0.1));
    Results results;
    update(results, {truth.song, options.separation.analysis}, progress.part(0.1, 0.5));

    std::vector<Row> rows;
    rows.push_back({"the song itself", std::nullopt,
                    qualityOf(*truth.analysed, *truth.vocals, *truth.accompaniment),
                    qualityOf(*truth.analysed, *truth.accompaniment, *truth.vocals)});
    const auto settings = settingsToTry(options);
    const Progress rest = progress.part(0.5, 0.9);
    for (std::size_t i = 0; i < settings.size(); ++i) {
        const auto fraction = [&](std::size_t done) {
            return static_cast<double>(done) / static_cast<double>(settings.size());
        };
        rows.push_back(judge(settings[i].first, truth, results.params, *results.share.value(),
                             settings[i].second, rest.part(fraction(i), fraction(i + 1))));
    }
    const BackgroundShare ideal =
        idealShare(*truth.vocals, *truth.accompaniment, results.params, progress.part(0.9, 0.95));
    rows.push_back(
        judge("ideal ratio mask", truth, results.params, ideal, {1, 1, 1}, progress.part(0.95, 1)));
    rows.back().settings.reset();
    return rows;
}

void printTable(const std::vector<Row>& rows, const Options& options) {
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
    print("Method " + std::string(methodName(options.separation.analysis.method)) +
          "; dB, higher is better: signal to distortion, interference, artefacts");
    print(label("") + "  vocals               |  accompaniment");
    print(label("margins, power") + "    SDR    SIR    SAR  |    SDR    SIR    SAR");
    for (const Row& row : rows)
        print(label(row.name) + cells(row.vocals) + "  |" + cells(row.accompaniment));
}

void printJson(const std::vector<Row>& rows, const Options& options) {
    const auto value = [](double decibels) {
        return std::isfinite(decibels) ? nlohmann::ordered_json(decibels) : nullptr;
    };
    const auto qualityObject = [&](const Quality& quality) {
        return nlohmann::ordered_json{{"sdr", value(quality.distortion)},
                                      {"sir", value(quality.interference)},
                                      {"sar", value(quality.artefacts)}};
    };
    nlohmann::ordered_json object;
    object["method"] = methodName(options.separation.analysis.method);
    for (const Row& row : rows) {
        nlohmann::ordered_json result = {{"name", row.name}};
        if (row.settings) {
            result["background_margin"] = row.settings->backgroundMargin;
            result["foreground_margin"] = row.settings->foregroundMargin;
            result["power"] = row.settings->power;
        }
        result["vocals"] = qualityObject(row.vocals);
        result["accompaniment"] = qualityObject(row.accompaniment);
        object["results"].push_back(result);
    }
    print(object.dump());
}

/// Of a sweep only what matters is shown as a table: the presets and the best of the others.
std::vector<Row> bestOf(const std::vector<Row>& rows) {
    const std::size_t shown = 1 + presets().size();
    std::vector<Row> result(rows.begin(), rows.begin() + static_cast<Index>(shown));
    const auto best = [&](const std::string& what, Quality Row::*part) {
        const auto found = std::max_element(rows.begin() + static_cast<Index>(shown),
                                            rows.end() - 1, [&](const Row& a, const Row& b) {
                                                return (a.*part).distortion < (b.*part).distortion;
                                            });
        result.push_back(*found);
        result.back().name = "best " + what + " (" + found->name + ")";
    };
    best("vocals", &Row::vocals);
    best("backing", &Row::accompaniment);
    result.push_back(rows.back());
    return result;
}

int evaluate(const Options& options, std::stop_token stop) {
    std::vector<Row> rows;
    {
        ProgressBar bar("Evaluating", false);
        rows = evaluateAll(options, bar.progress(std::move(stop)));
    }
    if (options.json)
        printJson(rows, options);
    else
        printTable(options.sweep ? bestOf(rows) : rows, options);
    return 0;
}

} // namespace

void addEvaluateCommand(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App& command = *program.add_subcommand(
        "evaluate", "Separate the sum of two true stems and compare the parts with them");
    command.footer(
        "For example:\n"
        "  refrain-cli evaluate --vocals vocals.flac --accompaniment accompaniment.flac");
    command.add_option("--vocals", options->vocals, "The true foreground")
        ->type_name("FILE")
        ->required();
    command.add_option("--accompaniment", options->accompaniment, "The true background")
        ->type_name("FILE")
        ->required();
    options->separation.addTo(command);
    command.add_flag("--sweep", options->sweep,
                     "Try the presets and many other settings of the three knobs");
    command.add_flag("--json", options->json, "Print one JSON object");
    command.callback([options, &action] {
        const SeparationOptions& chosen = options->separation;
        if (options->sweep &&
            (chosen.preset || chosen.backgroundMargin || chosen.foregroundMargin || chosen.power))
            throw CLI::ValidationError("--sweep",
                                       "tries many settings; leave out --preset, the margins "
                                       "and --power");
        action = [options](std::stop_token stop) { return evaluate(*options, stop); };
    });
}

} // namespace refrain::cli
