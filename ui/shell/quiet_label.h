// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace refrain {

/// Small text that explains what is beside it, in a calmer colour; it wraps.
///
/// Threads: the GUI thread.
class QuietLabel : public QLabel {
    Q_OBJECT

public:
    explicit QuietLabel(const QString& text, QWidget* parent = nullptr);
};

} // namespace refrain
