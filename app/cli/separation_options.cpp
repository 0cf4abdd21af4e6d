// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/separation_options.h"

#include "app/cli/output.h"
#include "app/cli/usage.h"
#include "core/base/text.h"

#include <algorithm>

namespace refrain::cli {

namespace {

std::string presetHelp(const std::string& byDefault) {
    std::string text = "Where the three knobs below start:";
    for (const Preset& preset : presets())
        text += "\n" + std::string(preset.name) + " (" +
                plainNumber(preset.settings.backgroundMargin) + ", " +
                plainNumber(preset.settings.foregroundMargin) + ", " +
                plainNumber(preset.settings.power) + ") - " + std::string(preset.purpose);
    return text + "\n" + byDefault;
}

CLI::Validator frameLength() {
    return CLI::Validator(
        [whole = wholeNumberBetween(512, 131072)](std::string& text) -> std::string {
            if (whole(text).empty() && std::stol(text) % 4 == 0)
                return {};
            return "\"" + text + "\" is not a multiple of 4 from 512 to 131072";
        },
        "");
}

CLI::Validator timeOfSong() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            try {
                parseTime(text, "");
                return {};
            } catch (const Error&) {
                return "\"" + text +
                       "\" is not a time; write seconds (92.4) or minutes and seconds (1:32.4)";
            }
        },
        "");
}

} // namespace

namespace {

constexpr const char* kMethodHelp =
    "How the background is found:\n"
    "refrain - weighs what comes again, the range and pitch of a singing voice, where it is "
    "between the loudspeakers and how evenly it moves; the best for singing. It can take a "
    "solo instrument for a voice, and hears spoken voice less well\n"
    "repeating - only what the most similar moments have in common, for voices or instruments "
    "of any kind over a band that repeats\n"
    "librosa - as librosa's vocal separation does it, at 22050 Hz mono, to compare with\n";

} // namespace

void SeparationOptions::addTo(CLI::App& command, const SeparationDefaults& defaults) {
    const Choices<Method> methods = {{"refrain", Method::refrain},
                                     {"repeating", Method::repeating},
                                     {"librosa", Method::librosa}};
    command
        .add_option_function<std::string>(
            "--method",
            [this, methods](const std::string& word) {
                analysis.method = valueOf(methods, word);
                methodGiven = true;
            },
            kMethodHelp + defaults.method)
        ->check(oneOf(methods))
        ->type_name("NAME");

    std::vector<std::string> names;
    for (const Preset& each : presets())
        names.emplace_back(each.name);
    command.add_option("--preset", preset, presetHelp(defaults.knobs))
        ->check(oneOf(names))
        ->type_name("NAME");
    command
        .add_option("--background-margin", backgroundMargin,
                    "How many times what repeats must outweigh the rest to count as "
                    "background, 1 to 100")
        ->check(numberBetween(kMarginRange[0], kMarginRange[1]))
        ->type_name("X");
    command
        .add_option("--foreground-margin", foregroundMargin,
                    "How many times the rest must outweigh what repeats to count as "
                    "foreground, 1 to 100")
        ->check(numberBetween(kMarginRange[0], kMarginRange[1]))
        ->type_name("X");
    command
        .add_option("--power", power,
                    "How hard the decision is, 0.1 to 20: 1 shares each sound out, a high "
                    "power gives all of it to one side")
        ->check(numberBetween(kPowerRange[0], kPowerRange[1]))
        ->type_name("X");
    command
        .add_option_function<double>(
            "--voice-above",
            [this](double hertz) {
                analysis.voiceAboveHertz = hertz;
                voiceAboveGiven = true;
            },
            "With method repeating: lower sounds are background, as no singer goes there; 0 turns "
            "this off (default 100)")
        ->check(numberBetween(0, 20000))
        ->type_name("HZ");
    command
        .add_option_function<double>(
            "--width",
            [this](double seconds) {
                analysis.widthSeconds = seconds;
                widthGiven = true;
            },
            "With methods repeating and librosa: moments nearer than this are no repeats of each "
            "other (default 2)")
        ->check(numberBetween(0.05, 600))
        ->type_name("SECONDS");
    command
        .add_option_function<Index>(
            "--neighbours",
            [this](Index count) {
                analysis.neighbours = count;
                neighboursGiven = true;
            },
            "With methods repeating and librosa: how many similar moments each is compared with "
            "(default: by the song's length)")
        ->check(wholeNumberBetween(1, 100000))
        ->type_name("N");
    command
        .add_option("--fft", analysis.fftSize,
                    "Length of a frame in samples (default: the power of two nearest "
                    "93 ms)")
        ->check(frameLength())
        ->type_name("N");
}

