// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/separation_settings.h"

#include <QString>

namespace refrain {

/// What is told of a step that turned knobs or faders: `what` with the numbers that it changed,
/// "Power 2 → 3.5", "Margins 1, 1 → 3, 11". Without any it is `what`. Threads: any.
QString stepText(const QString& what, const SeparationSettings& before,
                 const SeparationSettings& after);

/// The text of a `QUndoCommand`: as it is in the list of steps, and in a menu too, where an
/// ampersand would underline the next letter. Threads: any.
QString commandText(const QString& text);

} // namespace refrain
