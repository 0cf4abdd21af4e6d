// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/separation_options.h"
#include "app/cli/usage.h"
#include "core/base/text.h"
#include "core/separation/stem_export.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>

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
    std::string namePattern = std::string(kUsualNamePattern);
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
    double cues = 0;
    double render = 0;
    double write = 0;

    double total() const { return load + stft + similar + median + cues + render + write; }
};

nlohmann::ordered_json secondsObject(const Times& times) {
    return {{"load", times.load},     {"stft", times.stft},    {"similar", times.similar},
            {"median", times.median}, {"cues", times.cues},    {"render", times.render},
            {"write", times.write},   {"total", times.total()}};
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
        case Stage::cues:
            times.cues += seconds;
            break;
        }
    });
}

/// A song on its way through the command.
struct Song {
    fs::path path;
    AudioFile file; // without its samples, which are in `clip`
    std::shared_ptr<const AudioClip> clip;
};

std::string formatText(Container container) {
    switch (container) {
    case Container::wav:
        return "A WAV file";
    case Container::flac:
        return "A FLAC file";
    case Container::ogg:
        return "An Ogg file";
    case Container::opus:
        return "An Opus file";
    case Container::mp3:
        return "An MP3 file";
    }
    return {};
}

std::vector<std::string> remarksOnResult(const Options& options, const Song& song,
                                         const Results& results, const ExportReport& report) {
    std::vector<std::string> remarks;
    const AudioClip& clip = results.audio();
    if (options.separation.analysis.method == Method::librosa &&
        (song.clip->sampleRate != clip.sampleRate || song.clip->channelCount() != 1))
        remarks.push_back("Method librosa mixes the song to one channel at " +
                          std::to_string(clip.sampleRate) + " Hz; the files are like that too.");
    const bool residual = std::ranges::count(options.parts, Part::residual) > 0;
    std::ranges::move(remarksOnParts(options.separation, *song.clip, results, residual),
                      std::back_inserter(remarks));
    const MaskSettings masks = options.separation.masks();
    if (!residual && (masks.backgroundMargin > 1 || masks.foregroundMargin > 1))
        remarks.emplace_back("What the margins gave to neither part is in no file; --parts "
                             "background,foreground,residual keeps it.");
    if (report.sampleRate != clip.sampleRate)
        remarks.push_back(formatText(options.format.container) + " cannot have " +
                          std::to_string(clip.sampleRate) + " Hz; these have " +
                          std::to_string(report.sampleRate) + " Hz.");
    if (report.gainDecibels < 0)
        remarks.push_back("All parts are turned down by " + numberText(-report.gainDecibels, 2) +
                          " dB, so that none clips and they still add up.");
    return remarks;
}

