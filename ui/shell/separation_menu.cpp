// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/separation_menu.h"

#include "ui/document/document.h"
#include "ui/separation/preset_row.h"
#include "ui/separation/separation_panel.h"

namespace refrain {

SeparationMenu::SeparationMenu(Document& document, SeparationPanel& panel, QWidget* parent)
    : QMenu(tr("&Separation"), parent) {
    addAction(tr("Turn the &knobs"), QKeySequence(Qt::CTRL | Qt::Key_K), &panel,
              &SeparationPanel::focusKnobs);
    addSeparator();
    PresetRow& row = panel.presetRow();
    addAction(tr("&Save preset…"), &row, &PresetRow::save);
    QAction* rename =
        addAction(tr("&Rename preset…"), &row, [&row] { row.rename(row.ownPreset()); });
    QAction* remove =
        addAction(tr("&Delete preset"), &row, [&row] { row.remove(row.ownPreset()); });
    addSeparator();
    QAction* resume = addAction(tr("&Go on analysing"), &document, &Document::resume);
    QAction* cancel = addAction(tr("S&top"), QKeySequence(Qt::CTRL | Qt::Key_Period), &document,
                                &Document::cancel);
    connect(this, &QMenu::aboutToShow, this, [&document, rename, remove, resume, cancel, &row] {
        const bool own = !row.ownPreset().isEmpty();
        rename->setEnabled(own);
        remove->setEnabled(own);
        resume->setEnabled(document.canResume());
        cancel->setEnabled(document.job().isRunning());
    });
    connect(this, &QMenu::aboutToHide, this, [cancel] { cancel->setEnabled(true); });
}

} // namespace refrain
