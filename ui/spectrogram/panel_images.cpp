// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/panel_images.h"

#include <QColor>
#include <algorithm>
#include <utility>

namespace refrain {

namespace {

/// The map as it looks through a veil: half way to grey and dimmed towards its darkest colour, so
/// that it is seen at once that this is not the result yet.
ColourMap paleMapOf(const ColourMap& map) {
    const auto mix = [](int a, int b, double part) { return static_cast<int>(a + part * (b - a)); };
    const QColor ground = QColor::fromRgb(map.front());
    ColourMap pale{};
    for (std::size_t i = 0; i < map.size(); ++i) {
        const QColor colour = QColor::fromRgb(map[i]);
        const int grey = qGray(map[i]);
        const auto veiled = [&](int channel, int under) {
            return mix(under, mix(channel, grey, 0.6), 0.5);
        };
        pale[i] = qRgb(veiled(colour.red(), ground.red()), veiled(colour.green(), ground.green()),
                       veiled(colour.blue(), ground.blue()));
    }
    return pale;
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

void PanelImages::update(const PyramidView& view) {
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
    }
}

} // namespace refrain
