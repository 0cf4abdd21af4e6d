// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/separation_options.h"
#include "core/base/text.h"
#include "core/separation/stem_export.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

namespace refrain::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<fs::path> songs;
    std::optional<fs::path> folder;
    std::vector<Part> parts = {Part::background, Part::foreground};
    SeparationOptions separation;
    RangeOptions range;
    AudioFormat format;
    bool bitsGiven = false;
    bool qualityGiven = false;
    std::string namePattern = "{title} ({part})";
    bool overwrite = false;
    bool json = false;
    bool quiet = false;
};

/// Seconds that each stage took.
struct Times {
    double load = 0;
    double stft = 0;
    double similar = 0;
    double median = 0;
    double render = 0;
    double write = 0;

    double total() const { return load + stft + similar + median + render + write; }
};

nlohmann::ordered_json secondsObject(const Times& times) {
    return {{"load", times.load},     {"stft", times.stft},     {"similar", times.similar},
            {"median", times.median}, {"render", times.render}, {"write", times.write},
            {"total", times.total()}};
}

/// Infinity, the level of silence, has no number in JSON.
nlohmann::ordered_json levelValue(double decibels) {
    return std::isfinite(decibels) ? nlohmann::ordered_json(decibels) : nullptr;
}

void analyse(Results& results, const Inputs& inputs, Times& times, const Progress& progress) {
    Stopwatch watch;
    update(results, inputs, progress, [&](Stage stage) {
        const double seconds = watch.lap();
        switch (stage) {
        case Stage::clip:
            times.load += seconds;
            break;
        case Stage::stft:
            times.stft += seconds;
            break;
        case Stage::similar:
            times.similar += seconds;
            break;
        case Stage::median:
            times.median += seconds;
            break;
        }
    });
}

std::vector<std::string> remarksOnResult(const Options& options, const AudioFile& file,
                                         const Results& results, const ExportReport& report) {
    std::vector<std::string> remarks;
    const AudioClip& clip = results.audio();
    if (options.separation.analysis.method == Method::librosa &&
        (file.clip.sampleRate != clip.sampleRate || file.clip.channelCount() != 1))
        remarks.push_back("Method librosa works on one channel at " +
                          std::to_string(clip.sampleRate) + " Hz, and so are its files.");
    if (results.tooShort())
        remarks.push_back("The song is too short for anything to come again at a distance of " +
                          numberText(options.separation.analysis.widthSeconds, 1) +
                          " s: all of it is foreground.");
    if (report.sampleRate != clip.sampleRate)
        remarks.push_back("The files have " + std::to_string(report.sampleRate) +
                          " Hz instead of " + std::to_string(clip.sampleRate) +
                          ", which the format cannot hold.");
    if (report.gainDecibels < 0)
        remarks.push_back("All parts were turned down by " + numberText(-report.gainDecibels, 2) +
                          " dB, so that none clips and they still add up.");
    return remarks;
}

