// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How well songs with known stems are separated: the demo song, and real ones where there are any.

#include "core/audio/audio_file.h"
#include "core/separation/evaluation.h"
#include "core/separation/mask_curve.h"
#include "core/separation/pipeline.h"
#include "core/separation/stems.h"
#include "tests/support/paths.h"
#include "tests/support/signals.h"

#include <gtest/gtest.h>
#include <iostream>

namespace refrain {

namespace {

struct Separation {
    double vocals; // dB
    double accompaniment;
};

/// SDR of both parts with margins and power of 1, against the stems in the method's own rate and
/// channels.
Separation separate(const AudioClip& vocals, const AudioClip& accompaniment, Method method) {
    const auto own = [](const AudioClip& clip) { return std::make_shared<const AudioClip>(clip); };
    Results results;
    update(results, {own(mix(vocals, accompaniment)), {.method = method}});
    const AudioClip& clip = results.audio();
    const auto truth = analysedClip(method, own(vocals));
    const auto rest = analysedClip(method, own(accompaniment));
    const MaskCurve curve({1, 1, 1});
    const auto render = [&](Part part) {
        return renderClip(clip, results.params, *results.share.value(), curve.of(part), 0,
                          clip.length());
    };
    return {qualityOf(render(Part::foreground), *truth, *rest).distortion,
            qualityOf(render(Part::background), *rest, *truth).distortion};
}

} // namespace

TEST(SeparationTest, TheVoiceOfTheDemoSongIsFound) {
    const AudioClip vocals = test::demoVocals(30);
    const AudioClip accompaniment = test::demoAccompaniment(30);
    const AudioClip song = mix(vocals, accompaniment);
    const Separation found = separate(vocals, accompaniment, Method::repeating);
    std::cout << "demo song: " << found.vocals << " / " << found.accompaniment << " dB\n";
    EXPECT_GT(found.vocals, qualityOf(song, vocals, accompaniment).distortion + 5);
    EXPECT_GT(found.accompaniment, qualityOf(song, accompaniment, vocals).distortion + 3);
}

TEST(SeparationTest, OnRealSongsMethodRepeatingIsBetterThanLibrosas) {
    REFRAIN_NEEDS_SHARED();
    Separation gain{0, 0};
    int count = 0;
    for (const auto& folder : std::filesystem::directory_iterator(test::sharedFolder() / "stems")) {
        const AudioClip vocals = readAudioFile(folder.path() / "vocals.flac").clip;
        const AudioClip accompaniment = readAudioFile(folder.path() / "accompaniment.flac").clip;
        const Separation ours = separate(vocals, accompaniment, Method::repeating);
        const Separation theirs = separate(vocals, accompaniment, Method::librosa);
        std::cout << folder.path().filename() << ": repeating " << ours.vocals << " / "
                  << ours.accompaniment << " dB, librosa " << theirs.vocals << " / "
                  << theirs.accompaniment << " dB\n";
        gain.vocals += ours.vocals - theirs.vocals;
        gain.accompaniment += ours.accompaniment - theirs.accompaniment;
        ++count;
    }
    ASSERT_GT(count, 0);
    EXPECT_GT(gain.vocals / count, 1.0);
    EXPECT_GT(gain.accompaniment / count, 0.5);
}

TEST(SeparationTest, OnRealSongsMethodRefrainIsBetterStillAndNowhereMuchWorse) {
    REFRAIN_NEEDS_SHARED();
    double sum = 0; // of the excerpts that are sung
    int count = 0;
    for (const char* name : {"eif_caesium_30s", "eif_lithium_30s", "eif_sodium_30s",
                             "composed_vocadito1_on_escape", "composed_speech_on_war"}) {
        const auto folder = test::sharedFolder() / "stems" / name;
        const AudioClip vocals = readAudioFile(folder / "vocals.flac").clip;
        const AudioClip accompaniment = readAudioFile(folder / "accompaniment.flac").clip;
        const Separation refrain = separate(vocals, accompaniment, Method::refrain);
        const Separation repeating = separate(vocals, accompaniment, Method::repeating);
        std::cout << name << ": refrain " << refrain.vocals << " / " << refrain.accompaniment
                  << " dB\n";
        EXPECT_GT(refrain.vocals, repeating.vocals - 0.3) << name;
        if (std::string_view(name) != "composed_speech_on_war") {
            sum += refrain.vocals;
            ++count;
        }
    }
    EXPECT_GT(sum / count, 4.4);
}

} // namespace refrain
