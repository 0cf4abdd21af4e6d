// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/colour_map.h"
#include "core/picture/pyramid_raster.h"

#include <QImage>
#include <array>
#include <memory>

namespace refrain {

/// The pictures of the panels, made anew when something changed that they show.
///
/// Threads: the GUI's.
class PanelImages {
public:
    PanelImages();

    void setLevels(std::shared_ptr<const LevelPyramid> levels);
    void setGains(const std::array<PanelGains, kViewPanels.size()>& gains);
    void setOutdated(bool outdated);
    void setLevelRange(const LevelRange& range);
    void setColourMap(const ColourMap& map);

    /// Makes them as `view` says, in pixels of the screen, of which there are `pixelRatio` to one
    /// of the window. What is not known yet is the song, pale and hatched; what is outdated is
    /// pale.
    void update(const PyramidView& view, double pixelRatio = 1);

    /// Whether `update` has left a part of what is new for the next time, so that it takes no
    /// longer than a frame.
    bool unfinished() const { return raster_.unfinished(); }

    /// Whether `refine` has something to do: what `update` has made is a sketch in places.
    bool sketched() const { return !raster_.exact(); }

    /// Does a part of the work that makes sketches exact, of a few milliseconds. The next `update`
    /// shows it. False once all is done.
    bool refine();

    /// `view.columns` by `view.rows` opaque pixels, for each of `kViewPanels`.
    const QImage& image(std::size_t panel) const { return images_[panel]; }

private:
    void colour(std::size_t panel);

    PyramidRaster raster_;
    PyramidView view_;
    double pixelRatio_ = 1;
    bool levelsChanged_ = true;
    bool levelsCame_ = true;  // since all of the pictures was made
    bool songChanged_ = true; // what the pictures of the song or of its parts show
    bool partsChanged_ = true;
    bool outdated_ = false;
    LevelRange range_;
    const ColourMap* map_;
    ColourMap paleMap_; // of what is not known yet
    const PyramidPixels* pixels_ = nullptr;
    std::array<QImage, kViewPanels.size()> images_;
};

} // namespace refrain
