// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/pyramid_raster.h"
#include "core/separation/estimators/refrain/pitch_track.h"

#include <QString>
#include <array>
#include <optional>
#include <vector>

namespace refrain {

/// What is at a point of the pictures.
struct Readout {
    double seconds = 0;
    double hertz = 0;

    /// The level in decibels of the cell at that point, for each of `kViewPanels`; nothing where it
    /// is not known.
    std::array<std::optional<double>, kViewPanels.size()> decibels = {};

    /// From 0 to 1; nothing where it is not known.
    std::optional<double> backgroundShare = {};

    /// The pitch of the voice at that moment, where one is clearly heard.
    std::optional<double> voiceHertz = {};
};

/// "1:33.217".
QString timeLabel(double seconds);

/// "440.1 Hz" or "12.35 kHz".
QString frequencyLabel(double hertz);

/// "A4 +12 cents", a note and the cents above it (or "A4 −12 cents" below), or nothing under 16 Hz,
/// where no note is heard. A4 is 440 Hz.
QString noteLabel(double hertz);

/// "−31.5 dB", "silent" at the floor.
QString levelLabel(double decibels);

/// A part of a readout, and the longest text that may stand there instead.
struct ReadoutField {
    QString text;
    QString widest;
};

/// What stands over a panel beside its level, the most wanted first: over the song the time, the
/// frequency and its note, over the background the share, over the foreground the voice's note.
/// `songSeconds` is the length of the song.
std::vector<ReadoutField> readoutFields(const Readout& readout, Panel panel, double songSeconds);

/// What there is of a pyramid at a point; `pitch` may be null.
Readout readAt(const LevelPyramid& pyramid, const std::array<PanelGains, kViewPanels.size()>& gains,
               const PitchTrack* pitch, double seconds, double hertz);

} // namespace refrain
