// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/pipeline.h"

#include "core/audio/resample.h"
#include "core/separation/estimators/librosa.h"
#include "core/separation/estimators/refrain/refrain.h"
#include "core/separation/estimators/repeating.h"

#include <algorithm>

namespace refrain {

namespace {

StftParams stftParams(const AnalysisSettings& settings, int sampleRate) {
    if (settings.fftSize == 0)
        return defaultStftParams(sampleRate);
    return {.fftSize = settings.fftSize, .hop = std::max<Index>(1, settings.fftSize / 4)};
}

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
    return std::make_shared<const AudioClip>(
        resample(mixToMono(*song), kLibrosaSampleRate, progress));
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

/// The methods that take what similar frames have in common.
void updateByRepetition(Results& results, const AnalysisSettings& settings,
                        const Progress& progress, const Done& done) {
    const Results::Clip clip = results.clip.value();
    const std::tuple similarSources{clip, results.params,
                                    similarParams(settings, results.params, clip->sampleRate)};
    const double voiceAbove = settings.method == Method::repeating ? settings.voiceAboveHertz : 0;
    const auto shareSources = [&] {
        return std::tuple{clip, results.params, results.similar.value(), settings.method,
                          voiceAbove};
    };
    if (results.similar.isFrom(similarSources) && results.share.isFrom(shareSources()))
        return;
    results.pitch = nullptr;

    // The magnitudes are the largest table of all; they live only here.
    const Progress stftProgress = progress.part(0, 0.05);
    const Array2D<float> cells = settings.method == Method::librosa
                                     ? librosaMagnitudes(*clip, results.params, stftProgress)
                                     : magnitudes(*clip, results.params, stftProgress);
    done(Stage::stft);

    if (!results.similar.isFrom(similarSources)) {
        results.similar.update(similarSources, [&] {
            return std::make_shared<const SimilarFrames>(findSimilarFrames(
                cells, std::get<SimilarFramesParams>(similarSources), progress.part(0.05, 0.35)));
        });
        done(Stage::similar);
    }
    results.share.update(shareSources(), [&] {
        const Progress rest = progress.part(0.35, 1);
        const SimilarFrames& similar = *results.similar.value();
        return std::make_shared<const BackgroundShare>(
            settings.method == Method::librosa
                ? estimateLibrosa(cells, similar, rest)
                : estimateRepeating(cells, similar, results.params, clip->sampleRate, voiceAbove,
                                    rest));
    });
    done(Stage::median);
}

/// Method refrain, which finds neighbours of its own on the way.
void updateByRefrain(Results& results, const Progress& progress, const Done& done) {
    const Results::Clip clip = results.clip.value();
    const std::tuple sources{clip, results.params, Results::Similar(), Method::refrain, 0.0};
    if (results.share.isFrom(sources))
        return;
    results.similar = {};
    results.share.update(sources, [&] {
        RefrainEstimate estimate = estimateRefrain(*clip, results.params, {}, progress);
        results.pitch = std::make_shared<const PitchTrack>(std::move(estimate.pitch));
        return std::make_shared<const BackgroundShare>(std::move(estimate.share));
    });
    done(Stage::median);
}

} // namespace

void update(Results& results, const Inputs& inputs, const Progress& progress,
            const std::function<void(Stage)>& stageDone) {
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
        updateByRefrain(results, progress.part(0.05, 1), done);
    else
        updateByRepetition(results, settings, progress.part(0.05, 1), done);
}

} // namespace refrain
