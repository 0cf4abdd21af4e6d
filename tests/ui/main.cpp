// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/application.h"

#include <QLocale>
#include <QTemporaryDir>
#include <cstdio>
#include <gtest/gtest.h>

namespace {

/// What the platform without a screen says of itself is no news; all else is printed.
void printNews(QtMsgType, const QMessageLogContext&, const QString& message) {
    if (!message.startsWith(QLatin1String("This plugin does not support")))
        std::fprintf(stderr, "%s\n", qPrintable(message));
}

} // namespace

// The tests of the window share one application, on no screen unless told otherwise, and have
// settings of their own.
int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    testing::InitGoogleTest(&argc, argv);
    qInstallMessageHandler(printNews);
    const QTemporaryDir home;
    for (const char* variable :
         {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
        qputenv(variable, home.path().toLocal8Bit());
    QApplication::setOrganizationName(QStringLiteral("Refrain"));
    QApplication::setApplicationName(QStringLiteral("Refrain"));
    QLocale::setDefault(QLocale::c()); // as in the program
    const refrain::test::Application application(argc, argv);
    return RUN_ALL_TESTS();
}
