// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/colour_map.h"
#include "core/picture/picture_format.h"
#include "core/picture/raster.h"
#include "core/separation/estimators/refrain/pitch_track.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// What a picture shows and how large it is.
struct PictureSettings {
    PictureFormat format = PictureFormat::png;

    /// From the top down, each at most once, at least one.
    std::vector<Panel> panels = {Panel::full, Panel::background, Panel::foreground};

    /// The stretch of the song that is shown. Without an end, or with one behind the song's, up to
    /// the song's end.
    double fromSeconds = 0;
    std::optional<double> toSeconds = {};

    int width = 1600; // pixels; those of a drawing's spectrograms, and its size at 96 to an inch
    int height = 900;

    FrequencySpacing spacing = FrequencySpacing::log;

    /// The ends of the frequency axis in Hz; unless given, those of `defaultFrequencyScale`.
    std::optional<double> lowestHertz = {};
    std::optional<double> highestHertz = {};

    /// Decibels between the brightest and the darkest colour, above 0, at most 150.
    double spanDecibels = 80;

    /// The level of the brightest colour in decibels; unless given, that of the loudest cell in the
    /// whole song, so that all pictures of a song can be compared.
    std::optional<double> topDecibels = {};

    /// What levels look like; one of core/picture/colour_map.h. Where the quietest is bright, the
    /// page is too.
    const ColourMap* colours = &kMagma;

    /// Drawn as a line over every panel; one pitch for each frame of the source, or null.
    std::shared_ptr<const PitchTrack> pitch = {};

    /// Stands above the panels; UTF-8, may be empty.
    std::string title = {};
};

/// The sizes that pictures can have: smaller ones have no room for the labels, larger ones have no
/// room in memory or in Cairo (32767 pixels each way).
constexpr int kSmallestPictureWidth = 240;
constexpr int kSmallestPictureHeight = 180;
constexpr int kLargestPictureSide = 32767;
constexpr Index kMostPicturePixels = 100'000'000;

/// Throws `Error` if a song of that length, in seconds, and sample rate cannot be drawn with these
/// settings: the size, a time that is not in the song, frequencies that it cannot have.
/// `writePicture` does this too; asking first saves the user a wait.
void requireDrawable(const PictureSettings& settings, double songSeconds, int sampleRate);

/// Draws the spectrograms of a song and its parts, one above the other, with their axes and the
/// colours' levels, and writes the page to `descriptor`, an empty file that stays the caller's
/// (`StagedFiles::create`); `target` is the name for messages.
///
/// Memory: about 8 bytes for each pixel, 12 for a drawing. Throws `Error` (`requireDrawable`, a
/// full disk) and `Cancelled`. Threads: any.
void writePicture(int descriptor, const std::filesystem::path& target, const PictureSource& source,
                  const PictureSettings& settings, const Progress& progress = {});

} // namespace refrain
