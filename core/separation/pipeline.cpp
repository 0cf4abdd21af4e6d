// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/pipeline.h"

#include "core/audio/resample.h"
#include "core/separation/estimators/librosa.h"
#include "core/separation/estimators/refrain/refrain.h"
#include "core/separation/estimators/repeating.h"
#include "core/separation/memory_need.h"

#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

SimilarFramesParams similarParams(const AnalysisSettings& settings, const StftParams& params,
                                  int sampleRate) {
    return {.width = widthInFrames(settings, params, sampleRate),
            .count = settings.neighbours,
            .rule = settings.method == Method::librosa ? SimilarFramesParams::Rule::earliest
                                                       : SimilarFramesParams::Rule::mostSimilar};
}

} // namespace

std::shared_ptr<const AudioClip> analysedClip(Method method,
                                              const std::shared_ptr<const AudioClip>& song,
                                              const Progress& progress) {
    if (method != Method::librosa)
        return song;
    const AudioClip mono = mixToMono(*song, progress.part(0, 0.2));
    return std::make_shared<const AudioClip>(
        resample(mono, kLibrosaSampleRate, progress.part(0.2, 1)));
}

StftParams stftParams(const AnalysisSettings& settings, int sampleRate) {
    if (settings.fftSize == 0)
        return defaultStftParams(sampleRate);
    return {.fftSize = settings.fftSize, .hop = std::max<Index>(1, settings.fftSize / 4)};
}

std::string_view methodName(Method method) {
    switch (method) {
    case Method::repeating:
        return "repeating";
    case Method::librosa:
        return "librosa";
    case Method::refrain:
        return "refrain";
    }
    return "";
}

Index widthInFrames(const AnalysisSettings& settings, const StftParams& params, int sampleRate) {
    const auto samples = static_cast<Index>(settings.widthSeconds * sampleRate);
    return std::max<Index>(1, samples / params.hop);
}

