// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>

namespace refrain {

enum class TransportIcon { toStart, play, pause, stop, loop };

/// A sign for a button, in this colour, sharp at any scale of the screen. Threads: the GUI thread.
QIcon transportIcon(TransportIcon icon, const QColor& colour);

} // namespace refrain
