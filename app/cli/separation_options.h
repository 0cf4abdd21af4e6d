// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_file.h"
#include "core/separation/mask_curve.h"
#include "core/separation/pipeline.h"

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

namespace refrain::cli {

/// What a command does when method or knobs are not given, for its help.
struct SeparationDefaults {
    std::string method = "(default refrain)";
    std::string knobs = "(default balanced; article with method librosa)";
};

/// The options of all commands that separate: method, knobs and analysis.
struct SeparationOptions {
    AnalysisSettings analysis;
    bool methodGiven = false;
    std::optional<std::string> preset;
    std::optional<double> backgroundMargin;
    std::optional<double> foregroundMargin;
    std::optional<double> power;

    void addTo(CLI::App& command, const SeparationDefaults& defaults = {});

    /// Throws `CLI::ValidationError` if an option was given that the method has no use for.
    void check() const;

    /// The preset, by default the method's own, with what was given one by one.
    MaskSettings masks() const;

    /// The name of the preset that `masks` starts from.
    std::string presetName() const;

private:
    bool voiceAboveGiven = false;
    bool widthGiven = false;
    bool neighboursGiven = false;
};

/// The options that choose a time range of a song.
struct RangeOptions {
    std::string from;
    std::string to;

    /// `verb` says what happens to the range: "written".
    void addTo(CLI::App& command, const std::string& verb);

    /// Throws `CLI::ValidationError` if the range is wrong whatever the song.
    void check() const;

    struct Seconds {
        double from;
        double to;
    };
    /// The range within a song of that length, not empty. Throws `CLI::ValidationError`.
    Seconds within(double songSeconds) const;
};

/// What is to be said about a song that was read but is not quite as it should be.
std::vector<std::string> remarksOn(const AudioFile& file, const std::filesystem::path& path);

/// What is to be said about the parts of a song when they are not what one expects; `residual` if
/// that part was asked for.
std::vector<std::string> remarksOnParts(const SeparationOptions& options, const AudioClip& song,
                                        const Results& results, bool residual);

} // namespace refrain::cli
