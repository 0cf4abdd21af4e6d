// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/help_menu.h"

#include "ui/shell/keys_window.h"

#include <QMessageBox>

namespace refrain {

HelpMenu::HelpMenu(QWidget* parent) : QMenu(tr("&Help"), parent) {
    addAction(tr("&Keys and gestures"), QKeySequence::HelpContents, this,
              [parent] { showKeysWindow(parent); });
    addAction(tr("Open the &demo song"), this, &HelpMenu::demoWanted);
    addSeparator();
    addAction(tr("&About Refrain"), this, [parent] {
        QMessageBox::about(
            parent, tr("About Refrain"),
            tr("<b>Refrain %1</b><p>Takes a song apart into what comes again, usually the band, "
               "and what does not, usually the voice.</p><p>Free software under the GNU General "
               "Public License, version 3 or later.</p>")
                .arg(QStringLiteral(REFRAIN_VERSION)));
    });
}

} // namespace refrain
