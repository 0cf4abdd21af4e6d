// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/memory_need.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/separation/estimators/librosa.h"
#include "core/separation/frame_projection.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

namespace refrain {

namespace {

/// The size of what is analysed, in floating-point numbers, whose products do not overflow.
struct Size {
    double song; // bytes
    double frames;
    double bins;
    SimilarFramesParams similar;
};

Size sizeOf(Index length, Index channels, int sampleRate, const AnalysisSettings& settings) {
    double song = 4.0 * static_cast<double>(length) * static_cast<double>(channels);
    if (settings.method == Method::librosa) {
        length = static_cast<Index>(static_cast<double>(length) * kLibrosaSampleRate / sampleRate);
        sampleRate = kLibrosaSampleRate;
        song += 8.0 * static_cast<double>(length);
    }
    const StftParams params = stftParams(settings, sampleRate);
    const Index frames = params.frameCount(length);
    SimilarFramesParams similar{.width = widthInFrames(settings, params, sampleRate),
                                .count = settings.neighbours};
    if (similar.count == 0)
        similar.count = defaultNeighbourCount(frames, similar.width);
    similar.count = std::min(similar.count, frames);
    return {.song = song,
            .frames = static_cast<double>(frames),
            .bins = static_cast<double>(params.binCount()),
            .similar = similar};
}

/// Buffers and stacks, with OpenBLAS's.
double fixedNeed() {
    return 16e6 + 6e6 * threadCount();
}

/// The pairs of blocks of frames that are to be compared.
double pairsOf(double frames) {
    const double blocks = std::ceil(frames / SimilarFramesSearch::kBlockLength);
    return 16 * blocks * (blocks + 1) / 2;
}

/// The first number in a file, or no limit.
double numberIn(const std::filesystem::path& path) {
    std::ifstream file(path);
    double number = 0;
    return file >> number ? number : std::numeric_limits<double>::infinity();
}

/// What the groups of processes that this one is in leave it.
double leftInGroups() {
    namespace fs = std::filesystem;
    double left = std::numeric_limits<double>::infinity();
    std::ifstream groups("/proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) {
        // "0::/path" of the unified hierarchy, "7:memory:/path" of the old one.
        const bool unified = line.starts_with("0::");
        if (!unified && line.find(":memory:") == std::string::npos)
            continue;
        const fs::path root = unified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
        const char* limit = unified ? "memory.max" : "memory.limit_in_bytes";
        const char* used = unified ? "memory.current" : "memory.usage_in_bytes";
        // A limit above counts as much as the group's own.
        fs::path group = fs::path(line.substr(line.rfind(':') + 1)).relative_path();
        while (true) {
            const double most = numberIn(root / group / limit);
            if (std::isfinite(most))
                left = std::min(left, most - std::min(most, numberIn(root / group / used)));
            if (group.empty())
                break;
            group = group.parent_path();
        }
    }
    return left;
}

std::string gigabytes(double bytes) {
    return numberText(std::max(0.1, bytes / 1e9), 1) + " GB";
}

} // namespace

double memoryNeed(Index length, Index channels, int sampleRate, const AnalysisSettings& settings) {
    const Size size = sizeOf(length, channels, sampleRate, settings);
    const double cells = size.frames * size.bins;
    const double common = size.song + fixedNeed() + pairsOf(size.frames);
    if (settings.method == Method::refrain)
        return common + 11 * cells + 1100 * size.frames;

    const auto count = static_cast<double>(size.similar.count);
    const double wide =
        settings.method == Method::librosa ? 2.0 * static_cast<double>(size.similar.width) : 0;
    const double wanted = std::min(size.frames - 1, count + wide);
    const double kept =
        count == 0 ? 0 : std::min(size.frames, SimilarFramesSearch::mostKept(wanted));
    const Index dimensions = FrameProjection::dimensionsFor(static_cast<Index>(size.frames));
    const double projection = 4 * size.frames * static_cast<double>(dimensions + 1);
    const double candidates =
        8 * size.frames * (kept + std::clamp(wanted, 32.0, 128.0)) + projection;
    return common + 4 * cells + 4 * size.frames * count +
           std::max(count == 0 ? 0 : candidates, 2 * cells);
}

double memoryAvailable() {
    double available = std::numeric_limits<double>::infinity();
    std::ifstream system("/proc/meminfo");
    for (std::string line; std::getline(system, line);)
        if (line.starts_with("MemAvailable:"))
            available = std::stod(line.substr(13)) * 1024;
    return std::min(available, leftInGroups());
}

std::string memoryShortage(const AudioClip& song, const AnalysisSettings& settings,
                           double available) {
    const auto needOf = [&](const AnalysisSettings& wanted) {
        const double all = memoryNeed(song.length(), song.channelCount(), song.sampleRate, wanted);
        // The song is in memory already.
        return all - 4.0 * static_cast<double>(song.length() * song.channelCount());
    };
    const double need = needOf(settings);
    if (need <= available)
        return {};

    std::string help;
    AnalysisSettings usual = settings;
    usual.fftSize = 0;
    AnalysisSettings fewer = settings;
    fewer.neighbours = 40;
    AnalysisSettings other = settings;
    other.method = Method::repeating;
    if (needOf(usual) <= available)
        help = "choose longer frames; those of the usual length need " + gigabytes(needOf(usual));
    else if (settings.method != Method::refrain && needOf(fewer) <= available)
        help = "let each frame have fewer neighbours; 40 need " + gigabytes(needOf(fewer));
    else if (settings.method != Method::repeating && needOf(other) <= available)
        help = "use method repeating, which needs " + gigabytes(needOf(other));
    else
        help = "close other programs, or cut the song into shorter pieces";
    return "To separate this song, of " + numberText(song.seconds() / 60, 1) +
           " minutes, with method " + std::string(methodName(settings.method)) + " takes " +
           gigabytes(need) + " of memory more, and there are " + gigabytes(available) + "; " +
           help + ".";
}

} // namespace refrain
