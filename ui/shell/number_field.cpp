// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/number_field.h"

#include "ui/document/number_label.h"

namespace refrain {

namespace {

QString withHyphens(QString text) {
    return text.replace(kMinus, QLatin1Char('-'));
}

QString withMinusSigns(QString text) {
    return text.replace(QLatin1Char('-'), kMinus);
}

} // namespace

QString NumberField::textFromValue(double value) const {
    return withMinusSigns(QDoubleSpinBox::textFromValue(value));
}

double NumberField::valueFromText(const QString& text) const {
    return QDoubleSpinBox::valueFromText(withHyphens(text));
}

QValidator::State NumberField::validate(QString& input, int& position) const {
    QString read = withHyphens(input);
    const QValidator::State state = QDoubleSpinBox::validate(read, position);
    input = withMinusSigns(read);
    return state;
}

} // namespace refrain
