// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace refrain {

/// Opens a window with all keys and gestures, or brings it to the front. Threads: the GUI thread.
void showKeysWindow(QWidget* parent);

} // namespace refrain
