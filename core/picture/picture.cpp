// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture.h"

#include "core/base/text.h"
#include "core/picture/axis_ticks.h"
#include "core/picture/canvas.h"
#include "core/picture/pitch_line.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace refrain {

namespace {

struct PageColours {
    Colour page, title, panelTitle, label, tick;
};

// The page is not quite as dark as the floor of a dark map, nor as bright as that of a bright one,
// so that a silent panel is seen as a panel.
constexpr PageColours kDarkPage = {0xff17171d, 0xfff2f0f5, 0xffd6d3dd, 0xffa5a2b1, 0xff6a6877};
constexpr PageColours kBrightPage = {0xffededf1, 0xff17171d, 0xff33323a, 0xff5a5864, 0xff8b8995};

const PageColours& pageColoursFor(const ColourMap& map) {
    const Colour floor = map.front();
    const Colour sum = (floor >> 16 & 0xff) + (floor >> 8 & 0xff) + (floor & 0xff);
    return sum > 3 * 128 ? kBrightPage : kDarkPage;
}

// Lengths in ems, the size of the letters.
constexpr double kDigitHeight = 0.73; // of digits and capitals of DejaVu Sans
constexpr double kMargin = 1.0;
constexpr double kTick = 0.35;
constexpr double kTickToLabel = 0.3;
constexpr double kBarWidth = 0.9;
constexpr double kPanelToBar = 1.1;

/// Where everything is on the page.
struct PageLayout {
    int width = 0;  // pixels
    double em = 12; // pixels
    PageColours colours = kDarkPage;
    std::vector<Rectangle> panels;
    Rectangle bar; // of the colours
    double titleBaseline = 0;

