// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QProxyStyle>
#include <utility>

namespace refrain {

/// Fusion with outlines that are seen. Fusion makes them a little darker than the window, which on
/// a dark window is nothing at all; a box that is not ticked was invisible. Here the outlines of
/// controls, and of what has the focus, stand out from the window by 3:1 or more, and a button that
/// is pressed for good is tinted and outlined in the colour of the selection. Tool bars are flat,
/// and menus and their groups have lines around and between them on dark windows too.
///
/// Threads: the GUI thread.
class ThemeStyle : public QProxyStyle {
    Q_OBJECT

public:
    ThemeStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;

private:
    QPalette outlined(const QPalette& palette) const;

    mutable std::pair<qint64, QPalette> last_; // what was asked for last, and what it became
};

/// The colour of an outline on a window of this palette, and of that of what has the focus.
QColor outlineColour(const QPalette& palette);
QColor focusColour(const QPalette& palette);

} // namespace refrain