void printResult(const Song& song, const Results& results, const ExportReport& report,
                 const Times& times, const std::vector<std::string>& remarks,
                 const Options& options) {
    nlohmann::ordered_json object;
    object["song"] = song.path.string();
    object["title"] = song.file.title;
    object["method"] = methodName(options.separation.analysis.method);
    const MaskSettings masks = options.separation.masks();
    object["preset"] = options.separation.presetName();
    object["background_margin"] = masks.backgroundMargin;
    object["foreground_margin"] = masks.foregroundMargin;
    object["power"] = masks.power;
    object["frames"] = results.share.value()->frames;
    object["bins"] = results.share.value()->bins;
    object["sample_rate"] = results.sampleRate();
    object["file_sample_rate"] = report.sampleRate;
    object["channels"] = results.audio().channelCount();
    object["neighbours"] = results.neighbourCount();
    object["seconds"] = secondsObject(times);
    object["peak_rss_bytes"] = peakMemoryBytes();
    object["gain_db"] = report.gainDecibels;
    object["files"] = nlohmann::json::array();
    object["level_db"] = nlohmann::ordered_json::object();
    for (const ExportReport::Stem& stem : report.stems) {
        object["files"].push_back(stem.file.string());
        object["level_db"][std::string(stem.name)] = levelValue(stem.levelDecibels);
    }
    object["remarks"] = remarks;
    // Names of files may be in any encoding; what is no UTF-8 is replaced.
    print(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void sayResult(const Song& song, const ExportReport& report,
               const std::vector<std::string>& remarks) {
    say("Wrote " + countText(std::ssize(report.stems), "part") + " of " + quoted(song.path) +
        " (loudness against the song):");
    for (const ExportReport::Stem& stem : report.stems) {
        const std::string level = decibelText(stem.levelDecibels);
        say(std::string(level.size() < 10 ? 10 - level.size() : 1, ' ') + level + "  " +
            quoted(stem.file));
    }
    for (const std::string& remark : remarks)
        say(remark);
}

/// The files of one run: its songs, which it must not replace, and what it wrote of the songs
/// before.
struct Run {
    const Options& options;
    std::stop_token stop;
    std::vector<fs::path> written = {};
};

/// All that can be known to be wrong before the work. Throws `Error`, `CLI::ValidationError`.
void checkTargets(const Run& run, const Song& song, const ExportSettings& settings,
                  const StagedFiles& files) {
    try {
        const bool mono = run.options.separation.analysis.method == Method::librosa;
        writableRate(settings.format, song.clip->sampleRate, mono ? 1 : song.clip->channelCount());
    } catch (const Error& error) {
        throw Error("Cannot write the parts of " + quoted(song.path) + ": " + error.what());
    }
    for (const Part part : settings.parts) {
        const fs::path target = stemFile(settings, song.file.title, part);
        std::error_code ignored;
        for (const fs::path& earlier : run.written)
            if (fs::equivalent(target, earlier, ignored))
                throw Error("Cannot write a part of " + quoted(song.path) + " as " +
                            quoted(target) +
                            ": a song before it has a part of this name; give them folders of "
                            "their own or choose another name.");
        files.require(target);
    }
}

Song readSong(const fs::path& path, const Progress& progress) {
    Song song{.path = path, .file = readAudioFile(path, progress), .clip = nullptr};
    song.clip = std::make_shared<const AudioClip>(std::move(song.file.clip));
    return song;
}

void separate(Run& run, const fs::path& path) {
    const Options& options = run.options;
    ProgressBar bar(path.filename().string(), options.quiet);
    const Progress progress = bar.progress(run.stop);
    Times times;
    Stopwatch watch;

    const Song song = readSong(path, progress.part(0, 0.1));
    times.load = watch.lap();
    ExportSettings settings{.parts = options.parts,
                            .format = options.format,
                            .folder = options.folder.value_or(path.parent_path()),
                            .namePattern = options.namePattern};
    const double songSeconds = song.clip->seconds();
    const RangeOptions::Seconds wanted = options.range.within(songSeconds);
    settings.range = rangeName(wanted.from, wanted.to, songSeconds);
    StagedFiles files(options.overwrite, options.songs, kOverwriteHint);
    checkTargets(run, song, settings, files);

    Results results;
    analyse(results, {song.clip, options.separation.analysis}, times, progress.part(0.1, 0.8));

    const AudioClip& audio = results.audio();
    const RangeOptions::Seconds range = options.range.within(audio.seconds());
    setRange(settings, range.from, range.to, audio.sampleRate, audio.length());

    watch.lap();
    const MaskCurve curve(options.separation.masks());
    const std::vector<int> speakers =
        audio.channelCount() == song.clip->channelCount() ? song.file.speakers : std::vector<int>{};
    const ExportReport report = exportStems(
        {audio, results.params, *results.share.value(), song.file.title, song.file.tags, speakers},
        curve, settings, files, progress.part(0.8, 1));
    times.render = watch.lap() - report.writeSeconds;
    files.commit();
    noteFilesWritten();
    times.write = report.writeSeconds + watch.lap();
    bar.clear();

    for (const ExportReport::Stem& stem : report.stems)
        run.written.push_back(stem.file);
    std::vector<std::string> remarks = remarksOn(song.file, path);
    std::ranges::move(remarksOnResult(options, song, results, report), std::back_inserter(remarks));
    if (options.json)
        printResult(song, results, report, times, remarks, options);
    if (!options.quiet)
        sayResult(song, report, remarks);
}

/// One song that cannot be separated does not keep the others from it.
int separateAll(const Options& options, std::stop_token stop) {
    Run run{options, std::move(stop)};
    int exitCode = 0;
    for (const fs::path& song : options.songs) {
        try {
            separate(run, song);
        } catch (const Error& error) {
            say(error.what());
            exitCode = std::max(exitCode, kFailed);
        } catch (const std::bad_alloc&) {
            say("There is not enough memory for " + quoted(song) +
                "; close other programs, or cut the song into shorter pieces.");
            exitCode = std::max(exitCode, kFailed);
        } catch (const CLI::ValidationError& error) {
            if (options.songs.size() == 1)
                throw;
            say("Cannot separate " + quoted(song) + ": " + error.what() + ".");
            exitCode = kWrongUsage;
        }
    }
    return exitCode;
}

/// The choices that contradict each other, whatever the song.
void checkChoices(const Options& options) {
    options.separation.check();
    const Container container = options.format.container;
    const bool lossless = container == Container::wav || container == Container::flac;
    const std::string ending(fileEnding(container));
    if (options.bitsGiven && !lossless)
        throw CLI::ValidationError("--bits", "has no meaning for " + ending + "; use --quality");
    if (options.qualityGiven && lossless)
        throw CLI::ValidationError("--quality", "has no meaning for " + ending +
                                                    "; use --bits or another --format");
    if (container == Container::flac && options.format.samples == SampleFormat::float32)
        throw CLI::ValidationError("--bits", "flac has no 32f; use 24, or --format wav");
    if (options.parts.size() > 1 && options.namePattern.find("{part}") == std::string::npos)
        throw CLI::ValidationError("--name", "without {part} all parts would have one name");
    options.range.check();
}

CLI::Validator namePattern() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            if (!unknownToken(text).empty())
                return "only {title}, {range} and {part} can be filled in";
            if (text.empty() || text.back() == '/')
                return "a name is needed";
            return {};
        },
        "");
}

} // namespace

