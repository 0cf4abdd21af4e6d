// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ten_minutes.h"
#include "ui/spectrogram/overview_strip.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QApplication>
#include <QVBoxLayout>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>

// How long a frame of the three views takes while a hand pans, zooms and turns a knob: a song of
// ten minutes in stereo on 1600x900 pixels. Prints, for each gesture, percentiles of the time on
// the clock and of the time that the window's own thread computed, which other programs do not
// disturb. With an argument, only the gestures whose names it is in.

namespace refrain {

namespace {

constexpr int kFrames = 60; // of a gesture

double clockMilliseconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

/// Runs a gesture, `step(i)` before each frame, and prints what its frames took.
void measure(const QString& wanted, const char* gesture, const std::function<void(int)>& step) {
    if (!QLatin1String(gesture).contains(wanted))
        return;
    std::vector<double> wall;
    std::vector<double> own;
    std::vector<double> all;
    for (int i = 0; i < kFrames; ++i) {
        const double wallBefore = clockMilliseconds(CLOCK_MONOTONIC);
        const double ownBefore = clockMilliseconds(CLOCK_THREAD_CPUTIME_ID);
        const double allBefore = clockMilliseconds(CLOCK_PROCESS_CPUTIME_ID);
        step(i);
        QCoreApplication::processEvents();
        wall.push_back(clockMilliseconds(CLOCK_MONOTONIC) - wallBefore);
        own.push_back(clockMilliseconds(CLOCK_THREAD_CPUTIME_ID) - ownBefore);
        all.push_back(clockMilliseconds(CLOCK_PROCESS_CPUTIME_ID) - allBefore);
    }
    const auto percentile = [](std::vector<double>& times, double part) {
        std::ranges::sort(times);
        return times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1))];
    };
    std::printf("%-28s %8.1f %8.1f %12.1f %8.1f %12.1f %8.1f\n", gesture, percentile(wall, 0.5),
                percentile(wall, 0.95), percentile(own, 0.5), percentile(own, 0.95),
                percentile(all, 0.5), percentile(all, 0.95));
}

void replayGestures(const QString& wanted) {
    const auto levels = test::tenMinutes().levels;
    QWidget window;
    auto* layout = new QVBoxLayout(&window);
    layout->setContentsMargins(0, 0, 0, 0);
    SpectrogramView view;
    OverviewStrip strip;
    layout->addWidget(&view);
    view.setFixedSize(1600, 900);
    view.setLevels(levels);
    view.setLevelRange(levelRangeBelow(levels->loudestDecibels, 80));
    view.setKnobs({3, 11, 3});
    window.show();
    QCoreApplication::processEvents();

    std::printf("%-28s %17s %21s %21s\n", "", "clock, ms", "window's thread, ms",
                "all threads, ms");
    std::printf("%-28s %8s %8s %12s %8s %12s %8s\n", "gesture", "median", "95 %", "median", "95 %",
                "median", "95 %");
    const auto turnKnob = [&](int i) { view.setKnobs({3, 11 + 0.2 * i, 3}); };
    const auto pan = [&](int) { view.scrollTime(0.005); };
    measure(wanted, "knob, whole song", turnKnob);
    measure(wanted, "zoom in, time", [&](int) { view.zoomTime(0.88, 200); });
    measure(wanted, "zoom out, time", [&](int) { view.zoomTime(1 / 0.88, 200); });
    for (const double seconds : {200.0, 60.0, 20.0, 5.0, 1.0}) {
        view.setVisibleRange({100, 100 + seconds});
        char name[40];
        std::snprintf(name, sizeof name, "knob, %.0f s", seconds);
        measure(wanted, name, turnKnob);
        std::snprintf(name, sizeof name, "pan, %.0f s", seconds);
        measure(wanted, name, pan);
        std::snprintf(name, sizeof name, "zoom frequency, %.0f s", seconds);
        measure(wanted, name,
                [&](int i) { view.zoomFrequency(i < kFrames / 2 ? 0.95 : 1 / 0.95); });
    }
    measure(wanted, "playhead", [&](int i) { view.setPlayhead(100.1 + 0.01 * i); });
}

} // namespace

} // namespace refrain

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    refrain::replayGestures(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString());
}
