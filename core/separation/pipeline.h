// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/base/progress.h"
#include "core/separation/estimators/refrain/pitch_track.h"
#include "core/separation/share.h"
#include "core/separation/similar_frames.h"
#include "core/spectrum/stft.h"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>

namespace refrain {

/// Which estimator finds the background share.
enum class Method {
    refrain,   // repetition, pitch, place and smoothness weighed together
    repeating, // the song's own rate and channels, the most similar frames
    librosa,   // what librosa's vocal separation does, at 22.05 kHz mono
};

std::string_view methodName(Method method);

/// All that decides the result of an analysis, besides the song.
struct AnalysisSettings {
    Method method = Method::refrain;

    /// Below this, in Hz, all is background; 0 turns it off. Of method repeating only.
    double voiceAboveHertz = 100;

    /// Frames nearer than this in time, in seconds, are no repeats of each other; above 0. Method
    /// refrain has a width of its own.
    double widthSeconds = 2;

    /// Similar frames to take the median of; 0 chooses by the length of the song. Method refrain
    /// has a number of its own.
    Index neighbours = 0;

    /// Samples of a frame, even; the hop is a quarter of it. 0 chooses the power of two nearest
    /// 93 ms.
    Index fftSize = 0;

    bool operator==(const AnalysisSettings&) const = default;
};

/// What an analysis needs: an opened song and the settings.
struct Inputs {
    std::shared_ptr<const AudioClip> song;
    AnalysisSettings settings;

    /// The moment of the song, in seconds, whose surroundings are wanted first, such as where it is
    /// being played; none: all of it as soon as possible. Decides the order of work, not the
    /// result, and takes a few per cent longer.
    std::optional<double> beginSeconds = std::nullopt;
};

/// The stages of an analysis, in order. Only method refrain weighs cues.
enum class Stage { clip, stft, similar, median, cues };

/// A value together with all that it was made from. It is remade when that changes, and only then;
/// there is no other way to invalidate a result.
template <class T, class... Sources>
class Made {
public:
    const std::shared_ptr<const T>& value() const { return value_; }

    /// Makes the value anew by `make()`, which returns a pointer, unless it was made from the same
    /// sources.
    template <class Make>
    void update(const std::tuple<Sources...>& sources, const Make& make) {
        if (isFrom(sources))
            return;
        value_ = nullptr; // frees the old one before the new one needs the memory
        sources_.reset();
        value_ = make();
        sources_ = sources;
    }

    bool isFrom(const std::tuple<Sources...>& sources) const { return sources_ == sources; }

private:
    std::shared_ptr<const T> value_;
    std::optional<std::tuple<Sources...>> sources_;
};

/// Every stage of the analysis of a song with what it was made from.
///
/// Threads: a value; what the pointers lead to never changes.
struct Results {
    using Clip = std::shared_ptr<const AudioClip>;
    using Similar = std::shared_ptr<const SimilarFrames>;

    /// What is analysed and rendered: the song itself, or for method librosa its mono version.
    Made<AudioClip, Clip, Method> clip;

    StftParams params;
    Made<SimilarFrames, Clip, StftParams, SimilarFramesParams> similar;
    Made<BackgroundShare, Clip, StftParams, Similar, Method, double> share;

    /// The voice's pitch, which only method refrain follows; otherwise null.
    std::shared_ptr<const PitchTrack> pitch;

    const AudioClip& audio() const { return *clip.value(); }
    int sampleRate() const { return audio().sampleRate; }

    /// True if the method needs repeats and the song is too short for anything in it to come again;
    /// all of it is foreground then.
    bool tooShort() const { return neighbourCount() == 0 && similar.value(); }

    /// How many similar frames each frame was compared with by the methods that look for them.
    Index neighbourCount() const { return similar.value() ? similar.value()->frames.columns : 0; }
};

/// What `method` works on, given a song: the song itself, or one channel at librosa's rate.
/// Throws `Cancelled`. Threads: any.
std::shared_ptr<const AudioClip> analysedClip(Method method,
                                              const std::shared_ptr<const AudioClip>& song,
                                              const Progress& progress = {});

/// How a song of that sample rate, in Hz, is cut into frames. Threads: any.
StftParams stftParams(const AnalysisSettings& settings, int sampleRate);

/// Remakes, in order, what is older than what it was made from. `stageDone` is called after every
/// stage that was made, on the calling thread. A cancelled or failed update keeps the stages that
/// it finished. Throws `Cancelled`; `Error` if there is too little memory (memory_need.h), before
/// it begins. Threads: any.
///
/// `shareGrew`, if there is one, is called after every strip of 256 frames with the share as far as
/// it is known; a missing strip is one that is not known yet. Around `beginSeconds` it is known
/// first. Method refrain makes a quick estimate of every strip, which the final one replaces. All
/// strips are the final ones when `update` returns. The calls come from several threads, one at a
/// time, and should only pass the pointer on. A share that is not remade is not announced.
void update(Results& results, const Inputs& inputs, const Progress& progress = {},
            const std::function<void(Stage)>& stageDone = {},
            const std::function<void(std::shared_ptr<const BackgroundShare>)>& shareGrew = {});

/// The width of `settings` in whole frames, as librosa counts them; at least 1.
Index widthInFrames(const AnalysisSettings& settings, const StftParams& params, int sampleRate);

} // namespace refrain
