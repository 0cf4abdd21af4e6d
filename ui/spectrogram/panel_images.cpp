// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/panel_images.h"

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
    levelsChanged_ = true;
}

void PanelImages::setGains(const std::array<PanelGains, kViewPanels.size()>& gains) {
    raster_.setGains(gains);
    levelsChanged_ = true;
}

void PanelImages::setOutdated(bool outdated) {
    outdated_ = outdated;
    coloursChanged_ = true;
}

void PanelImages::setLevelRange(const LevelRange& range) {
    range_ = range;
    coloursChanged_ = true;
}

void PanelImages::setColourMap(const ColourMap& map) {
    map_ = &map;
    paleMap_ = paleMapOf(map);
    coloursChanged_ = true;
}

void PanelImages::update(const PyramidView& view, double pixelRatio) {
    pixelRatio_ = pixelRatio;
    if (levelsChanged_ || view != view_) {
        view_ = view;
        pixels_ = &raster_.read(view);
        levelsChanged_ = false;
        coloursChanged_ = true;
    }
    if (coloursChanged_)
        colour();
    coloursChanged_ = false;
}

bool PanelImages::refine() {
    constexpr Index kFrames = 1500; // about 5 ms of work
    coloursChanged_ = true;
    return raster_.refine(kFrames);
}

void PanelImages::colour() {
    const ColourScale colours(range_, *map_);
    const ColourScale paleColours(range_, paleMap_);
    std::vector<std::uint8_t> pale(pixels_->known.size());
    std::ranges::transform(pixels_->known, pale.begin(), [this](std::uint8_t known) {
        return static_cast<std::uint8_t>(outdated_ || known == 0);
    });
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel) {
        const Array2D<float>& levels = pixels_->levels[panel];
        QImage& image = images_[panel];
        const QSize size(static_cast<int>(levels.columns), static_cast<int>(levels.rows));
        if (image.size() != size)
            image = QImage(size, QImage::Format_RGB32);
        const bool song = kViewPanels[panel] == Panel::full;
        colourPixels(levels, song ? std::span<const std::uint8_t>{} : pale, colours, paleColours,
                     reinterpret_cast<Colour*>(image.bits()), image.bytesPerLine() / 4);
        if (!song)
            hatch(image, pixels_->known, pixelRatio_);
    }
}

} // namespace refrain
