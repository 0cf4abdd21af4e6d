// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/stem_pairs.h"

#include "core/audio/audio_file.h"
#include "core/base/text.h"
#include "core/separation/stems.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace refrain::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVocals = "vocals";
constexpr std::string_view kAccompaniment = "accompaniment";

std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    try {
        for (const auto& entry : fs::directory_iterator(folder))
            entries.push_back(entry.path());
    } catch (const fs::filesystem_error& error) {
        throw Error("Cannot look into " + quoted(folder) + ": " +
                    systemMessage(error.code().value()) + "; give a folder of true stems.");
    }
    std::ranges::sort(entries);
    return entries;
}

/// The pairs whose files are in `folder` itself.
std::vector<StemPair> pairsOfFiles(const fs::path& folder) {
    std::vector<StemPair> pairs;
    const std::vector<fs::path> entries = entriesOf(folder);
    for (const fs::path& vocals : entries) {
        const std::string stem = vocals.stem().string();
        if (!stem.ends_with(kVocals))
            continue;
        const std::string prefix = stem.substr(0, stem.size() - kVocals.size());
        if (!prefix.empty() && prefix.back() != '_')
            continue;
        const auto other = std::ranges::find_if(entries, [&](const fs::path& path) {
            return path.stem().string() == prefix + std::string(kAccompaniment);
        });
        if (other == entries.end())
            continue;
        const std::string name = prefix.empty() ? fs::weakly_canonical(folder).filename().string()
                                                : prefix.substr(0, prefix.size() - 1);
        pairs.push_back({name, vocals, *other});
    }
    return pairs;
}

} // namespace

std::vector<StemPair> stemPairsIn(const fs::path& folder) {
    std::vector<StemPair> pairs = pairsOfFiles(folder);
    if (pairs.empty()) {
        for (const fs::path& entry : entriesOf(folder)) {
            std::error_code ignored;
            if (fs::is_directory(entry, ignored))
                std::ranges::move(pairsOfFiles(entry), std::back_inserter(pairs));
        }
    }
    if (pairs.empty())
        throw Error("There are no true stems in " + quoted(folder) +
                    "; it, or folders in it, must hold two files called vocals and accompaniment, "
                    "such as vocals.flac and accompaniment.flac.");
    return pairs;
}

namespace {

/// The true stems and their sum, at their own rate.
struct Truth {
    std::shared_ptr<const AudioClip> vocals;
    std::shared_ptr<const AudioClip> accompaniment;
    std::shared_ptr<const AudioClip> song;
};

std::shared_ptr<const AudioClip> shared(AudioClip clip) {
    return std::make_shared<const AudioClip>(std::move(clip));
}

Truth readTruth(const StemPair& pair, const Progress& progress) {
    AudioClip vocals = readAudioFile(pair.vocals, progress.part(0, 0.5)).clip;
    AudioClip accompaniment = readAudioFile(pair.accompaniment, progress.part(0.5, 1)).clip;
    if (vocals.sampleRate != accompaniment.sampleRate ||
        vocals.channelCount() != accompaniment.channelCount())
        throw Error("Cannot compare " + quoted(pair.vocals) + " with " +
                    quoted(pair.accompaniment) +
                    ": their rates or channels differ; give two stems of one song.");
    const Index length = std::max(vocals.length(), accompaniment.length());
    for (AudioClip* stem : {&vocals, &accompaniment})
        for (auto& channel : stem->channels)
            channel.resize(length);
    AudioClip song = mix(vocals, accompaniment);
    return {shared(std::move(vocals)), shared(std::move(accompaniment)), shared(std::move(song))};
}

/// The truth as a method sees it.
Truth asSeenBy(Method method, const Truth& truth, const Results& results) {
    return {analysedClip(method, truth.vocals), analysedClip(method, truth.accompaniment),
            results.clip.value()};
}

/// Renders both parts and compares them with the truth.
Judgement judgeShare(std::string name, const Truth& truth, const StftParams& params,
                     const BackgroundShare& share, const MaskSettings& settings,
                     const Progress& progress) {
    const MaskCurve curve(settings);
    const auto render = [&](Part part, const Progress& half) {
        return renderClip(*truth.song, params, share, curve.of(part), 0, truth.song->length(),
                          half);
    };
    return {.name = std::move(name),
            .method = std::nullopt,
            .settings = std::nullopt,
            .vocals = qualityOf(render(Part::foreground, progress.part(0, 0.5)), *truth.vocals,
                                *truth.accompaniment),
            .accompaniment = qualityOf(render(Part::background, progress.part(0.5, 1)),
                                       *truth.accompaniment, *truth.vocals)};
}

/// The `i`-th of `count` equal parts of a progress.
Progress nthPart(const Progress& progress, std::size_t i, std::size_t count) {
    const auto fraction = [&](std::size_t done) {
        return static_cast<double>(done) / static_cast<double>(count);
    };
    return progress.part(fraction(i), fraction(i + 1));
}

} // namespace

std::vector<Judgement> judge(const StemPair& pair, const Contest& contest,
                             const Progress& progress) {
    const Truth truth = readTruth(pair, progress.part(0, 0.1));
    std::vector<Judgement> rows;
    std::optional<Judgement> ideal;
    for (std::size_t m = 0; m < contest.methods.size(); ++m) {
        const Method method = contest.methods[m];
        const Progress its = nthPart(progress.part(0.1, 1), m, contest.methods.size());
        AnalysisSettings analysis = contest.analysis;
        analysis.method = method;
        Results results;
        update(results, {truth.song, analysis}, its.part(0, 0.5));
        const Truth seen = asSeenBy(method, truth, results);
        if (m == 0) {
            rows.push_back({"the song itself", std::nullopt, std::nullopt,
                            qualityOf(*seen.song, *seen.vocals, *seen.accompaniment),
                            qualityOf(*seen.song, *seen.accompaniment, *seen.vocals)});
            const BackgroundShare share =
                idealShare(*seen.vocals, *seen.accompaniment, results.params, its.part(0.5, 0.55));
            ideal = judgeShare("ideal ratio mask", seen, results.params, share, {1, 1, 1},
                               its.part(0.55, 0.6));
        }
        for (std::size_t s = 0; s < contest.settings.size(); ++s) {
            rows.push_back(judgeShare(std::string(methodName(method)), seen, results.params,
                                      *results.share.value(), contest.settings[s],
                                      nthPart(its.part(0.6, 1), s, contest.settings.size())));
            rows.back().method = method;
            rows.back().settings = contest.settings[s];
        }
    }
    if (ideal)
        rows.push_back(*ideal);
    return rows;
}

std::vector<Judgement> meanOf(const std::vector<std::vector<Judgement>>& songs) {
    std::vector<Judgement> means = songs.front();
    for (std::size_t row = 0; row < means.size(); ++row) {
        for (const auto part : {&Judgement::vocals, &Judgement::accompaniment}) {
            for (const auto ratio :
                 {&Quality::distortion, &Quality::interference, &Quality::artefacts}) {
                double sum = 0;
                Index count = 0;
                for (const std::vector<Judgement>& song : songs) {
                    const double value = song[row].*part.*ratio;
                    if (std::isfinite(value)) {
                        sum += value;
                        ++count;
                    }
                }
                means[row].*part.*ratio = count > 0 ? sum / static_cast<double>(count)
                                                    : std::numeric_limits<double>::quiet_NaN();
            }
        }
    }
    return means;
}

} // namespace refrain::cli
