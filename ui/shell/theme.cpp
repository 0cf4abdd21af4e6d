// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"

#include "ui/shell/theme_style.h"

#include <QApplication>
#include <QToolTip>
#include <cmath>

namespace refrain {

namespace {

struct Colours {
    QRgb window, base, alternateBase, button, text, quiet, disabled, highlight, link, light, mid,
        dark;
};

constexpr Colours kDark = {0xff232428, 0xff1a1b1e, 0xff202125, 0xff303238, 0xffe8e8ea, 0xffa3a5ad,
                           0xff6c6e76, 0xff536ad8, 0xff8ea2ff, 0xff44464e, 0xff2b2c31, 0xff141517};
constexpr Colours kLight = {0xfff4f4f6, 0xffffffff, 0xfff0f0f3, 0xfffafafb, 0xff1c1d21, 0xff5c5e66,
                            0xff85878e, 0xff3f57c8, 0xff2f46b5, 0xffffffff, 0xffd4d5da, 0xffb4b6bd};

QPalette paletteOf(const Colours& colours) {
    QPalette palette;
    palette.setColor(QPalette::Window, colours.window);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Base, colours.base);
    palette.setColor(QPalette::AlternateBase, colours.alternateBase);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.quiet);
    palette.setColor(QPalette::Button, colours.button);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, colours.button);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::Highlight, colours.highlight);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, colours.link);
    palette.setColor(QPalette::LinkVisited, colours.link);
    palette.setColor(QPalette::Light, colours.light);
    palette.setColor(QPalette::Midlight, colours.light);
    palette.setColor(QPalette::Mid, colours.mid);
    palette.setColor(QPalette::Dark, colours.dark);
    palette.setColor(QPalette::Shadow, QRgb{0xff000000});
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colours.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colours.mid);
    return palette;
}

/// Whether the desktop is dark, asked before its palette is replaced.
bool desktopIsDark() {
    static const bool dark = isDark(QApplication::palette());
    return dark;
}

} // namespace

QString themeName(Theme theme) {
    switch (theme) {
    case Theme::system:
        return QStringLiteral("system");
    case Theme::light:
        return QStringLiteral("light");
    case Theme::dark:
        return QStringLiteral("dark");
    }
    return {};
}

Theme themeNamed(const QString& name) {
    for (const Theme theme : {Theme::light, Theme::dark})
        if (name == themeName(theme))
            return theme;
    return Theme::system;
}

void setTheme(Theme theme) {
    const bool systemIsDark = desktopIsDark();
    const bool dark = theme == Theme::dark || (theme == Theme::system && systemIsDark);
    QApplication::setStyle(new ThemeStyle);
    const QPalette palette = paletteOf(dark ? kDark : kLight);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::WindowText).lightness() >
           palette.color(QPalette::Window).lightness();
}

QColor partColour(Part part, const QPalette& palette) {
    const bool dark = isDark(palette);
    switch (part) {
    case Part::foreground:
        return dark ? QRgb{0xfff5a65b} : QRgb{0xffc8640f};
    case Part::background:
        return dark ? QRgb{0xff5fb4e5} : QRgb{0xff1f73b0};
    case Part::residual:
        return dark ? QRgb{0xff9b9ba5} : QRgb{0xff777780};
    }
    return {};
}

QColor mixed(const QColor& a, const QColor& b, double part) {
    const auto mix = [part](int from, int to) {
        return static_cast<int>(std::lround(from + part * (to - from)));
    };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QColor quietTextColour(const QPalette& palette) {
    return palette.color(QPalette::PlaceholderText);
}

} // namespace refrain