namespace {

using Done = std::function<void(Stage)>;
using Grown = std::function<void(std::shared_ptr<const BackgroundShare>)>;

ShareGrowth growthOf(const Inputs& inputs, const Results& results, const Grown& grown) {
    ShareGrowth growth{.firstFrame = std::nullopt, .grown = grown};
    if (inputs.beginSeconds)
        growth.firstFrame =
            std::llround(std::max(0.0, *inputs.beginSeconds) * results.sampleRate() /
                         static_cast<double>(results.params.hop));
    return growth;
}

static_assert(SimilarFramesSearch::kBlockLength == BackgroundShare::kStripLength,
              "The neighbours of a block are found, and the same frames become a strip.");

/// The strips that are made together: all at once if no moment is wanted first. Otherwise the
/// moment's own, then two, then four, …: the first is known soon, and there are few ends at which
/// threads wait for each other.
std::vector<std::span<const Index>> groupsOf(std::span<const Index> strips, bool oneFirst) {
    std::vector<std::span<const Index>> groups;
    for (std::size_t size = oneFirst ? 1 : strips.size(); !strips.empty(); size *= 2) {
        groups.push_back(strips.first(std::min(size, strips.size())));
        strips = strips.subspan(groups.back().size());
    }
    return groups;
}

/// The part of a progress that making some of the strips is, when `before` are made already. To
/// compare a block with those that were not compared yet takes the longer the fewer there are.
Progress partOf(const Progress& whole, Index before, Index count, Index all) {
    const auto done = [all](Index strips) {
        const double rest = 1 - static_cast<double>(strips) / static_cast<double>(all);
        return 1 - rest * (1 + rest) / 2;
    };
    return whole.part(done(before), done(before + count));
}

/// Finds the similar frames and, as soon as those of a group of strips are known, makes their
/// shares; those of the last group are left to be made.
SimilarFrames findAndFill(const Array2D<float>& cells, const SimilarFramesParams& params,
                          std::vector<std::span<const Index>>& groups, const Progress& progress,
                          GrowingShare& share,
                          const std::function<RowEstimate(const SimilarFrames&)>& rowsFrom) {
    SimilarFramesSearch search(cells, params);
    const RowEstimate rows = rowsFrom(search.found());
    Index before = 0;
    for (const auto group : groups) {
        const Progress own = partOf(progress, before, std::ssize(group), search.blockCount());
        before += std::ssize(group);
        const bool last = group.data() == groups.back().data();
        search.find(group, own.part(0, last ? 1 : 0.6));
        if (!last)
            share.fill(group, own.part(0.6, 1), rows);
    }
    groups = {groups.back()};
    return search.take();
}

/// A system that runs out of memory ends programs without a word, or stands still; better to say so
/// before.
void requireMemory(const Inputs& inputs) {
    const std::string shortage = memoryShortage(*inputs.song, inputs.settings, memoryAvailable());
    if (!shortage.empty())
        throw Error(shortage);
}

/// The methods that take what similar frames have in common.
void updateByRepetition(Results& results, const Inputs& inputs, const Progress& progress,
                        const Done& done, const Grown& grown) {
    const AnalysisSettings& settings = inputs.settings;
    const bool librosa = settings.method == Method::librosa;
    const Results::Clip clip = results.clip.value();
    const std::tuple similarSources{clip, results.params,
                                    similarParams(settings, results.params, clip->sampleRate)};
    const double voiceAbove = librosa ? 0 : settings.voiceAboveHertz;
    const auto shareSources = [&] {
        return std::tuple{clip, results.params, results.similar.value(), settings.method,
                          voiceAbove};
    };
    if (results.similar.isFrom(similarSources) && results.share.isFrom(shareSources()))
        return;
    results.pitch = nullptr;
    results.share = {};
    requireMemory(inputs);

    // The magnitudes are the largest table of all; they live only here.
    const Progress stftProgress = progress.part(0, 0.05);
    const Array2D<float> cells = librosa ? librosaMagnitudes(*clip, results.params, stftProgress)
                                         : magnitudes(*clip, results.params, stftProgress);
    done(Stage::stft);

    const auto rowsFrom = [&](const SimilarFrames& similar) {
        return librosa
                   ? librosaRows(cells, similar)
                   : repeatingRows(cells, similar, results.params, clip->sampleRate, voiceAbove);
    };
    GrowingShare share(cells.rows, cells.columns, growthOf(inputs, results, grown));
    const std::vector<Index> order = stripOrder(cells.rows, share.growth());
    auto groups = groupsOf(order, inputs.beginSeconds.has_value());
    double rest = 0.05;
    if (!results.similar.isFrom(similarSources)) {
        const double end = groups.size() > 1 ? 0.7 : 0.35;
        results.similar.update(similarSources, [&] {
            return std::make_shared<const SimilarFrames>(
                findAndFill(cells, std::get<SimilarFramesParams>(similarSources), groups,
                            progress.part(0.05, end), share, rowsFrom));
        });
        rest = end;
        done(Stage::similar);
    }
    results.share.update(shareSources(), [&] {
        const std::span<const Index> left(groups.front().data(), order.data() + order.size());
        share.fill(left, progress.part(rest, 1), rowsFrom(*results.similar.value()));
        return std::make_shared<const BackgroundShare>(share.share());
    });
    done(Stage::median);
}

Stage stageOf(RefrainStage stage) {
    switch (stage) {
    case RefrainStage::cells:
        return Stage::stft;
    case RefrainStage::similar:
        return Stage::similar;
    case RefrainStage::repeated:
        return Stage::median;
    case RefrainStage::weighed:
        break;
    }
    return Stage::cues;
}

/// Method refrain, which finds neighbours of its own on the way.
void updateByRefrain(Results& results, const Inputs& inputs, const Progress& progress,
                     const Done& done, const Grown& grown) {
    const Results::Clip clip = results.clip.value();
    const std::tuple sources{clip, results.params, Results::Similar(), Method::refrain, 0.0};
    if (results.share.isFrom(sources))
        return;
    results.similar = {};
    results.share = {};
    requireMemory(inputs);
    results.share.update(sources, [&] {
        RefrainEstimate estimate =
            estimateRefrain(*clip, results.params, {}, progress, growthOf(inputs, results, grown),
                            [&](RefrainStage stage) { done(stageOf(stage)); });
        results.pitch = std::make_shared<const PitchTrack>(std::move(estimate.pitch));
        return std::make_shared<const BackgroundShare>(std::move(estimate.share));
    });
}

} // namespace

void update(Results& results, const Inputs& inputs, const Progress& progress,
            const std::function<void(Stage)>& stageDone, const Grown& shareGrew) {
    const AnalysisSettings& settings = inputs.settings;
    const auto done = [&](Stage stage) {
        if (stageDone)
            stageDone(stage);
    };

    const std::tuple clipSources{inputs.song, settings.method};
    if (!results.clip.isFrom(clipSources)) {
        results.clip.update(clipSources, [&] {
            return analysedClip(settings.method, inputs.song, progress.part(0, 0.05));
        });
        done(Stage::clip);
    }
    results.params = stftParams(settings, results.sampleRate());
    if (settings.method == Method::refrain)
        updateByRefrain(results, inputs, progress.part(0.05, 1), done, shareGrew);
    else
        updateByRepetition(results, inputs, progress.part(0.05, 1), done, shareGrew);
}

} // namespace refrain
