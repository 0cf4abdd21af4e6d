// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/usage.h"
#include "ui/main_window.h"
#include "ui/shell/application_icon.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QFile>
#include <QLocale>
#include <cstdio>

namespace {

/// Qt would only abort.
bool hasDisplay() {
    return !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

} // namespace

int main(int argc, char** argv) {
    CLI::App program(
        "Refrain shows what comes again in a song (the background, usually the band) "
        "and what does not\n(the foreground, usually the voice), and takes them apart.",
        "refrain");
    refrain::cli::explainUsage(program);
    program.set_version_flag("--version", "refrain " REFRAIN_VERSION, "Tell the version, and end");
    std::string song;
    program.add_option("SONG", song, "The song to open");
    program.footer("Without a window, \"refrain-cli\" does the same.");
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : refrain::cli::kWrongUsage;
    }
    if (!hasDisplay()) {
        std::fputs("refrain: There is no display to open a window on; refrain-cli works without "
                   "one.\n",
                   stderr);
        return refrain::cli::kFailed;
    }

    QApplication::setOrganizationName(QStringLiteral("Refrain"));
    QApplication::setApplicationName(QStringLiteral("Refrain"));
    QApplication::setApplicationDisplayName(QStringLiteral("Refrain"));
    QApplication::setApplicationVersion(QStringLiteral(REFRAIN_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("refrain")); // by which Wayland finds the icon
    const QApplication application(argc, argv);
    QApplication::setWindowIcon(refrain::applicationIcon());
    // Numbers look the same in fields, labels and axes.
    QLocale::setDefault(QLocale::c());
    refrain::MainWindow window;
    window.show();
    if (!song.empty())
        window.open(QFile::decodeName(song.c_str()));
    return QApplication::exec();
}
