// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/demo_song_file.h"

#include "core/audio/audio_writer.h"
#include "core/base/staged_files.h"
#include "core/separation/evaluation.h"
#include "resources/demo/demo_song.h"

#include <span>

namespace refrain {

namespace {

constexpr double kSeconds = 30;
constexpr const char* kName = "demo_song.wav";

} // namespace

std::filesystem::path demoSongFile(const std::filesystem::path& programFolder,
                                   const std::filesystem::path& cacheFolder,
                                   const Progress& progress) {
    const std::filesystem::path cached = cacheFolder / kName;
    for (const auto& path : {programFolder / "../resources/demo" / kName,
                             programFolder / "../share/refrain" / kName, cached}) {
        std::error_code ignored;
        if (std::filesystem::is_regular_file(path, ignored))
            return path.lexically_normal();
    }
    const DemoSong parts = makeDemoSong(kSeconds);
    progress.report(0.9);
    const AudioClip song = mix(parts.vocals, parts.accompaniment);
    StagedFiles files(true);
    AudioFileHeader header;
    header.sampleRate = song.sampleRate;
    header.channelCount = song.channelCount();
    header.length = song.length();
    header.tags = {{"title", "Come Round Again"}, {"artist", "Refrain"}};
    AudioWriter writer(files.create(cached), cached, {}, header);
    writer.write(std::vector<std::span<const float>>(song.channels.begin(), song.channels.end()));
    writer.close();
    files.commit();
    return cached;
}

} // namespace refrain
