// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/separation_options.h"
#include "app/cli/usage.h"
#include "core/base/staged_files.h"
#include "core/base/text.h"
#include "core/picture/picture.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

namespace refrain::cli {

namespace {

namespace fs = std::filesystem;

struct Size {
    int width = 1600; // pixels
    int height = 900;
};

struct Options {
    fs::path song;
    fs::path file;
    std::optional<Panel> panel; // or all
    SeparationOptions separation;
    RangeOptions range;
    Size size;
    FrequencySpacing scale = FrequencySpacing::log;
    const ColourMap* colours = &kMagma;
    bool pitch = false; // is drawn
    bool overwrite = false;
    bool quiet = false;
};

/// What "1600x900" says; nothing if it is no size that a picture can have.
std::optional<Size> parseSize(std::string_view text) {
    Size size;
    const char* end = text.data() + text.size();
    const auto [x, widthError] = std::from_chars(text.data(), end, size.width);
    if (widthError != std::errc{} || x == end || *x != 'x')
        return std::nullopt;
    const auto [rest, heightError] = std::from_chars(x + 1, end, size.height);
    if (heightError != std::errc{} || rest != end || size.width < kSmallestPictureWidth ||
        size.height < kSmallestPictureHeight || size.width > kLargestPictureSide ||
        size.height > kLargestPictureSide || Index{size.width} * size.height > kMostPicturePixels)
        return std::nullopt;
    return size;
}

CLI::Validator pictureSize() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            if (parseSize(text))
                return {};
            return "\"" + text + "\" is not a size like 1600x900, from " +
                   std::to_string(kSmallestPictureWidth) + "x" +
                   std::to_string(kSmallestPictureHeight) + " on, with at most " +
                   std::to_string(kLargestPictureSide) + " pixels each way and " +
                   std::to_string(kMostPicturePixels / 1'000'000) + " million in all";
        },
        "");
}

/// All that there is to see, or the one panel that was asked for.
std::vector<Panel> panelsOf(const Options& options) {
    if (options.panel)
        return {*options.panel};
    const MaskSettings masks = options.separation.masks();
    std::vector<Panel> panels = {Panel::full, Panel::background, Panel::foreground};
    if (masks.backgroundMargin > 1 || masks.foregroundMargin > 1) // else it is empty
        panels.push_back(Panel::residual);
    return panels;
}

int draw(const Options& options, std::stop_token stop) {
    ProgressBar bar(options.song.filename().string(), options.quiet);
    const Progress progress = bar.progress(std::move(stop));
    AudioFile file = readAudioFile(options.song, progress.part(0, 0.1));
    const auto clip = std::make_shared<const AudioClip>(std::move(file.clip));
    const RangeOptions::Seconds range = options.range.within(clip->seconds());
    PictureSettings settings{
        .format = pictureFormatOf(options.file).value_or(PictureFormat::png),
        .panels = panelsOf(options),
        .fromSeconds = range.from,
        .toSeconds = range.to,
        .width = options.size.width,
        .height = options.size.height,
        .spacing = options.scale,
        .colours = options.colours,
        .title = file.title,
    };
    requireDrawable(settings, clip->seconds(), clip->sampleRate);
    StagedFiles files(options.overwrite, {options.song}, kOverwriteHint);
    files.require(options.file);

    Results results;
    update(results, {clip, options.separation.analysis}, progress.part(0.1, 0.8));
    if (options.pitch)
        settings.pitch = results.pitch;
    const MaskCurve curve(options.separation.masks());
    writePicture(files.create(options.file), options.file,
                 {results.audio(), results.params, *results.share.value(), curve}, settings,
                 progress.part(0.8, 1));
    files.commit();
    noteFilesWritten();
    bar.clear();
    if (options.quiet)
        return 0;
    say("Wrote the picture " + quoted(options.file) + ".");
    for (const std::string& remark : remarksOn(file, options.song))
        say(remark);
    const bool residual = std::ranges::count(settings.panels, Panel::residual) > 0;
    for (const std::string& remark : remarksOnParts(options.separation, *clip, results, residual))
        say(remark);
    return 0;
}

} // namespace

void addPictureCommand(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App& command =
        *program.add_subcommand("picture", "Draw the spectrograms of a song and its parts");
    command.footer("For example:\n"
                   "  refrain-cli picture song.flac -o song.png --from 1:00 --to 1:20");
    command.add_option("SONG", options->song, "Sound file")->required()->type_name("");
    command
        .add_option("-o,--output", options->file,
                    "Picture to write, as PNG, SVG or PDF by its name")
        ->type_name("FILE")
        ->required();
    addChoice<std::optional<Panel>>(command, "--part", options->panel,
                                    {{"all", std::nullopt},
                                     {"full", Panel::full},
                                     {"background", Panel::background},
                                     {"foreground", Panel::foreground},
                                     {"residual", Panel::residual}},
                                    "all, full, background, foreground or residual (default all)");
    options->range.addTo(command, "drawn");
    command
        .add_option_function<std::string>(
            "--size", [options](const std::string& text) { options->size = *parseSize(text); },
            "Width and height in pixels (default 1600x900)")
        ->check(pictureSize())
        ->type_name("SIZE");
    addChoice<FrequencySpacing>(command, "--scale", options->scale,
                                {{"log", FrequencySpacing::log},
                                 {"mel", FrequencySpacing::mel},
                                 {"linear", FrequencySpacing::linear}},
                                "How frequencies are spread: log, mel or linear (default log)");
    Choices<const ColourMap*> maps;
    for (const NamedColourMap& map : kColourMaps)
        maps.emplace_back(map.name, map.map);
    addChoice(
        command, "--colours", options->colours, maps,
        "What levels look like: magma, viridis, cividis, grey or inverted-grey (default magma)");
    command.add_flag("--pitch", options->pitch, "Draw the pitch of the voice as a line");
    options->separation.addTo(command);
    command.add_flag("--overwrite", options->overwrite, "Replace an existing file");
    command.add_flag("--quiet", options->quiet, "Say nothing but errors");
    command.callback([options, &action] {
        options->separation.check();
        options->range.check();
        if (options->file.has_extension() && !pictureFormatOf(options->file))
            throw CLI::ValidationError("--output",
                                       "a picture is a PNG, SVG or PDF file; name it \"" +
                                           options->file.stem().string() + ".png\"");
        if (options->pitch && options->separation.analysis.method != Method::refrain)
            throw CLI::ValidationError("--pitch", "only method refrain follows the voice's pitch");
        action = [options](std::stop_token stop) { return draw(*options, stop); };
    });
}

} // namespace refrain::cli