    int pixels(double ems) const { return static_cast<int>(std::lround(ems * em)); }
    int line() const { return std::max(1, pixels(1.0 / 13)); } // how thick one is
    TextStyle style(Colour colour) const { return {.em = em, .colour = colour}; }
    TextStyle labelStyle() const { return style(colours.label); }
    TextStyle titleStyle() const { return {.em = 1.3 * em, .bold = true, .colour = colours.title}; }
    /// The baseline of what stands above a panel or the bar.
    double headBaseline(const Rectangle& area) const { return area.top - 0.5 * em; }
};

FrequencyScale scaleOf(const PictureSettings& settings, int sampleRate) {
    FrequencyScale scale = defaultFrequencyScale(settings.spacing, sampleRate);
    scale.lowestHertz = settings.lowestHertz.value_or(scale.lowestHertz);
    scale.highestHertz = settings.highestHertz.value_or(scale.highestHertz);
    return scale;
}

TimeSpan timeOf(const PictureSettings& settings, double songSeconds) {
    return {.fromSeconds = settings.fromSeconds,
            .toSeconds = std::min(settings.toSeconds.value_or(songSeconds), songSeconds)};
}

/// Letters grow with the page, but more slowly: 13.5 pixels at 1600x900, 22 at 3840x2160.
double emOf(const PictureSettings& settings) {
    const double size = std::min(settings.width / 1600.0, settings.height / 900.0);
    return std::clamp(13.5 * std::pow(size, 0.55), 9.5, 72.0);
}

/// Divides the height of the page among the panels, equally; their sides are still to be found.
PageLayout stackPanels(const PictureSettings& settings) {
    PageLayout page{.width = settings.width,
                    .em = emOf(settings),
                    .colours = pageColoursFor(*settings.colours),
                    .panels = {},
                    .bar = {}};
    constexpr double kHead = 1.45; // of a panel, where its title stands
    constexpr double kBetweenPanels = 0.5;
    constexpr double kTimeAxis = kTick + kTickToLabel + kDigitHeight;
    double top = 0.75 * kMargin;
    if (!settings.title.empty()) {
        top += 1.3 * kDigitHeight;
        page.titleBaseline = top * page.em;
        top += 0.65;
    }
    const int count = static_cast<int>(settings.panels.size());
    const int first = page.pixels(top + kHead);
    const int between = page.pixels(kBetweenPanels + kHead);
    const int end = settings.height - page.pixels(kTimeAxis + kMargin);
    const int height = (end - first - (count - 1) * between) / count;
    for (int i = 0; i < count; ++i)
        page.panels.push_back(
            {.left = 0, .top = first + i * (height + between), .width = 0, .height = height});
    page.bar = {.left = 0,
                .top = first,
                .width = page.pixels(kBarWidth),
                .height = page.panels.back().bottom() - first};
    return page;
}

/// Gives the panels all the width that the labels beside them leave.
void widenPanels(PageLayout& page, Canvas& canvas, int width, std::span<const Tick> frequencies) {
    const TextStyle style = page.labelStyle();
    double widest = canvas.textWidth("Hz", style);
    for (const Tick& tick : frequencies)
        widest = std::max(widest, canvas.textWidth(tick.label, style));
    const double besides = kMargin + kTickToLabel + kTick; // a label on either side
    const int left = page.pixels(besides) + static_cast<int>(std::ceil(widest));
    const int right = width - page.pixels(besides) -
                      static_cast<int>(std::ceil(canvas.textWidth("\u2212100", style)));
    page.bar.left = right - page.bar.width;
    for (Rectangle& panel : page.panels) {
        panel.left = left;
        panel.width = page.bar.left - page.pixels(kPanelToBar) - left;
    }
}

/// The baseline of a label in the middle of `y`, kept within `area` so that it touches nothing
/// above or below.
double labelBaseline(const PageLayout& page, const Rectangle& area, double y) {
    const double height = kDigitHeight * page.em;
    const double highest = area.top + height;
    return std::clamp(y + height / 2, highest, std::max<double>(highest, area.bottom()));
}

/// The row of pixels, or the column, for a place from 0 to 1 between the two ends of an axis.
int pixelAt(double place, int begin, int length) {
    return begin + std::clamp(static_cast<int>(place * length), 0, length - 1);
}

void drawFrequencyAxis(Canvas& canvas, const PageLayout& page, const Rectangle& panel,
                       const FrequencyScale& scale, std::span<const Tick> ticks) {
    const int length = page.pixels(kTick);
    const double labelsEnd = panel.left - length - page.em * kTickToLabel;
    for (const Tick& tick : ticks) {
        const int y = pixelAt(1 - scale.height(tick.value), panel.top, panel.height);
        canvas.fill({panel.left - length, y - page.line() / 2, length, page.line()},
                    page.colours.tick);
        canvas.write(tick.label, labelsEnd, labelBaseline(page, panel, y + 0.5), TextSide::left,
                     page.labelStyle());
    }
    canvas.write("Hz", labelsEnd, page.headBaseline(panel), TextSide::left, page.labelStyle());
}

void drawTimeAxis(Canvas& canvas, const PageLayout& page, const TimeSpan& time) {
    const Rectangle& panel = page.panels.back();
    const TextStyle style = page.labelStyle();
    const double seconds = time.seconds();
    const double character = canvas.textWidth("0", style) * seconds / panel.width;
    const double baseline = panel.bottom() + page.em * (kTick + kTickToLabel + kDigitHeight);
    for (const Tick& tick : timeTicks(time.fromSeconds, time.toSeconds, character)) {
        const double place = seconds > 0 ? (tick.value - time.fromSeconds) / seconds : 0;
        const int x = pixelAt(place, panel.left, panel.width);
        canvas.fill({x - page.line() / 2, panel.bottom(), page.line(), page.pixels(kTick)},
                    page.colours.tick);
        const double half = canvas.textWidth(tick.label, style) / 2; // which stays on the page
        const double middle = std::clamp(x + 0.5, half, std::max(half, page.width - half));
        canvas.write(tick.label, middle, baseline, TextSide::centred, style);
    }
}

void drawColourBar(Canvas& canvas, const PageLayout& page, const LevelRange& range,
                   const ColourMap& map) {
    const ColourScale colours(range, map);
    const Rectangle& bar = page.bar;
    const double decibelsPerPixel = range.spanDecibels / bar.height;
    canvas.drawRows(bar, [&](int y, std::span<Colour> pixels) {
        const double level = range.topDecibels - (y + 0.5) * decibelsPerPixel;
        std::ranges::fill(pixels, colours(static_cast<float>(level)));
    });
    const int length = page.pixels(kTick);
    // Ten labels are plenty, whatever the height.
    const double gap = std::max(2.2 * page.em * decibelsPerPixel, range.spanDecibels / 10);
    for (const Tick& tick : decibelTicks(range, gap)) {
        const double place = (range.topDecibels - tick.value) / range.spanDecibels;
        const int y = pixelAt(place, bar.top, bar.height);
        canvas.fill({bar.right(), y - page.line() / 2, length, page.line()}, page.colours.tick);
        canvas.write(tick.label, bar.right() + length + page.em * kTickToLabel,
                     labelBaseline(page, bar, y + 0.5), TextSide::right, page.labelStyle());
    }
    canvas.write("dB", bar.left, page.headBaseline(bar), TextSide::right, page.labelStyle());
}

/// As much of the title as fits.
std::string fittingTitle(Canvas& canvas, const PageLayout& page, const std::string& title,
                         double width) {
    const TextStyle style = page.titleStyle();
    const double dots = canvas.textWidth("\u2026", style);
    double used = 0;
    std::size_t fitting = 0; // bytes that leave room for the dots
    for (std::size_t begin = 0; begin < title.size();) {
        std::size_t end = begin + 1;
        while (end < title.size() && (static_cast<unsigned char>(title[end]) & 0xc0) == 0x80)
            ++end; // of a character
        used += canvas.textWidth(title.substr(begin, end - begin), style);
        if (used > width)
            return title.substr(0, fitting) + "\u2026";
        if (used + dots <= width)
            fitting = end;
        begin = end;
    }
    return title;
}

void drawPanels(Canvas& canvas, const PageLayout& page, const PictureSettings& settings,
                const LevelRange& range, std::span<const Array2D<float>> raster) {
    const ColourScale colours(range, *settings.colours);
    for (std::size_t i = 0; i < page.panels.size(); ++i) {
        const Rectangle& panel = page.panels[i];
        canvas.drawRows(panel, [&](int y, std::span<Colour> pixels) {
            for (std::size_t x = 0; x < pixels.size(); ++x)
                pixels[x] = colours(raster[i].row(static_cast<Index>(x))[y]);
        });
        canvas.write(std::string(panelTitle(settings.panels[i])), panel.left,
                     page.headBaseline(panel), TextSide::right,
                     page.style(page.colours.panelTitle));
    }
}

/// The pitch of the voice over every panel.
void drawPitch(Canvas& canvas, const PageLayout& page, const PictureSettings& settings,
               double framesPerSecond, const TimeSpan& time, const FrequencyScale& scale) {
    for (const Rectangle& panel : page.panels) {
        std::vector<std::vector<Point>> lines;
        for (const PitchLine& line :
             pitchLines(*settings.pitch, framesPerSecond, time, 2 * Index{panel.width})) {
            std::vector<Point>& points = lines.emplace_back();
            for (const PitchPoint& point : line)
                points.push_back(
                    {panel.left + (point.seconds - time.fromSeconds) / time.seconds() * panel.width,
                     panel.top + (1 - scale.height(point.hertz)) * panel.height});
        }
        const double unit = page.em / 13;
        canvas.drawLines(panel, lines,
                         {.width = kPitchCasingWidth * unit,
                          .colour = kPitchCasingColour,
                          .opacity = kPitchCasingOpacity});
        canvas.drawLines(
            panel, lines,
            {.width = kPitchLineWidth * unit, .colour = pitchColourOn(*settings.colours)});
    }
}

Error cannotDraw(const std::string& what, const std::string& why) {
    return Error("Cannot draw " + what + ": " + why + ".");
}

} // namespace

