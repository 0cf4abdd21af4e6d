// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/monitor.h"
#include "core/playback/player.h"
#include "tests/audio_server/jack.h"
#include "tests/bench/ten_minutes.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <thread>

// Listening with a real sound server that keeps the pace of a card (jackd's dummy driver, periods
// of 1024 frames): how soon a change is heard, what is late while all processors analyse another
// song, and how playing and zooming get along. To be read on a machine that does nothing else.

namespace refrain {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int kRate = 44100;

double percentile(std::vector<double> values, double part) {
    std::ranges::sort(values);
    return values.empty()
               ? 0
               : values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

void printTimes(const char* what, const std::vector<double>& milliseconds) {
    std::printf("%-44s median %5.1f, p95 %5.1f, p99 %5.1f, worst %5.1f ms\n", what,
                percentile(milliseconds, 0.5), percentile(milliseconds, 0.95),
                percentile(milliseconds, 0.99), percentile(milliseconds, 1));
}

/// Uses all processors until it is destroyed, as the analysis of another song does.
class OtherSong {
public:
    explicit OtherSong(std::shared_ptr<const AudioClip> clip)
        : thread_([clip = std::move(clip)](const std::stop_token& stop) {
              try {
                  for (;;) {
                      Results results;
                      update(results, {.song = clip, .settings = {}}, Progress(stop));
                  }
              } catch (const Cancelled&) {
              }
          }) {}

private:
    std::jthread thread_;
};

bool started(Player& player) {
    player.play();
    for (int i = 0; i < 1000 && player.playhead() < kRate / 2.0; ++i)
        std::this_thread::sleep_for(10ms);
    if (player.playhead() >= kRate / 2.0)
        return true;
    std::printf("It does not play: %s\n", player.status().problem.c_str());
    return false;
}

/// From the call that changes something to 90 % of the change in what the server plays.
void measureChanges(const char* what, int count) {
    Listening listening;
    listening.clip =
        std::make_shared<const AudioClip>(test::sine(kRate, 2, (count / 4 + 20) * kRate, 441, 0.5));
    listening.params = defaultStftParams(kRate);
    listening.share = std::make_shared<const BackgroundShare>(makeShare(
        listening.params.frameCount(listening.clip->length()), listening.params.binCount(), {},
        [](Index, std::span<float> row) { std::ranges::fill(row, 0.5F); }));
    listening.gains = std::make_shared<const GainTable>(kShareSteps, 1.0F);
    test::JackRecorder recorder(count / 4 + 30);
    Player player;
    player.listen(listening);
    if (!started(player))
        return;
    std::vector<std::ptrdiff_t> changes;
    for (int i = 0; i < count; ++i) {
        std::this_thread::sleep_for(std::chrono::microseconds(180'000 + 7919 * (i % 13)));
        listening.gains = std::make_shared<const GainTable>(kShareSteps, i % 2 == 0 ? 0.1F : 1.0F);
        changes.push_back(recorder.length());
        player.listen(listening);
    }
    std::this_thread::sleep_for(300ms);
    recorder.stop();
    const auto& sound = recorder.sound(0);
    std::vector<double> milliseconds;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        // Of each period of the tone, its loudest sample: from 0.5 to 0.05 and back.
        const bool falls = i % 2 == 0;
        for (std::ptrdiff_t frame = changes[i];; frame += 25) {
            if (frame + 100 > std::ssize(sound) || frame > changes[i] + kRate / 2)
                break;
            const double peak =
                *std::max_element(sound.begin() + frame, sound.begin() + frame + 100);
            if (falls ? peak < 0.095 : peak > 0.455) {
                milliseconds.push_back(1000.0 * static_cast<double>(frame + 100 - changes[i]) /
                                       kRate);
                break;
            }
        }
    }
    printTimes(what, milliseconds);
    std::printf("  %zu of %d changes heard; late blocks %td; the server's own xruns %d\n",
                milliseconds.size(), count, static_cast<Index>(player.lateness().blocks),
                recorder.overruns());
}

Listening listeningTo(const test::LongSong& song, const GainTable& gains) {
    Listening listening;
    listening.clip = song.clip;
    listening.params = song.params;
    listening.share = song.share;
    listening.gains = std::make_shared<const GainTable>(gains);
    return listening;
}

void playUnderLoad(const test::LongSong& song, const GainTable& gains, double seconds) {
    Player player;
    player.listen(listeningTo(song, gains));
    if (!started(player))
        return;
    const OtherSong other(song.clip);
    const test::JackRecorder recorder(1);
    const double from = player.playhead();
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    std::printf("%.0f s played while all processors analysed another song: late blocks %td "
                "(%td frames), the server's own xruns %d, latency %.0f ms\n",
                (player.playhead() - from) / kRate, static_cast<Index>(player.lateness().blocks),
                static_cast<Index>(player.lateness().frames), recorder.overruns(),
                1000 * player.status().latencySeconds);
}

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

void playAndZoom(const test::LongSong& song, const MaskSettings& knobs, double seconds) {
    SpectrogramView view;
    view.setFixedSize(1600, 900);
    view.setLevels(song.levels);
    view.setLevelRange(levelRangeBelow(song.levels->loudestDecibels, 80));
    view.setKnobs(knobs);
    view.show();
    QCoreApplication::processEvents();
    Player player;
    player.listen(listeningTo(song, heardGains(MaskCurve(knobs), {})));
    if (!started(player))
        return;
    const test::JackRecorder recorder(1);
    std::vector<double> clock;
    std::vector<double> own;
    QElapsedTimer whole;
    whole.start();
    for (int i = 0; static_cast<double>(whole.elapsed()) < 1000 * seconds; ++i) {
        const auto start = Clock::now();
        const double ownStart = threadMilliseconds();
        view.setPlayhead(player.playhead() / kRate);
        view.zoomTime(i / 40 % 2 == 0 ? 0.92 : 1 / 0.92, player.playhead() / kRate);
        QCoreApplication::processEvents();
        const std::chrono::duration<double, std::milli> taken = Clock::now() - start;
        clock.push_back(taken.count());
        own.push_back(threadMilliseconds() - ownStart);
        std::this_thread::sleep_until(start + 16ms); // until the screen's next frame
    }
    std::printf("playing and zooming for %.0f s, 1600x900, ten minutes: late blocks %td, the "
                "server's own xruns %d\n",
                seconds, static_cast<Index>(player.lateness().blocks), recorder.overruns());
    printTimes("  replot, on the clock", clock);
    printTimes("  replot, of the window's own thread", own);
}

/// Everything, or one of "changes", "load" and "zoom".
int run(const QString& only) {
    const auto wanted = [&](const char* what) {
        return only.isEmpty() || only == QLatin1String(what);
    };
    test::JackServer server;
    if (!server.start()) {
        std::puts("jackd does not start here.");
        return 1;
    }
    const test::LongSong song = test::tenMinutes();
    const MaskSettings knobs{3, 11, 3};
    std::printf("%u processors; jackd, 44.1 kHz, periods of 1024 frames (23 ms)\n",
                std::thread::hardware_concurrency());
    if (wanted("changes")) {
        measureChanges("from a change to 90 % of it in the sound:", 120);
        const OtherSong other(song.clip);
        measureChanges("the same under full load:", 60);
    }
    if (wanted("load"))
        playUnderLoad(song, heardGains(MaskCurve(knobs), {}), 40);
    if (wanted("zoom"))
        playAndZoom(song, knobs, 20);
    return 0;
}

} // namespace
} // namespace refrain

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    return refrain::run(QCoreApplication::arguments().value(1));
}
