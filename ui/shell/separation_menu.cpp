// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/separation_menu.h"

#include "ui/document/document.h"
#include "ui/separation/preset_row.h"
#include "ui/separation/separation_panel.h"

namespace refrain {

SeparationMenu::SeparationMenu(Document& document, SeparationPanel& panel, QWidget* parent)
    : QMenu(tr("&Separation"), parent) {
    QAction* knobs = addAction(tr("Turn the &knobs"), QKeySequence(Qt::CTRL | Qt::Key_K), &panel,
                               &SeparationPanel::focusKnobs);
    addSeparator();
    PresetRow& row = panel.presetRow();
    QAction* save = addAction(tr("&Save preset…"), &row, &PresetRow::save);
    QAction* rename =
        addAction(tr("&Rename preset…"), &row, [&row] { row.rename(row.ownPreset()); });
    QAction* remove =
        addAction(tr("&Delete preset"), &row, [&row] { row.remove(row.ownPreset()); });
    addSeparator();
    QAction* resume = addAction(tr("&Go on analysing"), &document, &Document::resume);
    QAction* cancel = addAction(tr("S&top"), QKeySequence(Qt::CTRL | Qt::Key_Period), &document,
                                &Document::cancel);
    const auto enable = [=, &document, &row] {
        const bool song = document.song() != nullptr;
        const bool own = song && !row.ownPreset().isEmpty();
        knobs->setEnabled(song);
        save->setEnabled(song);
        rename->setEnabled(own);
        remove->setEnabled(own);
        resume->setEnabled(document.canResume());
        cancel->setEnabled(document.job().isRunning());
    };
    for (const auto change : {&Document::songChanged, &Document::settingsChanged,
                              &Document::resultsChanged, &Document::jobChanged})
        connect(&document, change, this, enable);
    connect(&document.presets(), &Presets::changed, this, enable);
    enable();
}

} // namespace refrain