void requireDrawable(const PictureSettings& settings, double songSeconds, int sampleRate) {
    assert(!settings.panels.empty() && settings.spanDecibels > 0);
    const Index width = settings.width;
    const Index height = settings.height;
    if (width < kSmallestPictureWidth || height < kSmallestPictureHeight ||
        std::max(width, height) > kLargestPictureSide || width * height > kMostPicturePixels)
        throw cannotDraw("a picture of " + std::to_string(width) + "x" + std::to_string(height) +
                             " pixels",
                         "choose a size from 240x180 on, with at most 32767 pixels each way and "
                         "100 million in all");

    const TimeSpan time = timeOf(settings, songSeconds);
    if (time.fromSeconds < 0 || time.fromSeconds > time.toSeconds ||
        (time.seconds() <= 0 && songSeconds > 0))
        throw cannotDraw("the song from " + timeText(std::max(0.0, settings.fromSeconds)) + " to " +
                             timeText(settings.toSeconds.value_or(songSeconds)),
                         "choose times that rise and lie between 0:00 and its end at " +
                             timeText(songSeconds));

    const FrequencyScale scale = scaleOf(settings, sampleRate);
    const bool fromNothing = settings.spacing == FrequencySpacing::log && scale.lowestHertz <= 0;
    if (scale.lowestHertz < 0 || fromNothing || scale.lowestHertz >= scale.highestHertz ||
        scale.highestHertz > sampleRate / 2.0)
        throw cannotDraw("frequencies from " + numberText(scale.lowestHertz, 0) + " to " +
                             numberText(scale.highestHertz, 0) + " Hz",
                         "choose frequencies that rise and lie above 0 and up to " +
                             numberText(sampleRate / 2.0, 0) + " Hz, the highest in this song");
}

