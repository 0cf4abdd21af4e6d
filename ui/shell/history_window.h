// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QUndoStack;
class QWidget;

namespace refrain {

/// Opens a window with all steps that can be undone, beside `parent`, or brings it to the front. A
/// click goes back, or forth, to a step. Threads: the GUI thread.
void showHistoryWindow(QUndoStack& stack, QWidget* parent);

} // namespace refrain
