// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/number_label.h"

#include <cmath>

namespace refrain {

namespace {

QString withSign(double number, const QString& digits) {
    return number < 0 && digits.toDouble() != 0 ? kMinus + digits : digits;
}

} // namespace

QString numberLabel(double number, int decimals) {
    return withSign(number, QString::number(std::abs(number), 'f', decimals));
}

QString shortNumberLabel(double number, int decimals) {
    QString digits = QString::number(std::abs(number), 'f', decimals);
    if (digits.contains(QLatin1Char('.'))) {
        while (digits.endsWith(QLatin1Char('0')))
            digits.chop(1);
        if (digits.endsWith(QLatin1Char('.')))
            digits.chop(1);
    }
    return withSign(number, digits);
}

} // namespace refrain
