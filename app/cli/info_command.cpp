// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/separation_options.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

namespace refrain::cli {

namespace {

struct Options {
    std::filesystem::path song;
    bool json = false;
};

struct Levels {
    double peakDecibels; // of the loudest sample; 0 is full scale
    double rmsDecibels;  // of all samples; a full-scale sine has -3
};

Levels levelsOf(const AudioClip& clip) {
    double energy = 0;
    double peak = 0;
    for (const auto& channel : clip.channels)
        for (const float sample : channel) {
            energy += double{sample} * sample;
            peak = std::max(peak, std::abs(double{sample}));
        }
    const auto count = static_cast<double>(clip.channelCount() * clip.length());
    return {20 * std::log10(peak), 10 * std::log10(energy / count)};
}

void printTable(const AudioFile& file, const Levels& levels, const StftParams& params,
                Index neighbours) {
    const AudioClip& clip = file.clip;
    const auto row = [](const std::string& name, const std::string& value) {
        print(name + std::string(name.size() < 14 ? 14 - name.size() : 1, ' ') + oneLine(value));
    };
    row("Title", file.title);
    for (const auto& [name, value] : file.tags)
        if (name != "title")
            row(static_cast<char>(std::toupper(static_cast<unsigned char>(name[0]))) +
                    name.substr(1),
                value);
    row("Format", file.format);
    row("Length", timeText(clip.seconds()) + " (" + std::to_string(clip.length()) + " samples)");
    row("Rate", std::to_string(clip.sampleRate) + " Hz");
    row("Channels", std::to_string(clip.channelCount()));
    if (std::isinf(levels.peakDecibels)) {
        row("Level", "silent");
    } else {
        row("Peak", decibelText(levels.peakDecibels) + " against full scale");
        row("Level", decibelText(levels.rmsDecibels) + " against full scale (root mean square)");
    }
    row("Analysis",
        countText(params.frameCount(clip.length()), "frame") + " of " +
            countText(params.binCount(), "bin") + ", " +
            (neighbours == 0 ? "too few for anything to come again"
                             : "each compared with " + countText(neighbours, "similar one")));
}

int describe(const Options& options, std::stop_token stop) {
    ProgressBar bar(options.song.filename().string(), false);
    const AudioFile file = readAudioFile(options.song, bar.progress(std::move(stop)));
    bar.clear();
    const AudioClip& clip = file.clip;
    const Levels levels = levelsOf(clip);
    const AnalysisSettings settings;
    const StftParams params = defaultStftParams(clip.sampleRate);
    const Index frames = params.frameCount(clip.length());
    const Index neighbours =
        defaultNeighbourCount(frames, widthInFrames(settings, params, clip.sampleRate));
    const std::vector<std::string> remarks = remarksOn(file, options.song);

    if (!options.json) {
        printTable(file, levels, params, neighbours);
        for (const std::string& remark : remarks)
            say(remark);
        return 0;
    }
    const auto level = [](double decibels) {
        return std::isfinite(decibels) ? nlohmann::ordered_json(decibels) : nullptr;
    };
    const nlohmann::ordered_json object = {
        {"song", options.song.string()},
        {"title", file.title},
        {"tags", file.tags},
        {"format", file.format},
        {"seconds", clip.seconds()},
        {"samples", clip.length()},
        {"sample_rate", clip.sampleRate},
        {"channels", clip.channelCount()},
        {"peak_db", level(levels.peakDecibels)},
        {"rms_db", level(levels.rmsDecibels)},
        {"frames", frames},
        {"bins", params.binCount()},
        {"neighbours", neighbours},
        {"remarks", remarks},
    };
    print(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return 0;
}

} // namespace

void addInfoCommand(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App& command = *program.add_subcommand("info", "Tell what a sound file is");
    command.footer("For example:\n  refrain-cli info song.flac");
    command.add_option("SONG", options->song, "Sound file")->required()->type_name("");
    command.add_flag("--json", options->json, "Print one JSON object");
    command.callback([options, &action] {
        action = [options](std::stop_token stop) { return describe(*options, stop); };
    });
}

} // namespace refrain::cli
