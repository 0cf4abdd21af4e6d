// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/audio_file.h"
#include "core/separation/pipeline.h"
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/main_window.h"
#include "ui/spectrogram/spectrogram_plot.h"

#include <QApplication>
#include <QStandardPaths>
#include <QtTest/QTest>
#include <chrono>
#include <cstdio>

// How long a person waits: for the window, for the picture of a song of four minutes in stereo, and
// for its parts; and how long the analysis alone takes without a window, as `refrain-cli separate`
// runs it. Give the name of a song to measure that one instead. Prints a table, in seconds on the
// clock, to be read on a machine that does nothing else.

namespace refrain {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void print(const char* what, double seconds, const char* wanted) {
    std::printf("%-44s %7.2f   %s\n", what, seconds, wanted);
    std::fflush(stdout);
}

/// Reads and analyses a song as the command line does.
double analysisSeconds(const std::filesystem::path& song) {
    Results results;
    const auto clip = std::make_shared<const AudioClip>(readAudioFile(song).clip);
    const auto start = Clock::now();
    update(results, {.song = clip, .settings = {}});
    return secondsSince(start);
}

int measure(Clock::time_point start, std::filesystem::path song) {
    const test::TemporaryFolder folder;
    auto window = std::make_unique<MainWindow>();
    window->resize(1600, 900);
    window->show();
    if (!QTest::qWaitForWindowExposed(window.get()))
        return 1;
    QCoreApplication::processEvents();
    print("window up", secondsSince(start), "at most 0.5");

    if (song.empty()) {
        song = folder / "song.wav";
        test::writeClip(song, test::demoSong(240));
    }
    const Document& document = window->document();
    auto* plot = window->findChild<SpectrogramPlot*>();
    double levelsSeconds = 0;
    const auto opened = Clock::now();
    QObject::connect(plot, &QCustomPlot::afterReplot, plot, [&] {
        if (levelsSeconds == 0 && document.levels())
            levelsSeconds = secondsSince(opened);
    });
    window->open(fromPath(song));
    if (!QTest::qWaitFor([&] { return document.isSeparated(); }, 600000))
        return 1;
    QCoreApplication::processEvents();
    const double allSeconds = secondsSince(opened);
    print("spectrogram of the song, from choosing it", levelsSeconds, "at most 1");
    print("background and foreground, all of them", allSeconds, "");
    window.reset();

    const double analysis = analysisSeconds(song);
    print("the analysis alone", analysis, "");
    print("parts in the window against it", allSeconds / analysis, "at most 2.5 times");
    return 0;
}

} // namespace

} // namespace refrain

int main(int argc, char** argv) {
    const auto start = std::chrono::steady_clock::now();
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true); // leaves the user's own settings alone
    QApplication::setOrganizationName(QStringLiteral("Refrain"));
    QApplication::setApplicationName(QStringLiteral("Refrain opening bench"));
    const QApplication application(argc, argv);
    return refrain::measure(start,
                            argc > 1 ? std::filesystem::path(argv[1]) : std::filesystem::path());
}