void addSeparateCommand(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App& command = *program.add_subcommand("separate", "Write the parts of songs as files");
    command.footer("For example:\n"
                   "  refrain-cli separate song.flac -o stems --preset karaoke\n"
                   "  refrain-cli separate *.ogg --parts foreground --format flac --bits 16");
    command.add_option("SONG", options->songs, "Sound files")->required()->type_name("");
    command
        .add_option("-o,--output", options->folder,
                    "Folder to write to; made if need be (default: the song's)")
        ->type_name("DIR");
    const Choices<Part> parts = {{"background", Part::background},
                                 {"foreground", Part::foreground},
                                 {"residual", Part::residual}};
    command
        .add_option_function<std::vector<std::string>>(
            "--parts",
            [options, parts](const std::vector<std::string>& words) {
                options->parts.clear();
                for (const std::string& word : words)
                    if (std::ranges::count(options->parts, valueOf(parts, word)) == 0)
                        options->parts.push_back(valueOf(parts, word));
            },
            "Any of background, foreground and residual, with commas "
            "(default background,foreground)")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(oneOf(parts))
        ->type_name("NAMES");
    options->separation.addTo(command);
    options->range.addTo(command, "written");

    addChoice<Container>(command, "--format", options->format.container,
                         {{"wav", Container::wav},
                          {"flac", Container::flac},
                          {"ogg", Container::ogg},
                          {"opus", Container::opus},
                          {"mp3", Container::mp3}},
                         "wav, flac, ogg, opus or mp3 (default wav)");
    auto* bits = addChoice<SampleFormat>(
        command, "--bits", options->format.samples,
        {{"16", SampleFormat::int16}, {"24", SampleFormat::int24}, {"32f", SampleFormat::float32}},
        "Of wav and flac: 16 (dithered), 24 or, wav only, 32f "
        "(default 24)");
    bits->type_name("BITS");
    auto* quality = command
                        .add_option("--quality", options->format.quality,
                                    "Of ogg, opus and mp3, 0 to 1 (default 0.7)")
                        ->check(numberBetween(0, 1))
                        ->type_name("X");
    command
        .add_option("--name", options->namePattern,
                    "Names of the files without their ending; may have folders in it. {range} "
                    "stands for --from and --to, as 0m42.0-1m02.0, and for nothing if the whole "
                    "song is written (default '" +
                        std::string(kUsualNamePattern) + "')")
        ->check(namePattern())
        ->type_name("PATTERN");
    command.add_flag("--overwrite", options->overwrite, "Replace existing files");
    command.add_flag("--json", options->json, "Print one JSON object for each song");
    command.add_flag("--quiet", options->quiet, "Say nothing but errors");

    command.callback([options, bits, quality, &action] {
        options->bitsGiven = bits->count() > 0;
        options->qualityGiven = quality->count() > 0;
        checkChoices(*options);
        action = [options](std::stop_token stop) { return separateAll(*options, stop); };
    });
}

} // namespace refrain::cli
