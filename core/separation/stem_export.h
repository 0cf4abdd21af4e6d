// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_writer.h"
#include "core/base/progress.h"
#include "core/base/staged_files.h"
#include "core/separation/mask_curve.h"
#include "core/separation/share.h"
#include "core/separation/stem_name.h"
#include "core/spectrum/stft.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// What is heard, as one more file: the parts weighted by one table.
struct ExportMix {
    std::shared_ptr<const GainTable> gains; // null: the song itself
};

/// What the name of its file says of it, in the place of a part's.
constexpr std::string_view kMixName = "mix";

/// What to write, and how.
struct ExportSettings {
    std::vector<Part> parts = {Part::background, Part::foreground};
    std::optional<ExportMix> mix = {};
    AudioFormat format;

    /// Hz, of the files, if the format has it (`writableRate`); 0 for the song's own.
    int sampleRate = 0;

    /// Whether all files are turned down by one common gain if a sample of one would be cut off;
    /// otherwise such samples are cut off.
    bool avoidClipping = true;

    /// The samples to write, `[first, first + count)`, within the song.
    Index first = 0;
    Index count = 0;

    std::filesystem::path folder;

    /// What the files are called, see `stemName`, and what stands for the range in it
    /// (`rangeName`).
    std::string namePattern = std::string(kUsualNamePattern);
    std::string range = {};
};

/// A separated song, ready to be rendered. What it refers to must outlive it.
struct SeparatedSong {
    const AudioClip& clip;
    const StftParams& params;
    const BackgroundShare& share;
    std::string title;
    Tags tags;
    std::vector<int> speakers; // of the clip's channels, or empty
};

/// What an export did.
struct ExportReport {
    struct Stem {
        std::string_view name; // of the part (`partName`), or `kMixName`
        std::filesystem::path file;
        double levelDecibels; // energy of the part against the song's, same range; -inf if silent
    };
    std::vector<Stem> stems;
    int sampleRate = 0;      // Hz, of the files
    double gainDecibels = 0; // 0, or less: what all parts were turned down by so that none clips
    double writeSeconds = 0; // of the time that it took, how much went into writing
};

/// The samples of a stretch of time that is not empty, in seconds, within a song of `length`
/// samples at `sampleRate` Hz: for `first` and `count` above. Threads: any.
void setRange(ExportSettings& settings, double fromSeconds, double toSeconds, int sampleRate,
              Index length);

/// The file that a part is written to. Threads: any.
std::filesystem::path stemFile(const ExportSettings& settings, std::string_view title, Part part);

/// All files of an export, in the order of `ExportReport::stems`. Threads: any.
std::vector<std::filesystem::path> stemFiles(const ExportSettings& settings,
                                             std::string_view title);

/// Renders the parts of a song and writes them through `files`; the caller commits. Every stem has
/// exactly `count` samples (or as many as they become at another rate). If a part would clip, all
/// of them are turned down by one common gain, so that they still add up (but for `avoidClipping`).
///
/// Throws `Error`, `Cancelled`. Threads: any.
ExportReport exportStems(const SeparatedSong& song, const MaskCurve& curve,
                         const ExportSettings& settings, StagedFiles& files,
                         const Progress& progress = {});

} // namespace refrain
