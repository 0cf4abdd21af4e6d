// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/quiet_label.h"

namespace refrain {

QuietLabel::QuietLabel(const QString& text, QWidget* parent) : QLabel(text, parent) {
    setWordWrap(true);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.88);
    setFont(small);
    setForegroundRole(QPalette::PlaceholderText);
}

} // namespace refrain
