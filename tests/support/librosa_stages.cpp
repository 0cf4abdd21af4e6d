// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes what method librosa makes of a song, stage by stage, for tests/reference to compare with
// librosa: `librosa_stages SONG DIR [--neighbours FILE]`. With FILE the neighbours are read
// instead of searched.

#include "core/audio/audio_file.h"
#include "core/separation/estimators/librosa.h"
#include "core/separation/mask_curve.h"
#include "core/separation/pipeline.h"
#include "core/separation/stems.h"
#include "tests/support/golden.h"

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

using namespace refrain;

namespace {

void writeStages(const std::filesystem::path& song, const std::filesystem::path& folder,
                 const std::filesystem::path& neighbours) {
    Results results;
    const auto clip = std::make_shared<const AudioClip>(readAudioFile(song).clip);
    update(results, {clip, {.method = Method::librosa}});
    SimilarFrames similar = *results.similar.value();
    BackgroundShare share = *results.share.value();
    if (!neighbours.empty()) {
        const std::vector<std::int32_t> given = test::readIntegers(neighbours);
        similar.frames.values.assign(given.begin(), given.end());
        similar.frames.columns = std::ssize(similar.frames.values) / similar.frames.rows;
        share = estimateLibrosa(librosaMagnitudes(results.audio(), results.params), similar);
    }

    test::writeNumbers(folder / "neighbours.i32",
                       std::vector<std::int32_t>(similar.frames.values.begin(),
                                                 similar.frames.values.end()));
    const MaskCurve curve(findPreset("article")->settings);
    for (const Part part : {Part::foreground, Part::background}) {
        const AudioClip stem = renderClip(results.audio(), results.params, share, curve.of(part), 0,
                                          results.audio().length());
        test::writeNumbers(folder / (std::string(partName(part)) + ".f32"), stem.channels[0]);
    }
    std::ofstream(folder / "stages.json")
        << nlohmann::json{{"frames", similar.frames.rows}, {"neighbours", similar.frames.columns}};
}

} // namespace

int main(int argc, char** argv) {
    const bool given = argc == 5 && std::string_view(argv[3]) == "--neighbours";
    if (argc != 3 && !given) {
        std::cerr << "Usage: librosa_stages SONG DIR [--neighbours FILE]\n";
        return 2;
    }
    try {
        writeStages(argv[1], argv[2], given ? argv[4] : "");
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
