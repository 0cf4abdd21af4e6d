// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audio/audio_clip.h"
#include "core/base/progress.h"
#include "core/separation/share.h"
#include "core/spectrum/stft.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

// What the window draws from: the levels and shares of a whole song, small enough to keep and
// pooled in time, so that a knob moves and no sound has to be transformed again.

namespace refrain {

/// A level and a background share in two bytes. A larger number is a louder level.
using LevelCell = std::uint16_t;

constexpr Index kLevelSteps = 256;     // of a level byte, the upper one
constexpr Index kCellShareSteps = 256; // of a share byte, the lower one
constexpr double kLevelStepDecibels = 0.5;

constexpr LevelCell levelCell(Index level, Index share) {
    return static_cast<LevelCell>(level * kCellShareSteps + share);
}
constexpr Index levelOf(LevelCell cell) {
    return cell / kCellShareSteps;
}
constexpr Index shareByteOf(LevelCell cell) {
    return cell % kCellShareSteps;
}

/// A pooled cell keeps the loudest level in each of these bands of share, with that cell's share,
/// or 0 where a band is empty. Which of them is loudest in a part is decided after the curve: the
/// loudest of all alone would leave the quieter part of a mixture out of its picture.
constexpr Index kShareBands = 8;
constexpr std::array<double, kShareBands + 1> kShareBandEdges = {0,   0.03, 0.08, 0.2, 0.5,
                                                                 0.7, 0.85, 0.95, 1};

/// The band that each share byte belongs to.
extern const std::array<std::uint8_t, kCellShareSteps> kShareBandOf;

/// How many frames the cells of each tier of a pyramid hold. The first is not pooled. To pool by 2
/// each time would take three times the memory, and a tier of 4 frames twice.
constexpr std::array<Index, 4> kTierFrames = {1, 8, 32, 128};

/// Frames of a group in `LevelStrip::power`, and the steps of share that it tells apart.
constexpr Index kPowerFrames = 8;
constexpr Index kPowerSteps = 64;

/// `BackgroundShare::kStripLength` frames of a song (the last strip may be shorter).
struct LevelStrip {
    /// What the shares were taken from; null if they are not known, and then they are 0.
    std::shared_ptr<const Array2D<std::uint16_t>> share;

    /// Candidates that a pooled cell keeps: `kShareBands`, or 1 while shares are not known.
    Index bands = 1;

    /// For each tier: the first `[frame][bin]`, the others `[group of frames][bin * bands + band]`;
    /// the last group may be shorter.
    std::array<Array2D<LevelCell>, kTierFrames.size()> tiers;

    /// How much power there is of each share: `[group of kPowerFrames frames][step of share]`,
    /// where 1 is one cell with the level of a sine of amplitude 1. All of it is in the first step
    /// while shares are not known.
    Array2D<float> power;
};

/// The levels and shares of a song.
///
/// Memory: 2 bytes for each cell, and 2.6 more when its share is known: 100 MB for 4 minutes at
/// 44.1 kHz, 1.5 GB for an hour.
///
/// Threads: a value; the strips are never changed, so that copying one is cheap and safe.
struct LevelPyramid {
    int sampleRate = 44100;
    StftParams params;
    Index frames = 0;
    double songSeconds = 0;

    /// The level of byte 255; each step below it is `kLevelStepDecibels` less, and byte 0 is
    /// `kFloorDecibels`. It lies just above the loudest level that the song's peak allows, so that
    /// the bytes reach down to over 100 dB below its loudest cell.
    double topDecibels = 0;

    /// The loudest cell of the song, or `kFloorDecibels` if it is silent.
    double loudestDecibels = 0;

    std::vector<std::shared_ptr<const LevelStrip>> strips;

    Index bins() const { return params.binCount(); }
    double framesPerSecond() const { return sampleRate / static_cast<double>(params.hop); }
    double decibels(Index level) const;
    const LevelStrip& stripOf(Index frame) const {
        return *strips[frame / BackgroundShare::kStripLength];
    }
    LevelCell cell(Index frame, Index bin) const {
        return stripOf(frame).tiers[0].row(frame % BackgroundShare::kStripLength)[bin];
    }
    bool shareKnown(Index frame) const { return stripOf(frame).share != nullptr; }
};

/// The levels of a song; no share is known. Transforms the whole song on all processors: about 0.2
/// s for each 4 minutes of stereo on two. Throws `Cancelled`, `std::bad_alloc`. Threads: any.
LevelPyramid makeLevelPyramid(const AudioClip& clip, const StftParams& params,
                              const Progress& progress = {});

/// The same song with the strips of `share`, which has as many frames and bins. Only the strips
/// that are not those of `pyramid` are made, from its levels; strips that `share` lacks become
/// unknown. Throws `Cancelled`, `std::bad_alloc`. Threads: any.
LevelPyramid withShare(const LevelPyramid& pyramid, const BackgroundShare& share,
                       const Progress& progress = {});

} // namespace refrain
