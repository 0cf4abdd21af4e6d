// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace refrain {

/// Lets the user choose the file of a song, beginning in the folder of the last one; `chosen` is
/// called with its path, or not at all. Returns at once. Threads: the GUI thread.
void chooseSong(QWidget* parent, const std::function<void(const QString& path)>& chosen);

} // namespace refrain
