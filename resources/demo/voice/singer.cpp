// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/voice/singer.h"

#include "resources/demo/voice/vocal_tract.h"

namespace refrain::demo {

namespace {

constexpr std::uint64_t kSingerStream = 202;

} // namespace

void sing(AudioClip& clip, const std::vector<Phrase>& phrases) {
    constexpr float kLevel = 0.06f;
    for (std::size_t p = 0; p < phrases.size(); ++p) {
        Random random(kSingerStream, p);
        const Performance performance = perform(phrases[p], random.next());
        VocalTract tract(random.next());
        std::array<float, kSamplesPerGesture> samples{};
        std::size_t gesture = 0;
        std::size_t used = samples.size();
        const auto length = static_cast<Index>(performance.gestures.size()) * kSamplesPerGesture;
        addSound(clip, performance.start, length, {kLevel, kLevel}, [&] {
            if (used == samples.size()) {
                tract.speak(performance.gestures[gesture++], samples);
                used = 0;
            }
            return samples[used++];
        });
    }
}

} // namespace refrain::demo
