// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/level_range.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace refrain {

/// A colour as 0xffRRGGBB, which both Cairo's and Qt's 32-bit RGB pictures hold.
using Colour = std::uint32_t;

/// Colours from the darkest to the brightest level.
using ColourMap = std::array<Colour, 256>;

/// Black over violet and orange to pale yellow: its lightness rises evenly, in grey and for
/// colour-blind eyes too. librosa's default.
extern const ColourMap kMagma;

/// Violet over green to yellow, and blue over grey to yellow, which looks the same to those who do
/// not tell red from green. Their lightness rises as evenly, but their darkest is no black.
extern const ColourMap kViridis;
extern const ColourMap kCividis;

/// Black to white, and white to black as on paper.
extern const ColourMap kGrey;
extern const ColourMap kInvertedGrey;

/// A map and what it is called: "magma", "inverted-grey".
struct NamedColourMap {
    std::string_view name;
    const ColourMap* map;
};

/// All maps, the default first.
inline constexpr std::array<NamedColourMap, 5> kColourMaps = {{{"magma", &kMagma},
                                                               {"viridis", &kViridis},
                                                               {"cividis", &kCividis},
                                                               {"grey", &kGrey},
                                                               {"inverted-grey", &kInvertedGrey}}};

/// Levels to colours: all that has to be made anew when the range of levels changes.
///
/// Threads: a value; `map` must outlive it.
class ColourScale {
public:
    explicit ColourScale(const LevelRange& range, const ColourMap& map = kMagma)
        : map_(&map), bottomDecibels_(static_cast<float>(range.bottomDecibels())),
          coloursPerDecibel_(
              static_cast<float>(static_cast<double>(map.size()) / range.spanDecibels)) {}

    Colour operator()(float decibels) const {
        const float place = (decibels - bottomDecibels_) * coloursPerDecibel_;
        return (*map_)[static_cast<std::size_t>(
            std::clamp(place, 0.0F, static_cast<float>(map_->size() - 1)))];
    }

private:
    const ColourMap* map_;
    float bottomDecibels_;
    float coloursPerDecibel_;
};

} // namespace refrain
