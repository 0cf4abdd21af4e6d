// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace refrain {

class Document;
class SeparationPanel;

/// The menu of the knobs, the presets and the analysis.
///
/// Threads: the GUI thread.
class SeparationMenu : public QMenu {
    Q_OBJECT

public:
    SeparationMenu(Document& document, SeparationPanel& panel, QWidget* parent);
};

} // namespace refrain
