// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/song_settings.h"

#include <QString>
#include <QStringList>
#include <cstdint>
#include <optional>
#include <vector>

// What the program remembers from one day to the next, besides the looks of its windows; kept by
// QSettings. Numbers that make no sense, as a damaged file may have them, are left out.
// Threads: the GUI thread.

namespace refrain {

/// A preset that a person made.
struct UserPreset {
    QString name; // not empty, and not that of another one
    MaskSettings knobs;

    bool operator==(const UserPreset&) const = default;
};

std::vector<UserPreset> userPresets();
void setUserPresets(const std::vector<UserPreset>& presets);

/// What a song was separated and mixed with, and compared with, when it was last open, if it ever
/// was. `hash`: see `contentHash`.
std::optional<SongSettings> rememberedSettings(std::uint64_t hash);

/// Remembers it for the song. Of the songs, the 1000 that were open last are kept.
void rememberSettings(std::uint64_t hash, const SongSettings& song);

/// The files that were opened last, the latest first; at most 10.
QStringList recentFiles();
void addRecentFile(const QString& path);
void removeRecentFile(const QString& path);
void clearRecentFiles();

} // namespace refrain
