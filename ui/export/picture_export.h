// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/picture.h"
#include "core/separation/mask_curve.h"
#include "core/separation/pipeline.h"
#include "core/separation/share.h"
#include "ui/document/song.h"

#include <QWidget>
#include <functional>
#include <memory>

namespace refrain {

/// All that a picture of a song and its parts is made of. A value.
struct PictureOrder {
    std::shared_ptr<const Song> song;
    Method method = Method::repeating;
    StftParams params;
    std::shared_ptr<const BackgroundShare> share;
    MaskSettings masks;
    PictureSettings settings;
};

/// How far a picture is.
enum class PictureStage { drawing, done, failed };

/// Told with a sentence at each stage: when drawing begins, and when the picture is there or could
/// not be made.
using PictureTold = std::function<void(PictureStage stage, const QString& sentence)>;

/// Asks for the format, the size and the file, and draws the picture in the background.
/// Closing the window gives it up. Threads: the GUI thread.
void exportPicture(const PictureOrder& order, QWidget* window, const PictureTold& told);

} // namespace refrain
