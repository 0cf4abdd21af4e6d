// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/part.h"

#include <QColor>
#include <QPalette>
#include <QString>

// How the program looks. Threads: the GUI thread.

namespace refrain {

enum class Theme { system, light, dark };

/// As it is written in the settings: "dark".
QString themeName(Theme theme);
Theme themeNamed(const QString& name); // `system` if it has no such name

/// Gives the application its style, and its colours from now on; all widgets are repainted. With
/// `system` it is dark where the desktop was when the program started.
void setTheme(Theme theme);

/// Whether light text is on a dark ground.
bool isDark(const QPalette& palette);

/// The colour that stands for a part in curves, meters and buttons, on the ground of this palette.
QColor partColour(Part part, const QPalette& palette);

/// `a` with this part of `b` in it, from 0 to 1; opaque.
QColor mixed(const QColor& a, const QColor& b, double part);

/// Of text that explains and is not to catch the eye; readable all the same.
QColor quietTextColour(const QPalette& palette);

} // namespace refrain
