// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/memory_need.h"

#include "core/base/error.h"
#include "tests/support/signals.h"

#include <fstream>
#include <gmock/gmock.h>
#include <malloc.h>

namespace refrain {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kOwnMemory = false; // a sanitizer's shadow is as large
#else
constexpr bool kOwnMemory = true;
#endif

constexpr double kHour = 3600 * 44100.0;

double statusBytes(const char* what) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(what))
            return std::stod(line.substr(line.find(':') + 1)) * 1024;
    return 0;
}

/// By how much the process grows at most while `work` is done.
template <class Work>
double growth(const Work& work) {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5"; // forgets the largest size so far
    const double before = statusBytes("VmRSS");
    work();
    return statusBytes("VmHWM") - before;
}

} // namespace

TEST(MemoryNeedTest, TheNeedIsWhatAnAnalysisTakes) {
    if (!kOwnMemory)
        GTEST_SKIP() << "a sanitizer has memory of its own";
    const auto check = [](double seconds, const AnalysisSettings& settings,
                          std::optional<double> begin) {
        const auto length = static_cast<Index>(seconds * 44100);
        const auto song = std::make_shared<const AudioClip>(test::noise(44100, 2, length));
        const double songBytes = 4.0 * 2 * static_cast<double>(length);
        const double need = memoryNeed(song->length(), 2, 44100, settings) - songBytes;
        Results results;
        const double taken = growth([&] {
            update(results, {song, settings, begin}, {}, {}, [](auto) {});
        });
        EXPECT_LE(taken, need) << methodName(settings.method);
        EXPECT_GE(taken, 0.5 * need) << methodName(settings.method);
    };
    check(90, {.method = Method::repeating}, std::nullopt);
    check(90, {.method = Method::repeating}, 45);
    check(90, {.method = Method::repeating, .fftSize = 1024}, std::nullopt);
    check(90, {.method = Method::refrain}, 45);
    // Its tables are small: in a shorter song the buffers that every analysis has outweigh them.
    check(300, {.method = Method::librosa}, std::nullopt);
}

TEST(MemoryNeedTest, AnHourFitsIntoAnOrdinaryComputer) {
    const auto need = [](Method method) {
        return memoryNeed(static_cast<Index>(kHour), 2, 44100, {.method = method});
    };
    EXPECT_LT(need(Method::repeating), 5e9);
    EXPECT_LT(need(Method::refrain), 8e9);
    EXPECT_LT(need(Method::librosa), 5e9);
}

TEST(MemoryNeedTest, ShortFramesOfALongSongNeedMoreThanThereIs) {
    EXPECT_GT(memoryNeed(static_cast<Index>(kHour), 2, 44100,
                         {.method = Method::repeating, .fftSize = 512}),
              30e9);
}

TEST(MemoryNeedTest, AShortageIsSaidWithWhatWouldHelp) {
    const AudioClip song = test::silence(44100, 2, 60 * 44100);
    EXPECT_THAT(memoryShortage(song, {.method = Method::repeating}, 1e9), IsEmpty());
    EXPECT_THAT(memoryShortage(song, {.method = Method::repeating}, 1e6),
                "To separate this song, of 1.0 minutes, with method repeating takes 0.1 GB of "
                "memory more, and there are 0.1 GB; close other programs, or cut the song into "
                "shorter pieces.");
    const AnalysisSettings tiny{.method = Method::repeating, .fftSize = 128};
    EXPECT_THAT(memoryShortage(song, tiny, 0.5e9), HasSubstr("choose longer frames"));
    const AnalysisSettings many{.method = Method::repeating, .neighbours = 5000};
    EXPECT_THAT(memoryShortage(song, many, 0.1e9), HasSubstr("fewer neighbours"));
}

TEST(MemoryNeedTest, AnAnalysisThatCannotFitIsRefusedBeforeItBegins) {
    // 200 minutes of frames of 16 samples; the samples themselves are no memory until written.
    const auto song = std::make_shared<const AudioClip>(test::silence(8000, 1, 96'000'000));
    Results results;
    EXPECT_THROW(update(results, {song, {.method = Method::repeating, .fftSize = 16}}), Error);
    EXPECT_EQ(results.share.value(), nullptr);
}

TEST(MemoryNeedTest, TheSystemSaysHowMuchThereIs) {
    const double available = memoryAvailable();
    EXPECT_GT(available, 10e6);
    EXPECT_LT(available, 1e15);
}

} // namespace refrain
