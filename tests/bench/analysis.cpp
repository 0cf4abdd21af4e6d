// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long an analysis takes, how much memory, how soon the part around a moment is known, and how
// soon it stops when asked to. One song and one method in a process of its own, so that the peak of
// its memory is that of this analysis; prints one JSON object. `growth` and `packaging/bench` run
// it.
#include "core/base/parallel.h"
#include "core/separation/pipeline.h"
#include "resources/demo/demo_song.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <hwy/targets.h>
#include <iostream>
#include <malloc.h>
#include <nlohmann/json.hpp>
#include <random>
#include <sys/resource.h>
#include <thread>

namespace refrain {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Seconds of all processors that this process has used: unlike the clock's they hardly depend on
/// what else the machine is doing.
double processorSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Options {
    double minutes = 4;
    Method method = Method::repeating;
    int sampleRate = 44100;
    bool mono = false;
    int threads = 0;
    int repeats = 1;
    int cancels = 0;
    bool avx2 = false; // not AVX-512; OpenBLAS is told by OPENBLAS_CORETYPE=Haswell
};

/// The demo song, of the wanted rate and channels. Halving the rate by leaving out samples folds
/// its highest octave down, which makes no difference to how long anything takes.
std::shared_ptr<const AudioClip> song(const Options& options) {
    DemoSong parts = makeDemoSong(60 * options.minutes);
    AudioClip clip;
    clip.sampleRate = options.sampleRate;
    const Index step = parts.vocals.sampleRate / options.sampleRate;
    for (Index channel = 0; channel < (options.mono ? 1 : 2); ++channel) {
        std::vector<float> samples;
        samples.reserve(parts.vocals.length() / step + 1);
        for (Index i = 0; i < parts.vocals.length(); i += step)
            samples.push_back(parts.vocals.channels[channel][i] +
                              parts.accompaniment.channels[channel][i]);
        clip.channels.push_back(std::move(samples));
    }
    return std::make_shared<const AudioClip>(std::move(clip));
}

/// Forgets the largest size that this process had, which making the song decided.
void forgetPeakMemory() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";
}

double peakMegabytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::stod(line.substr(6)) * 1024 / 1e6;
    return 0;
}

/// One analysis from nothing; `begin` is the moment that is wanted first.
struct Times {
    double whole = 0;
    double known = 0; // until the ten seconds around the moment were known
    double processor = 0;
    double processorUntilKnown = 0;
};

Times analyse(const Options& options, const std::shared_ptr<const AudioClip>& clip,
              std::optional<double> begin) {
    Results results;
    Times times;
    const auto start = Clock::now();
    const double processorStart = processorSeconds();
    const auto grown = [&](const std::shared_ptr<const BackgroundShare>& share) {
        const double framesPerSecond =
            static_cast<double>(results.sampleRate()) / static_cast<double>(results.params.hop);
        for (const double away : {-5.0, 0.0, 5.0}) {
            const auto frame = static_cast<Index>((*begin + away) * framesPerSecond);
            if (share->row(std::clamp<Index>(frame, 0, share->frames - 1)).empty())
                return;
        }
        if (times.known == 0) {
            times.known = secondsSince(start);
            times.processorUntilKnown = processorSeconds() - processorStart;
        }
    };
    update(results, {clip, {.method = options.method}, begin}, {}, {},
           begin ? grown : std::function<void(std::shared_ptr<const BackgroundShare>)>());
    times.whole = secondsSince(start);
    times.processor = processorSeconds() - processorStart;
    return times;
}

/// Stops analyses at random moments; how many seconds each took to be gone.
std::vector<double> stopTimes(const Options& options, const std::shared_ptr<const AudioClip>& clip,
                              double whole) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> moment(0, whole);
    std::vector<double> times;
    while (std::ssize(times) < options.cancels) {
        std::stop_source stop;
        Clock::time_point asked;
        {
            const std::jthread asks([&, wait = moment(random)] {
                std::this_thread::sleep_for(std::chrono::duration<double>(wait));
                asked = Clock::now();
                stop.request_stop();
            });
            try {
                Results results;
                update(results, {clip, {.method = options.method}}, Progress(stop.get_token()));
                continue;                // it was done before it was asked
            } catch (const Cancelled&) { // the results are gone, too, which takes its time
            }
        }
        times.push_back(secondsSince(asked));
    }
    std::ranges::sort(times);
    return times;
}

void run(const Options& options) {
    setThreadCount(options.threads);
    if (options.avx2)
        hwy::DisableTargets(HWY_AVX2 - 1); // the wider ones have the lower bits
    const auto clip = song(options);
    forgetPeakMemory();
    std::vector<Times> runs;
    std::vector<Times> momentRuns;
    for (int i = 0; i < options.repeats; ++i)
        runs.push_back(analyse(options, clip, std::nullopt));
    const double peak = peakMegabytes();
    for (int i = 0; i < options.repeats; ++i)
        momentRuns.push_back(analyse(options, clip, 30 * options.minutes));
    const Times best = std::ranges::min(runs, {}, &Times::whole);
    const Times bestFirst = std::ranges::min(momentRuns, {}, &Times::whole);
    const double known = std::ranges::min(momentRuns, {}, &Times::known).known;

    nlohmann::ordered_json object;
    object["method"] = methodName(options.method);
    object["minutes"] = options.minutes;
    object["sample_rate"] = options.sampleRate;
    object["channels"] = clip->channelCount();
    object["threads"] = threadCount();
    object["seconds"] = best.whole;
    object["processor_seconds"] = std::ranges::min(runs, {}, &Times::processor).processor;
    object["peak_megabytes"] = peak;
    object["seconds_moment_first"] = bestFirst.whole;
    object["moment_known_seconds"] = known;
    object["moment_known_part"] = known / bestFirst.whole;
    object["moment_known_part_of_processor_seconds"] =
        bestFirst.processorUntilKnown / bestFirst.processor;
    if (options.cancels > 0) {
        const std::vector<double> times = stopTimes(options, clip, best.whole);
        object["stops"] = times.size();
        object["stop_median_ms"] = 1000 * times[times.size() / 2];
        object["stop_p95_ms"] = 1000 * times[times.size() * 95 / 100];
        object["stop_longest_ms"] = 1000 * times.back();
    }
    std::cout << object.dump(2) << '\n';
}

} // namespace

} // namespace refrain

int main(int count, char** words) {
    refrain::Options options;
    CLI::App program("Measures one analysis of the demo song and prints JSON.");
    program.add_option("--minutes", options.minutes, "Length of the song (default 4)");
    program.add_option("--method", options.method, "Which method (default repeating)")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, refrain::Method>{{"repeating", refrain::Method::repeating},
                                                   {"librosa", refrain::Method::librosa},
                                                   {"refrain", refrain::Method::refrain}}));
    program.add_option("--rate", options.sampleRate, "44100 or 22050 (default 44100)")
        ->check(CLI::IsMember({44100, 22050}));
    program.add_flag("--mono", options.mono, "One channel instead of two");
    program.add_option("--threads", options.threads, "Threads (default: one per processor)");
    program
        .add_option("--repeats", options.repeats, "Runs of which the fastest counts (default 1)")
        ->check(CLI::PositiveNumber);
    program.add_option("--stops", options.cancels, "Also stop that many analyses (default 0)");
    program.add_flag("--avx2", options.avx2, "Kernels without AVX-512");
    CLI11_PARSE(program, count, words);
    refrain::run(options);
    return 0;
}
