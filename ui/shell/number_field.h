// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

namespace refrain {

/// A number field that shows the true minus sign, as labels do, and reads both. A point and a comma
/// both begin the decimals.
///
/// Threads: the GUI thread.
class NumberField : public QDoubleSpinBox {
    Q_OBJECT

public:
    using QDoubleSpinBox::QDoubleSpinBox;

    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& input, int& position) const override;
};

} // namespace refrain
