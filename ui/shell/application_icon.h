// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace refrain {

/// The picture that stands for the program, drawn in any size. Threads: the GUI's.
QIcon applicationIcon();

} // namespace refrain
