// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/separation_options.h"
#include "core/base/staged_files.h"
#include "core/base/text.h"
#include "core/picture/picture.h"

#include <charconv>
#include <map>
#include <memory>

namespace refrain::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
    fs::path song;
    fs::path file;
    std::string part = "all";
    SeparationOptions separation;
    RangeOptions range;
    std::string size = "1600x900";
    FrequencySpacing scale = FrequencySpacing::log;
    bool overwrite = false;
    bool quiet = false;
};

struct Size {
    int width = 0;
    int height = 0;
};

std::optional<Size> parseSize(std::string_view text) {
    Size size;
    const char* end = text.data() + text.size();
    const auto [x, widthError] = std::from_chars(text.data(), end, size.width);
    if (widthError != std::errc{} || x == end || *x != 'x')
        return std::nullopt;
    const auto [rest, heightError] = std::from_chars(x + 1, end, size.height);
    if (heightError != std::errc{} || rest != end)
        return std::nullopt;
    return size;
}

const std::map<std::string, Panel>& panelNames() {
    static const std::map<std::string, Panel> names = {{"full", Panel::full},
                                                       {"background", Panel::background},
                                                       {"foreground", Panel::foreground},
                                                       {"residual", Panel::residual}};
    return names;
}

/// All that there is to see, or the one panel that was asked for.
std::vector<Panel> panelsOf(const Options& options) {
    if (options.part != "all")
        return {panelNames().at(options.part)};
    const MaskSettings masks = options.separation.masks();
    std::vector<Panel> panels = {Panel::full, Panel::background, Panel::foreground};
    if (masks.backgroundMargin > 1 || masks.foregroundMargin > 1) // else it is empty
        panels.push_back(Panel::residual);
    return panels;
}

int draw(const Options& options, std::stop_token stop) {
    ProgressBar bar(options.song.filename().string(), options.quiet);
    const Progress progress = bar.progress(std::move(stop));
    const AudioFile file = readAudioFile(options.song, progress.part(0, 0.1));
    const RangeOptions::Seconds range = options.range.within(file.clip.seconds());
    const Size size = *parseSize(options.size);
    const PictureSettings settings{
        .panels = panelsOf(options),
        .fromSeconds = range.from,
        .toSeconds = range.to,
        .width = size.width,
        .height = size.height,
        .spacing = options.scale,
        .title = file.title,
    };
    requireDrawable(settings, file.clip.seconds(), file.clip.sampleRate);
    StagedFiles files(options.overwrite, {options.song});
    files.require(options.file);

    Results results;
    update(results, {std::make_shared<const AudioClip>(file.clip), options.separation.analysis},
           progress.part(0.1, 0.8));
    const MaskCurve curve(options.separation.masks());
    writePicture(files.create(options.file), options.file,
                 {results.audio(), results.params, *results.share.value(), curve}, settings,
                 progress.part(0.8, 1));
    files.commit();
    if (!options.quiet) {
        for (const std::string& remark : remarksOn(file, options.song))
            say(remark);
        say("Wrote the picture " + quoted(options.file) + ".");
    }
    return 0;
}

} // namespace

void addPictureCommand(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App& command =
        *program.add_subcommand("picture", "Draw the spectrograms of a song and its parts");
    command.add_option("SONG", options->song, "Sound file")->required();
    command.add_option("-o,--output", options->file, "Picture to write")
        ->type_name("FILE.png")
        ->required();
    std::vector<std::string> parts = {"all"};
    for (const auto& [name, panel] : panelNames())
        parts.push_back(name);
    command
        .add_option("--part", options->part,
                    "all, full, background, foreground or residual (default all)")
        ->check(CLI::IsMember(parts).description(""));
    options->range.addTo(command, "drawn");
    command.add_option("--size", options->size, "Width and height in pixels (default 1600x900)")
        ->check(CLI::Validator(
            [](std::string& text) -> std::string {
                return parseSize(text) ? "" : "\"" + text + "\" is not like 1600x900";
            },
            ""));
    const std::map<std::string, FrequencySpacing> scales = {{"log", FrequencySpacing::log},
                                                            {"mel", FrequencySpacing::mel},
                                                            {"linear", FrequencySpacing::linear}};
    command
        .add_option("--scale", options->scale,
                    "How frequencies are spread: log, mel or linear (default log)")
        ->transform(CLI::CheckedTransformer(scales).description(""));
    options->separation.addTo(command);
    command.add_flag("--overwrite", options->overwrite, "Replace an existing file");
    command.add_flag("--quiet", options->quiet, "Say nothing but errors");
    command.callback([options, &action] {
        action = [options](std::stop_token stop) { return draw(*options, stop); };
    });
}

} // namespace refrain::cli
