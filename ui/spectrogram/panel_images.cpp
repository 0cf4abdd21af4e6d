// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/panel_images.h"

#include "core/picture/colour_pixels.h"

#include <algorithm>
#include <span>
#include <utility>

namespace refrain {

namespace {

/// The map with less than half of its contrast, from the colour of silence on: dim on every map, in
/// colours that the map has, so that it is seen at once that this is not the result yet.
ColourMap paleMapOf(const ColourMap& map) {
    ColourMap pale{};
    for (std::size_t i = 0; i < map.size(); ++i)
        pale[i] = map[(2 * i + 2) / 5];
    return pale;
}

/// Draws slanting lines over the columns that are not known, in a grey that is seen on dark and
/// bright maps alike. `unit` is how many pixels of the screen one of the window is.
void hatch(QImage& image, std::span<const std::uint8_t> known, double unit) {
    const int period = std::max(4, qRound(9 * unit));
    const int thickness = std::max(1, qRound(unit));
    const auto veiled = [](QRgb colour) {
        const auto mix = [](int channel) { return (3 * channel + 2 * 128) / 5; };
        return qRgb(mix(qRed(colour)), mix(qGreen(colour)), mix(qBlue(colour)));
    };
    const auto columns = static_cast<int>(known.size());
    for (int from = 0, to = 0; from < columns; from = to) {
        to = from + 1;
        if (known[from] != 0)
            continue;
        while (to < columns && known[to] == 0)
            ++to;
        for (int y = 0; y < image.height(); ++y) {
            auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(y));
            for (int x = from - (from + y) % period; x < to; x += period)
                for (int i = std::max(x, from); i < std::min(x + thickness, to); ++i)
                    pixels[i] = veiled(pixels[i]);
        }
    }
}

} // namespace

PanelImages::PanelImages() {
    setColourMap(kMagma);
}

void PanelImages::setLevels(std::shared_ptr<const LevelPyramid> levels) {
    raster_.setPyramid(std::move(levels));
    levelsChanged_ = levelsCame_ = true;
}

void PanelImages::setGains(const std::array<PanelGains, kViewPanels.size()>& gains) {
    raster_.setGains(gains);
    levelsChanged_ = true;
}

void PanelImages::setOutdated(bool outdated) {
    partsChanged_ = partsChanged_ || outdated != outdated_;
    outdated_ = outdated;
}

void PanelImages::setLevelRange(const LevelRange& range) {
    if (range != range_)
        songChanged_ = partsChanged_ = true;
    range_ = range;
}

void PanelImages::setColourMap(const ColourMap& map) {
    map_ = &map;
    paleMap_ = paleMapOf(map);
    songChanged_ = partsChanged_ = true;
}

void PanelImages::update(const PyramidView& view, double pixelRatio) {
    pixelRatio_ = pixelRatio;
    if (levelsChanged_ || view != view_) {
        // While a song loads all processors are busy, and this thread would do all of it in one
        // event. A hand that moves the view must see all of it at once.
        constexpr Index kColumns = 400; // about 5 ms of work
        const bool bitByBit = levelsCame_ && (view == view_ || raster_.empty());
        view_ = view;
        pixels_ = bitByBit ? &raster_.read(view, kColumns) : &raster_.read(view);
        levelsChanged_ = levelsCame_ = raster_.unfinished();
        partsChanged_ = true;
    }
    // A knob changes two of the pictures.
    songChanged_ = raster_.takeSongChanged() || songChanged_;
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel)
        if (kViewPanels[panel] == Panel::full ? songChanged_ : partsChanged_)
            colour(panel);
    songChanged_ = partsChanged_ = false;
}

bool PanelImages::refine() {
    constexpr Index kFrames = 1500; // about 5 ms of work
    partsChanged_ = true;
    return raster_.refine(kFrames);
}

void PanelImages::colour(std::size_t panel) {
    const ColourScale colours(range_, *map_);
    const ColourScale paleColours(range_, paleMap_);
    const Array2D<float>& levels = pixels_->levels[panel];
    QImage& image = images_[panel];
    const QSize size(static_cast<int>(levels.columns), static_cast<int>(levels.rows));
    if (image.size() != size)
        image = QImage(size, QImage::Format_RGB32);
    auto* const pixels = reinterpret_cast<Colour*>(image.bits());
    const Index stride = image.bytesPerLine() / 4;
    if (kViewPanels[panel] == Panel::full) {
        colourPixels(levels, {}, colours, paleColours, pixels, stride);
        return;
    }
    std::vector<std::uint8_t> pale(pixels_->known.size());
    std::ranges::transform(pixels_->known, pale.begin(), [this](std::uint8_t known) {
        return static_cast<std::uint8_t>(outdated_ || known == 0);
    });
    colourPixels(levels, pale, colours, paleColours, pixels, stride);
    hatch(image, pixels_->known, pixelRatio_);
}

} // namespace refrain
