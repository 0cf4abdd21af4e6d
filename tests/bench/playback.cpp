// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/mixer.h"
#include "core/playback/monitor.h"
#include "core/playback/render_ahead.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

// What playing costs, and how long a change takes to be handed over. Prints a table, to be read on
// a machine that does nothing else.

namespace refrain {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void run() {
    constexpr int kRate = 44100;
    constexpr Index kBlock = 1024;
    Listening listening;
    listening.clip = std::make_shared<const AudioClip>(test::noise(kRate, 2, 180 * kRate, 1, 0.2));
    listening.params = defaultStftParams(kRate);
    listening.share = std::make_shared<const BackgroundShare>(
        makeShare(listening.params.frameCount(listening.clip->length()),
                  listening.params.binCount(), {}, [](Index frame, std::span<float> row) {
                      for (std::size_t bin = 0; bin < row.size(); ++bin)
                          row[bin] = 0.5F + 0.5F * std::sin(static_cast<float>(frame + bin));
                  }));
    const MaskCurve curve({3, 11, 3});
    const auto gains = std::make_shared<const GainTable>(heardGains(curve, {}));
    const auto others = std::make_shared<const GainTable>(curve.of(Part::background));
    listening.gains = gains;

    Mixer mixer;
    RenderAhead ahead(mixer);
    mixer.setRate(kRate);
    ahead.setRate(kRate);
    ahead.listen(listening);
    ahead.play(0);
    std::vector<float> output(2 * kBlock);
    double rendering = 0;
    double mixing = 0;
    Index frames = 0;
    for (; frames < 120 * kRate; frames += kBlock) {
        auto start = Clock::now();
        while (ahead.work()) {
        }
        rendering += secondsSince(start);
        start = Clock::now();
        mixer.process(output.data(), kBlock, 0);
        mixing += secondsSince(start);
    }
    const double played = static_cast<double>(frames) / kRate;
    std::printf("stereo, 44.1 kHz, %.0f s played in blocks of %td frames\n", played, kBlock);
    std::printf("  render-ahead  %6.3f %% of one core\n", 100 * rendering / played);
    std::printf("  callback      %6.3f %% of one core\n", 100 * mixing / played);

    std::vector<double> handovers;
    for (int i = 0; i < 500; ++i) {
        listening.gains = i % 2 == 0 ? others : gains;
        const auto start = Clock::now();
        ahead.listen(listening);
        handovers.push_back(1000 * secondsSince(start));
        while (ahead.work()) {
        }
        mixer.process(output.data(), kBlock, 0);
    }
    std::ranges::sort(handovers);
    std::printf("from a change to its sound in the mailbox: median %.2f ms, p95 %.2f ms, p99 %.2f "
                "ms, worst %.2f ms;\nthen a block and 8 ms to the end of the fade\n",
                handovers[250], handovers[475], handovers[495], handovers.back());
    std::printf("late blocks: %td\n", static_cast<Index>(mixer.lateness().blocks));
}

} // namespace
} // namespace refrain

int main() {
    refrain::run();
}