void SeparationOptions::check() const {
    const auto refuse = [&](const char* option, bool given, const char* users) {
        if (given)
            throw CLI::ValidationError(option, "method " +
                                                   std::string(methodName(analysis.method)) +
                                                   " has no use for it; it is of " + users);
    };
    if (analysis.method != Method::repeating)
        refuse("--voice-above", voiceAboveGiven, "--method repeating");
    if (analysis.method == Method::refrain) {
        refuse("--width", widthGiven, "--method repeating or librosa");
        refuse("--neighbours", neighboursGiven, "--method repeating or librosa");
    }
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

void RangeOptions::addTo(CLI::App& command, const std::string& verb) {
    command
        .add_option("--from", from,
                    "Where what is " + verb +
                        " begins, as 92.4 or 1:32.4; the whole song is "
                        "analysed all the same")
        ->check(timeOfSong())
        ->type_name("TIME");
    command.add_option("--to", to, "Where it ends")->check(timeOfSong())->type_name("TIME");
}

void RangeOptions::check() const {
    if (!from.empty() && !to.empty() && parseTime(from, "") >= parseTime(to, ""))
        throw CLI::ValidationError("--to", to + " is not after --from " + from);
}

RangeOptions::Seconds RangeOptions::within(double songSeconds) const {
    check();
    const Seconds range = {from.empty() ? 0 : parseTime(from, "--from"),
                           to.empty() ? songSeconds : parseTime(to, "--to")};
    if (range.from >= songSeconds)
        throw CLI::ValidationError("--from", from + " is not before the end of the song, " +
                                                 timeText(songSeconds));
    if (range.to <= 0)
        throw CLI::ValidationError("--to", to + " is not after the start of the song");
    return {range.from, std::min(range.to, songSeconds)};
}

std::vector<std::string> remarksOn(const AudioFile& file, const std::filesystem::path& path) {
    std::vector<std::string> remarks;
    if (file.badSamples > 0)
        remarks.push_back(countText(file.badSamples, "sample") + " of " + quoted(path) +
                          (file.badSamples == 1 ? " is no number or far too large; it is"
                                                : " are no numbers or far too large; they are") +
                          " treated as silence.");
    if (file.missingLength > 0)
        remarks.push_back(quoted(path) + " ends " +
                          timeText(static_cast<double>(file.missingLength) / file.clip.sampleRate) +
                          " earlier than it says; what is there is used.");
    return remarks;
}

namespace {

bool isSilent(const AudioClip& clip) {
    return std::ranges::all_of(clip.channels, [](const auto& channel) {
        return std::ranges::all_of(channel, [](float sample) { return sample == 0; });
    });
}

} // namespace

std::vector<std::string> remarksOnParts(const SeparationOptions& options, const AudioClip& song,
                                        const Results& results, bool residual) {
    std::vector<std::string> remarks;
    const MaskSettings masks = options.masks();
    if (isSilent(song))
        remarks.emplace_back("The song is silent, and so are its parts.");
    else if (results.tooShort())
        remarks.push_back("The song is too short for anything to come again after " +
                          plainNumber(options.analysis.widthSeconds) +
                          " s: all of it is foreground.");
    if (residual && masks.backgroundMargin == 1 && masks.foregroundMargin == 1)
        remarks.emplace_back("With margins of 1 the residual is empty: all of the song is in the "
                             "other two parts.");
    return remarks;
}

} // namespace refrain::cli
