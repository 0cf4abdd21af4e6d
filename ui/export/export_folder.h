// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/song.h"

#include <QString>

// Where exports go unless the user wants them elsewhere. Threads: the GUI thread.

namespace refrain {

/// The folder of the last export if it is there still, or else the song's own.
QString exportFolder(const Song& song);
void rememberExportFolder(const QString& folder);

} // namespace refrain
