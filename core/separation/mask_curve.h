// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/part.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace refrain {

/// The three knobs: how a cell's background share becomes the gains of the parts.
struct MaskSettings {
    /// How many times the background must outweigh the foreground in a cell before the cell goes to
    /// the background half and half; 1 to 100. (`margin_i` of librosa's example.)
    double backgroundMargin = 1;

    /// The same for the foreground (`margin_v`).
    double foregroundMargin = 1;

    /// How hard the decision is: 1 divides a cell in proportion, a high power gives all of it to
    /// the stronger side; 0.1 to 20.
    double power = 2;

    bool operator==(const MaskSettings&) const = default;
};

constexpr double kMarginRange[] = {1, 100};
constexpr double kPowerRange[] = {0.1, 20};

/// The gains, each from 0 to 1, with which a cell goes into the three parts. Their sum is 1.
struct Gains {
    double foreground;
    double background;
    double residual;

    double of(Part part) const {
        return part == Part::foreground   ? foreground
               : part == Part::background ? background
                                          : residual;
    }
};

/// The soft masks of the article and of librosa's `util.softmask`, written as functions of the
/// background share `x` from 0 to 1:
///
///     foreground  (1-x)^p / ((1-x)^p + (Mf x)^p)
///     background  x^p / (x^p + (Mb (1-x))^p)
///     residual    1 - foreground - background; 0 everywhere if both margins are 1
///
/// Threads: any.
Gains gainsAt(double share, const MaskSettings& settings);

/// Where the curves of foreground and background meet.
struct Crossing {
    double share; // above it the background gets more of a cell, below it the foreground
    double gain;  // of both there, at most 0.5: what is missing to 1 goes to the residual

    bool operator==(const Crossing&) const = default;
};

Crossing crossingOf(const MaskSettings& settings);

/// The geometric mean of both margins: the larger it is, the lower the curves meet.
double meanMargin(const MaskSettings& settings);

/// The settings with their margins changed so that the curves meet at `share`, from 0 to 1, and
/// that the geometric mean of the margins is `mean`, or as near as the range of the margins allows:
/// at this share, if need be with another mean. Threads: any.
MaskSettings withMargins(const MaskSettings& settings, double share, double mean);

/// A gain for each stored share, `kShareSteps` of them.
using GainTable = std::vector<float>;

/// The masks as tables: all that has to be made anew when a knob moves.
struct MaskCurve {
    explicit MaskCurve(const MaskSettings& settings);

    const GainTable& of(Part part) const { return tables[static_cast<std::size_t>(part)]; }

    std::array<GainTable, 3> tables; // by Part
};

/// Settings with a name.
struct Preset {
    std::string_view name;
    MaskSettings settings;
    std::string_view purpose; // half a sentence for the user
};

/// The presets that everybody has; the first is the default.
std::span<const Preset> presets();

/// The preset of that name, or null.
const Preset* findPreset(std::string_view name);

} // namespace refrain