void printResult(const fs::path& song, const AudioFile& file, const Results& results,
                 const ExportReport& report, const Times& times,
                 const std::vector<std::string>& remarks, const Options& options) {
    nlohmann::ordered_json object;
    object["song"] = song.string();
    object["title"] = file.title;
    object["method"] = methodName(options.separation.analysis.method);
    const MaskSettings masks = options.separation.masks();
    object["preset"] = options.separation.presetName();
    object["background_margin"] = masks.backgroundMargin;
    object["foreground_margin"] = masks.foregroundMargin;
    object["power"] = masks.power;
    object["frames"] = results.share.value()->frames;
    object["bins"] = results.share.value()->bins;
    object["sample_rate"] = results.sampleRate();
    object["channels"] = results.audio().channelCount();
    object["neighbours"] = results.similar.value()->frames.columns;
    object["seconds"] = secondsObject(times);
    object["peak_rss_bytes"] = peakMemoryBytes();
    object["gain_db"] = report.gainDecibels;
    object["files"] = nlohmann::json::array();
    object["level_db"] = nlohmann::ordered_json::object();
    for (const ExportReport::Stem& stem : report.stems) {
        object["files"].push_back(stem.file.string());
        object["level_db"][std::string(partName(stem.part))] = levelValue(stem.levelDecibels);
    }
    object["remarks"] = remarks;
    // Names of files may be in any encoding; what is no UTF-8 is replaced.
    print(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void sayResult(const ExportReport& report, const std::vector<std::string>& remarks) {
    for (const std::string& remark : remarks)
        say(remark);
    say("Wrote " + countText(std::ssize(report.stems), "file") + " (loudness against the song):");
    for (const ExportReport::Stem& stem : report.stems)
        say("  " + decibelText(stem.levelDecibels) + "  " + quoted(stem.file));
}

void separate(const fs::path& song, const Options& options, std::stop_token stop) {
    ProgressBar bar(song.filename().string(), options.quiet);
    const Progress progress = bar.progress(std::move(stop));
    Times times;
    Stopwatch watch;

    const AudioFile file = readAudioFile(song, progress.part(0, 0.1));
    times.load = watch.lap();
    options.range.within(file.clip.seconds()); // to complain before the work

    const auto clip = std::make_shared<const AudioClip>(file.clip);
    ExportSettings settings{.parts = options.parts,
                            .format = options.format,
                            .folder = options.folder.value_or(song.parent_path()),
                            .namePattern = options.namePattern};
    StagedFiles files(options.overwrite, {song});
    for (const Part part : options.parts)
        files.require(stemFile(settings, file.title, part));

    Results results;
    analyse(results, {clip, options.separation.analysis}, times, progress.part(0.1, 0.8));

    const AudioClip& audio = results.audio();
    const RangeOptions::Seconds range = options.range.within(audio.seconds());
    settings.first = std::llround(range.from * audio.sampleRate);
    settings.count = std::max<Index>(1, std::llround(range.to * audio.sampleRate) - settings.first);

    watch.lap();
    const MaskCurve curve(options.separation.masks());
    const std::vector<int> speakers =
        audio.channelCount() == file.clip.channelCount() ? file.speakers : std::vector<int>{};
    const ExportReport report = exportStems(
        {audio, results.params, *results.share.value(), file.title, file.tags, speakers}, curve,
        settings, files, progress.part(0.8, 1));
    files.commit();
    times.write = report.writeSeconds;
    times.render = watch.lap() - times.write;

    std::vector<std::string> remarks = remarksOn(file, song);
    std::ranges::move(remarksOnResult(options, file, results, report), std::back_inserter(remarks));
    if (options.json)
        printResult(song, file, results, report, times, remarks, options);
    if (!options.quiet)
        sayResult(report, remarks);
}

/// One song that cannot be separated does not keep the others from it.
int separateAll(const Options& options, std::stop_token stop) {
    int exitCode = 0;
    for (const fs::path& song : options.songs) {
        try {
            separate(song, options, stop);
        } catch (const Error& error) {
            say(error.what());
            exitCode = 1;
        }
    }
    return exitCode;
}

/// The choices that contradict each other, whatever the song.
void checkChoices(const Options& options) {
    const Container container = options.format.container;
    const bool lossless = container == Container::wav || container == Container::flac;
    const std::string ending(fileEnding(container));
    if (options.bitsGiven && !lossless)
        throw CLI::ValidationError("--bits", "has no meaning for " + ending + "; use --quality");
    if (options.qualityGiven && lossless)
        throw CLI::ValidationError("--quality", "has no meaning for " + ending + "; use --bits");
    if (container == Container::flac && options.format.samples == SampleFormat::float32)
        throw CLI::ValidationError("--bits", "FLAC has no 32f; use 24, or --format wav");
}

CLI::Validator namePattern() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            for (std::size_t at = text.find('{'); at != std::string::npos;
                 at = text.find('{', at + 1))
                if (text.compare(at, 7, "{title}") != 0 && text.compare(at, 6, "{part}") != 0)
                    return "only {title} and {part} can be filled in";
            if (text.empty() || text.back() == '/')
                return "a name is needed";
            return {};
        },
        "PATTERN");
}

} // namespace

void addSeparateCommand(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App& command = *program.add_subcommand("separate", "Write the parts of songs as files");
    command.add_option("SONG", options->songs, "Sound files")->required();

    command.add_option("-o,--output", options->folder, "Folder to write to (default: the song's)")
        ->type_name("DIR");
    const std::map<std::string, Part> parts = {{"background", Part::background},
                                               {"foreground", Part::foreground},
                                               {"residual", Part::residual}};
    command
        .add_option("--parts", options->parts,
                    "background, foreground and residual, with commas "
                    "(default background,foreground)")
        ->delimiter(',')
        ->transform(CLI::CheckedTransformer(parts).description(""));
    options->separation.addTo(command);
    options->range.addTo(command, "written; the whole song is analysed all the same");

    const std::map<std::string, Container> containers = {{"wav", Container::wav},
                                                         {"flac", Container::flac},
                                                         {"ogg", Container::ogg},
                                                         {"opus", Container::opus},
                                                         {"mp3", Container::mp3}};
    command
        .add_option("--format", options->format.container,
                    "wav, flac, ogg, opus or mp3 (default wav)")
        ->transform(CLI::CheckedTransformer(containers).description(""));
    const std::map<std::string, SampleFormat> bits = {
        {"16", SampleFormat::int16}, {"24", SampleFormat::int24}, {"32f", SampleFormat::float32}};
    auto* bitsOption = command.add_option("--bits", options->format.samples,
                                          "16 (dithered), 24 or 32f, of wav and flac (default 24)");
    bitsOption->transform(CLI::CheckedTransformer(bits).description(""));
    auto* qualityOption = command.add_option("--quality", options->format.quality,
                                             "Of ogg, opus and mp3 (default 0.7)");
    qualityOption->check(CLI::Range(0.0, 1.0).description(""));
    command
        .add_option("--name", options->namePattern,
                    "Names of the files without ending (default '{title} ({part})')")
        ->check(namePattern());
    command.add_flag("--overwrite", options->overwrite, "Replace existing files");
    command.add_flag("--json", options->json, "Print one JSON object for each song");
    command.add_flag("--quiet", options->quiet, "Say nothing but errors");

    command.callback([options, bitsOption, qualityOption, &action] {
        options->bitsGiven = bitsOption->count() > 0;
        options->qualityGiven = qualityOption->count() > 0;
        checkChoices(*options);
        action = [options](std::stop_token stop) { return separateAll(*options, stop); };
    });
}

} // namespace refrain::cli
