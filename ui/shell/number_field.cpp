// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/number_field.h"

#include "ui/document/number_label.h"

#include <QLocale>

namespace refrain {

namespace {

/// As Qt reads it: it takes the minus sign for no sign at all, and a comma, where the language has
/// a point, for a divider of thousands, which makes 35 of "3,5".
QString asQtReadsIt(QString text, const QLocale& locale) {
    text.replace(kMinus, QLatin1Char('-'));
    text.replace(QLatin1Char(','), QLatin1Char('.'));
    return text.replace(QLatin1Char('.'), locale.decimalPoint());
}

QString withMinusSigns(QString text) {
    return text.replace(QLatin1Char('-'), kMinus);
}

} // namespace

QString NumberField::textFromValue(double value) const {
    return withMinusSigns(QDoubleSpinBox::textFromValue(value));
}

double NumberField::valueFromText(const QString& text) const {
    return QDoubleSpinBox::valueFromText(asQtReadsIt(text, locale()));
}

QValidator::State NumberField::validate(QString& input, int& position) const {
    QString read = asQtReadsIt(input, locale());
    const QValidator::State state = QDoubleSpinBox::validate(read, position);
    input = withMinusSigns(read);
    return state;
}

} // namespace refrain
