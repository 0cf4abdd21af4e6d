// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/separation_options.h"

#include "core/base/text.h"

#include <algorithm>
#include <map>

namespace refrain::cli {

namespace {

std::string presetHelp() {
    std::string text = "Where the three knobs start:";
    for (const Preset& preset : presets())
        text += "\n" + std::string(preset.name) + " (" +
                numberText(preset.settings.backgroundMargin, 0) + ", " +
                numberText(preset.settings.foregroundMargin, 0) + ", " +
                numberText(preset.settings.power, 1) + ") - " + std::string(preset.purpose);
    return text + "\nDefault: balanced; article with method librosa";
}

CLI::Validator wholeFrames() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            Index size = 0;
            if (!CLI::detail::lexical_cast(text, size) || size < 64 || size > 131072 || size % 4)
                return "must be a multiple of 4 from 64 to 131072";
            return {};
        },
        "SAMPLES");
}

} // namespace

void SeparationOptions::addTo(CLI::App& command) {
    const std::map<std::string, Method> methods = {{"repeating", Method::repeating},
                                                   {"librosa", Method::librosa}};
    command
        .add_option(
            "--method", analysis.method,
            "How the background is found:\nrepeating - what the most similar moments have in "
            "common, at the song's own rate and channels (default)\nlibrosa - what "
            "librosa's vocal separation does, at 22050 Hz mono, to compare with")
        ->transform(CLI::CheckedTransformer(methods).description(""));

    std::vector<std::string> names;
    for (const Preset& each : presets())
        names.emplace_back(each.name);
    command.add_option("--preset", preset, presetHelp())
        ->check(CLI::IsMember(names).description(""));
    const auto margin = CLI::Range(kMarginRange[0], kMarginRange[1]).description("");
    command
        .add_option("--background-margin", backgroundMargin,
                    "How many times the repeating must outweigh the rest to count as background")
        ->check(margin);
    command
        .add_option("--foreground-margin", foregroundMargin,
                    "How many times the rest must outweigh the repeating to count as foreground")
        ->check(margin);
    command
        .add_option("--power", power,
                    "How hard the decision is: 1 shares each sound out, high gives all to one side")
        ->check(CLI::Range(kPowerRange[0], kPowerRange[1]).description(""));
    command
        .add_option("--voice-above", analysis.voiceAboveHertz,
                    "Lower sounds are background, as no singer goes there; 0 turns this off "
                    "(default 100; not with method librosa)")
        ->check(CLI::Range(0.0, 20000.0).description(""));
    command
        .add_option("--width", analysis.widthSeconds,
                    "Moments nearer than this are no repeats of each other (default 2)")
        ->check(CLI::Range(0.05, 600.0).description(""));
    command
        .add_option("--neighbours", analysis.neighbours,
                    "How many similar moments to compare with (default: by the song's length)")
        ->check(CLI::Range(Index{1}, Index{100000}).description(""));
    command
        .add_option("--fft", analysis.fftSize,
                    "Length of a frame (default: the power of two nearest 93 ms)")
        ->check(wholeFrames());
}

std::string SeparationOptions::presetName() const {
    return preset.value_or(analysis.method == Method::librosa ? "article" : "balanced");
}

MaskSettings SeparationOptions::masks() const {
    MaskSettings settings = findPreset(presetName())->settings;
    settings.backgroundMargin = backgroundMargin.value_or(settings.backgroundMargin);
    settings.foregroundMargin = foregroundMargin.value_or(settings.foregroundMargin);
    settings.power = power.value_or(settings.power);
    return settings;
}

void RangeOptions::addTo(CLI::App& command, const std::string& purpose) {
    const CLI::Validator time(
        [](std::string& text) -> std::string {
            try {
                parseTime(text, "It");
                return {};
            } catch (const Error&) {
                return "\"" + text +
                       "\" is not a time; write seconds (92.4) or minutes and "
                       "seconds (1:32.4)";
            }
        },
        "TIME");
    command.add_option("--from", from, "Start of what is " + purpose + ", as 92.4 or 1:32.4")
        ->check(time);
    command.add_option("--to", to, "End of what is " + purpose)->check(time);
}

RangeOptions::Seconds RangeOptions::within(double songSeconds) const {
    const Seconds range = {from.empty() ? 0 : parseTime(from, "--from"),
                           to.empty() ? songSeconds : parseTime(to, "--to")};
    if (range.from >= songSeconds)
        throw CLI::ValidationError("--from", from + " is not before the end of the song, " +
                                                 timeText(songSeconds));
    if (range.from >= range.to)
        throw CLI::ValidationError("--to", to + " is not after --from " + from);
    return {range.from, std::min(range.to, songSeconds)};
}

std::vector<std::string> remarksOn(const AudioFile& file, const std::filesystem::path& path) {
    std::vector<std::string> remarks;
    if (file.badSamples > 0)
        remarks.push_back(std::to_string(file.badSamples) + " samples of " + quoted(path) +
                          " are no numbers or far too large; they are treated as silence.");
    if (file.missingLength > 0)
        remarks.push_back(quoted(path) + " ends " +
                          timeText(static_cast<double>(file.missingLength) / file.clip.sampleRate) +
                          " earlier than it says; what is there is used.");
    return remarks;
}

} // namespace refrain::cli
