// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/axis_ticks.h"

#include "core/base/array2d.h"
#include "core/base/text.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>

namespace refrain {

namespace {

/// `number` with no more digits than it has. Six after the point tell 1 mHz steps of kHz apart.
std::string shortNumber(double number) {
    std::string text = numberText(number, 6);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

std::string frequencyLabel(double hertz) {
    return hertz >= 1000 ? shortNumber(hertz / 1000) + "k" : shortNumber(hertz);
}

/// The multiples of `step` from `first` to `last`. A multiple that rounding has put next to an end
/// counts as on it.
std::vector<double> multiples(double step, double first, double last) {
    constexpr double kSlack = 1e-9;
    std::vector<double> values;
    const auto end = static_cast<Index>(std::floor(last / step + kSlack));
    for (auto i = static_cast<Index>(std::ceil(first / step - kSlack)); i <= end; ++i)
        values.push_back(static_cast<double>(i) * step);
    return values;
}

/// The step after `step` in 1, 2, 5, 10, 20 and so on, downwards.
double finerStep(double step) {
    const double decade = std::pow(10, std::floor(std::log10(step) + 1e-9));
    const double digit = step / decade;
    return digit > 4 ? 2 * decade : digit > 1.5 ? decade : decade / 2;
}

double smallestGap(const FrequencyScale& scale, std::span<const double> rising) {
    double gap = 1;
    for (std::size_t i = 1; i < rising.size(); ++i)
        gap = std::min(gap, scale.height(rising[i]) - scale.height(rising[i - 1]));
    return gap;
}

/// The first and the last, for an axis with no room for more.
std::vector<double> outermost(const std::vector<double>& rising) {
    assert(rising.size() >= 2);
    return {rising.front(), rising.back()};
}

/// Evenly spaced frequencies, as many as there is room for.
std::vector<double> evenFrequencies(const FrequencyScale& scale, double gap) {
    const double range = scale.highestHertz - scale.lowestHertz;
    double step = std::pow(10, std::ceil(std::log10(range)));
    std::vector<double> best;
    for (;; step = finerStep(step)) {
        std::vector<double> values = multiples(step, scale.lowestHertz, scale.highestHertz);
        if (values.size() < 2)
            continue;
        if (smallestGap(scale, values) < gap)
            return best.empty() ? outermost(values) : best;
        best = std::move(values);
    }
}

/// Adds the frequencies `digit` times a power of ten that keep their distance to those there are,
/// from the top down: on a mel axis the low ones are crowded.
void addDecades(std::vector<double>& rising, const FrequencyScale& scale, double digit,
                double gap) {
    const auto top = static_cast<int>(std::floor(std::log10(scale.highestHertz)));
    for (int power = top; power >= 0; --power) {
        const double hertz = digit * std::pow(10, power);
        if (hertz < scale.lowestHertz || hertz > scale.highestHertz)
            continue;
        const bool free = std::ranges::none_of(rising, [&](double other) {
            return std::abs(scale.height(other) - scale.height(hertz)) < gap;
        });
        if (free)
            rising.insert(std::ranges::upper_bound(rising, hertz), hertz);
    }
}

/// Round frequencies of every decade: powers of ten first, and between them what there is room for.
/// `scale` reaches over two octaves at least, in which there are always two.
std::vector<double> decadeFrequencies(const FrequencyScale& scale, double gap) {
    std::vector<double> rising;
    if (scale.lowestHertz <= 0)
        rising.push_back(0);
    for (const double digit : {1, 2, 5, 3, 7})
        addDecades(rising, scale, digit, gap);
    return rising.size() >= 2 ? rising : outermost(decadeFrequencies(scale, 0));
}

} // namespace

std::vector<Tick> frequencyTicks(const FrequencyScale& scale, double gap) {
    // Over less than two octaves round numbers of each decade are too few: 400, 450, 500 are not.
    const bool even = scale.spacing == FrequencySpacing::linear ||
                      scale.highestHertz < 4 * std::max(scale.lowestHertz, 30.0);
    std::vector<Tick> ticks;
    for (const double hertz : even ? evenFrequencies(scale, gap) : decadeFrequencies(scale, gap))
        ticks.push_back({hertz, frequencyLabel(hertz)});
    return ticks;
}

std::vector<Tick> timeTicks(double fromSeconds, double toSeconds, double secondsPerCharacter) {
    struct Step {
        double seconds;
        int decimals;
    };
    static constexpr Step kSteps[] = {
        {0.001, 3}, {0.002, 3}, {0.005, 3}, {0.01, 2},  {0.02, 2},  {0.05, 2},  {0.1, 1},
        {0.2, 1},   {0.5, 1},   {1, 0},     {2, 0},     {5, 0},     {10, 0},    {15, 0},
        {30, 0},    {60, 0},    {120, 0},   {300, 0},   {600, 0},   {900, 0},   {1800, 0},
        {3600, 0},  {7200, 0},  {18000, 0}, {36000, 0}, {86400, 0}, {432000, 0}};
    constexpr double kSpaceCharacters = 5; // between two labels
    std::vector<Tick> ticks;
    for (const Step& step : kSteps) {
        const auto length = static_cast<double>(timeText(toSeconds, step.decimals).size());
        if (step.seconds < (length + kSpaceCharacters) * secondsPerCharacter)
            continue;
        for (const double seconds : multiples(step.seconds, fromSeconds, toSeconds))
            ticks.push_back({seconds, timeText(seconds, step.decimals)});
        break;
    }
    if (ticks.empty()) // a stretch between two round times, or without any length
        ticks.push_back({fromSeconds, timeText(fromSeconds, 3)});
    return ticks;
}

std::vector<Tick> decibelTicks(const LevelRange& range, double gap) {
    double step = 100;
    for (double finer = finerStep(step); finer >= std::max(gap, 1.0); finer = finerStep(step))
        step = finer;
    std::vector<Tick> ticks;
    for (const double level : multiples(step, range.bottomDecibels(), range.topDecibels)) {
        const std::string digits = numberText(std::abs(level), 0);
        ticks.push_back({level, level < 0 ? "\u2212" + digits : digits});
    }
    return ticks;
}

} // namespace refrain
