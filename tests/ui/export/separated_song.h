// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/signals.h"
#include "ui/export/export_queue.h"

namespace refrain::test {

/// The export of a song of noise whose left half of the spectrum is background, "Song", from a file
/// in `folder` (which is not there) into its subfolder "stems".
inline ExportOrder orderOf(const std::filesystem::path& folder, double seconds) {
    auto song = std::make_shared<Song>();
    song->path = folder / "song.wav";
    song->file.clip = noise(44100, 2, static_cast<Index>(seconds * 44100));
    song->file.title = "Song";
    ExportOrder order;
    order.song = song;
    order.params = {1024, 256};
    order.share = std::make_shared<const BackgroundShare>(
        makeShare(order.params.frameCount(song->file.clip.length()), order.params.binCount(), {},
                  [](Index, std::span<float> row) {
                      for (std::size_t bin = 0; bin < row.size(); ++bin)
                          row[bin] = bin < row.size() / 2 ? 0.9F : 0.2F;
                  }));
    order.settings.folder = folder / "stems";
    order.toSeconds = seconds;
    return order;
}

} // namespace refrain::test
