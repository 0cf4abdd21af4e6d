// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/application_icon.h"

/// Qt wants this outside of any namespace. A linker would leave out what nobody in a library names.
static void nameResources() {
    Q_INIT_RESOURCE(refrain);
}

namespace refrain {

QIcon applicationIcon() {
    nameResources();
    return QIcon(QStringLiteral(":/icons/refrain.svg"));
}

} // namespace refrain