void writePicture(int descriptor, const std::filesystem::path& target, const PictureSource& source,
                  const PictureSettings& settings, const Progress& progress) {
    const double songSeconds = source.clip.seconds();
    requireDrawable(settings, songSeconds, source.clip.sampleRate);
    const TimeSpan time = timeOf(settings, songSeconds);
    const FrequencyScale scale = scaleOf(settings, source.clip.sampleRate);

    PageLayout page = stackPanels(settings);
    Canvas canvas({settings.format, descriptor, target}, settings.width, settings.height,
                  page.colours.page);
    canvas.setTitle(oneLine(settings.title));
    const Rectangle& panel = page.panels.front();
    const std::vector<Tick> frequencies = frequencyTicks(scale, 1.8 * page.em / panel.height);
    widenPanels(page, canvas, settings.width, frequencies);

    const std::vector<Array2D<float>> raster = rasterLevels(source,
                                                            {.panels = settings.panels,
                                                             .time = time,
                                                             .scale = scale,
                                                             .columns = panel.width,
                                                             .rows = panel.height},
                                                            progress.part(0, 0.6));
    const LevelRange range =
        settings.topDecibels
            ? LevelRange{*settings.topDecibels, settings.spanDecibels}
            : levelRangeBelow(loudestDecibels(source.clip, source.params, progress.part(0.6, 0.8)),
                              settings.spanDecibels);

    drawPanels(canvas, page, settings, range, raster);
    if (settings.pitch && time.seconds() > 0)
        drawPitch(canvas, page, settings,
                  source.clip.sampleRate / static_cast<double>(source.params.hop), time, scale);
    for (const Rectangle& area : page.panels)
        drawFrequencyAxis(canvas, page, area, scale, frequencies);
    drawTimeAxis(canvas, page, time);
    drawColourBar(canvas, page, range, *settings.colours);
    canvas.write(fittingTitle(canvas, page, oneLine(settings.title),
                              settings.width - panel.left - kMargin * page.em),
                 panel.left, page.titleBaseline, TextSide::right, page.titleStyle());
    canvas.finish(progress.part(0.8, 1));
}

} // namespace refrain
