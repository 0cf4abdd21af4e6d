// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/step_text.h"

#include "ui/document/number_label.h"

#include <QCoreApplication>
#include <QStringList>

namespace refrain {

namespace {

QString knobLabel(double number) {
    return shortNumberLabel(number, number < 1 ? 3 : 2); // as fine as the sliders are
}

QString faderLabel(double decibels) {
    return decibels <= kFaderRange[0]
               ? QCoreApplication::translate("step", "off")
               : QCoreApplication::translate("step", "%1 dB").arg(shortNumberLabel(decibels, 1));
}

} // namespace

QString stepText(const QString& what, const SeparationSettings& before,
                 const SeparationSettings& after) {
    QStringList from;
    QStringList to;
    const auto add = [&](double old, double now, auto label) {
        if (old == now)
            return;
        from += label(old);
        to += label(now);
    };
    const MaskSettings& old = before.knobs;
    const MaskSettings& now = after.knobs;
    add(old.backgroundMargin, now.backgroundMargin, knobLabel);
    add(old.foregroundMargin, now.foregroundMargin, knobLabel);
    add(old.power, now.power, knobLabel);
    for (std::size_t i = 0; i < before.faders.size(); ++i)
        add(before.faders[i].decibels, after.faders[i].decibels, faderLabel);
    if (from.isEmpty())
        return what;
    const QString comma = QStringLiteral(", ");
    return QCoreApplication::translate("step", "%1 %2 → %3")
        .arg(what, from.join(comma), to.join(comma));
}

QString commandText(const QString& text) {
    QString menu = text;
    menu.replace(QLatin1Char('&'), QLatin1String("&&"));
    return menu == text ? text : text + QLatin1Char('\n') + menu;
}

} // namespace refrain
