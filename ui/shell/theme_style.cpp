// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme_style.h"

#include "ui/shell/theme.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

/// What Fusion has to take for the colour of the window to make this its outline, which is 1.4
/// times as dark.
QColor windowFor(const QColor& outline) {
    QColor colour = outline.toHsv();
    colour.setHsv(colour.hue(), colour.saturation(),
                  std::min(255, static_cast<int>(std::lround(colour.value() * 1.4))));
    return colour;
}

/// Of lines that set one group apart from the next: seen, and no more than that.
QColor dividerColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::Active, QPalette::Window),
                 palette.color(QPalette::Active, QPalette::WindowText), 0.2);
}

bool hasOutline(QStyle::PrimitiveElement element) {
    switch (element) {
    case QStyle::PE_IndicatorCheckBox:
    case QStyle::PE_IndicatorRadioButton:
    case QStyle::PE_PanelButtonCommand:
    case QStyle::PE_PanelButtonTool:
    case QStyle::PE_FrameLineEdit:
    case QStyle::PE_IndicatorItemViewItemCheck:
        return true;
    default:
        return false;
    }
}

bool hasOutline(QStyle::ComplexControl control) {
    switch (control) {
    case QStyle::CC_ComboBox:
    case QStyle::CC_SpinBox:
    case QStyle::CC_Slider:
    case QStyle::CC_ScrollBar:
        return true;
    default:
        return false;
    }
}

/// Whether it is the ground of a button that stays down, such as that of the chosen preset.
bool isPressedForGood(QStyle::PrimitiveElement element, const QStyleOption& option) {
    const bool button =
        element == QStyle::PE_PanelButtonCommand || element == QStyle::PE_PanelButtonTool;
    return button && (option.state & QStyle::State_On) && !(option.state & QStyle::State_Sunken);
}

/// The options that styles ask for are known by their type, so that a copy must have the same one.
template <class Option, class Draw>
bool drawCopy(const QStyleOption* option, const QPalette& palette, const Draw& draw) {
    const auto* typed = qstyleoption_cast<const Option*>(option);
    if (!typed)
        return false;
    Option copy(*typed);
    copy.palette = palette;
    draw(&copy);
    return true;
}

} // namespace

QColor outlineColour(const QPalette& palette) {
    return isDark(palette) ? QColor(0x80, 0x82, 0x8b) : QColor(0x7a, 0x7b, 0x82);
}

QColor focusColour(const QPalette& palette) {
    return palette.color(QPalette::Active, QPalette::Link);
}

ThemeStyle::ThemeStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

/// The palette with which Fusion draws outlines that are seen.
QPalette ThemeStyle::outlined(const QPalette& palette) const {
    if (palette.cacheKey() == last_.second.cacheKey())
        return palette; // Fusion draws one control with another
    // Fusion keeps the pictures of some controls by their palettes, so that the same one must not
    // become another each time.
    if (last_.first != palette.cacheKey()) {
        QPalette changed = palette;
        const QColor outline = outlineColour(palette);
        const QColor window = palette.color(QPalette::Active, QPalette::Window);
        // What has the focus gets an outline a little darker than this, and sliders are filled with
        // a little less of it: bright enough for both, and not glaring.
        const QColor highlight =
            mixed(palette.color(QPalette::Active, QPalette::Highlight), focusColour(palette), 0.5);
        for (const auto group : {QPalette::Active, QPalette::Inactive}) {
            changed.setColor(group, QPalette::Window, windowFor(outline));
            changed.setColor(group, QPalette::Highlight, highlight);
        }
        changed.setColor(QPalette::Disabled, QPalette::Window,
                         windowFor(mixed(outline, window, 0.5)));
        last_ = {palette.cacheKey(), changed};
    }
    QPalette result = last_.second;
    result.setCurrentColorGroup(palette.currentColorGroup());
    return result;
}

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const {
    const auto draw = [&](const QStyleOption* changed) {
        QProxyStyle::drawPrimitive(element, changed, painter, widget);
    };
    // As Fusion does, for whoever goes about with keys.
    if (element == PE_FrameFocusRect && !(option->state & State_KeyboardFocusChange))
        return;
    if (element == PE_FrameFocusRect || isPressedForGood(element, *option)) {
        const QColor colour = focusColour(option->palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(option->state & State_Enabled ? colour : mixed(colour, Qt::gray, 0.5));
        if (element != PE_FrameFocusRect)
            painter->setBrush(mixed(option->palette.color(QPalette::Button), colour, 0.28));
        painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
        painter->restore();
        return;
    }
    if (element == PE_FrameMenu) {
        painter->save();
        painter->setPen(dividerColour(option->palette));
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    }
    if (!hasOutline(element)) {
        draw(option);
        return;
    }
    const QPalette palette = outlined(option->palette);
    if (!drawCopy<QStyleOptionButton>(option, palette, draw) &&
        !drawCopy<QStyleOptionToolButton>(option, palette, draw) &&
        !drawCopy<QStyleOptionFrame>(option, palette, draw) &&
        !drawCopy<QStyleOptionViewItem>(option, palette, draw)) {
        QStyleOption copy(*option);
        copy.palette = palette;
        draw(&copy);
    }
}

void ThemeStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
    const auto draw = [&](const QStyleOption* changed) {
        QProxyStyle::drawControl(element, changed, painter, widget);
    };
    if (element == CE_ToolBar) { // flat; Fusion's edge of light is a bright line on a dark window
        const QRect& rect = option->rect;
        painter->fillRect(rect, option->palette.color(QPalette::Window));
        painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1),
                          dividerColour(option->palette));
        return;
    }
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (element == CE_MenuItem && item && item->text.isEmpty() &&
        item->menuItemType == QStyleOptionMenuItem::Separator) {
        const QRect& rect = item->rect;
        painter->fillRect(QRect(rect.left() + 6, rect.center().y(), rect.width() - 12, 1),
                          dividerColour(item->palette));
        return;
    }
    if (element != CE_ProgressBarGroove ||
        !drawCopy<QStyleOptionProgressBar>(option, outlined(option->palette), draw))
        draw(option);
}

void ThemeStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const {
    const auto draw = [&](const QStyleOptionComplex* changed) {
        QProxyStyle::drawComplexControl(control, changed, painter, widget);
    };
    if (hasOutline(control)) {
        const QPalette palette = outlined(option->palette);
        if (drawCopy<QStyleOptionComboBox>(option, palette, draw) ||
            drawCopy<QStyleOptionSpinBox>(option, palette, draw) ||
            drawCopy<QStyleOptionSlider>(option, palette, draw))
            return;
    }
    draw(option);
}

} // namespace refrain
