// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_writer.h"
#include "core/base/progress.h"
#include "core/base/staged_files.h"
#include "core/separation/mask_curve.h"
#include "core/separation/share.h"
#include "core/spectrum/stft.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// What to write, and how.
struct ExportSettings {
    std::vector<Part> parts = {Part::background, Part::foreground};
    AudioFormat format;

    /// The samples to write, `[first, first + count)`, within the song.
    Index first = 0;
    Index count = 0;

    std::filesystem::path folder;

    /// The name of a file without its ending; `{title}` and `{part}` are filled in.
    std::string namePattern = "{title} ({part})";
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
        Part part;
        std::filesystem::path file;
        double levelDecibels; // energy of the part against the song's, same range; -inf if silent
    };
    std::vector<Stem> stems;
    int sampleRate = 0;      // Hz, of the files
    double gainDecibels = 0; // 0, or less: what all parts were turned down by so that none clips
    double writeSeconds = 0; // of the time that it took, how much went into writing
};

/// The file that a part is written to. Characters that a name cannot hold, in the title, become
/// underscores. Threads: any.
std::filesystem::path stemFile(const ExportSettings& settings, std::string_view title, Part part);

/// Renders the parts of a song and writes them through `files`; the caller commits. Every stem has
/// exactly `count` samples (or as many as they become at another rate). If a part would clip, all
/// of them are turned down by one common gain, so that they still add up.
///
/// Throws `Error`, `Cancelled`. Threads: any.
ExportReport exportStems(const SeparatedSong& song, const MaskCurve& curve,
                         const ExportSettings& settings, StagedFiles& files,
                         const Progress& progress = {});

} // namespace refrain
