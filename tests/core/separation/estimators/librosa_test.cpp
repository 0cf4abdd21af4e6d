// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every stage of method librosa against what librosa itself made of the same clip, see
// tests/data/librosa/reference.json. tests/reference compares whole songs with a living librosa.

#include "core/separation/estimators/librosa.h"

#include "core/audio/audio_file.h"
#include "core/audio/resample.h"
#include "core/separation/mask_curve.h"
#include "core/separation/pipeline.h"
#include "core/separation/repetition.h"
#include "core/separation/stems.h"
#include "tests/support/golden.h"
#include "tests/support/paths.h"
#include "tests/support/signals.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace refrain {

namespace {

const MaskSettings kArticle{3, 11, 3};

/// The golden clip, and what this program makes of it.
class LibrosaTest : public testing::Test {
protected:
    static std::filesystem::path file(const std::string& name) {
        return test::dataFolder() / "librosa" / name;
    }

    static void SetUpTestSuite() {
        std::ifstream(file("reference.json")) >> reference_;
        clip_ = std::make_shared<const AudioClip>(readAudioFile(file("clip.flac")).clip);
        update(results_, {clip_, {.method = Method::librosa}});
        cells_ = librosaMagnitudes(*clip_, results_.params);
        for (const auto& frame : reference_["clip"]["kept_frames"])
            keptFrames_.push_back(frame);
        const Index count = reference_["clip"]["neighbours"];
        golden_.frames = Array2D<std::int32_t>(cells_.rows, count);
        const auto neighbours = test::readIntegers(file("neighbours.i32"));
        golden_.frames.values.assign(neighbours.begin(), neighbours.end());
    }

    /// The rows of a golden table with one row for each kept frame.
    static Array2D<float> table(const std::string& name) {
        Array2D<float> result(std::ssize(keptFrames_), cells_.columns);
        const std::vector<float> numbers = test::readFloats(file(name));
        result.values.assign(numbers.begin(), numbers.end());
        EXPECT_EQ(std::ssize(result.values), result.rows * result.columns) << name;
        return result;
    }

    static AudioClip stem(const BackgroundShare& share, Part part) {
        return renderClip(*clip_, results_.params, share, MaskCurve(kArticle).of(part), 0,
                          clip_->length());
    }

    static AudioClip golden(const std::string& name) {
        return {.sampleRate = kLibrosaSampleRate, .channels = {test::readFloats(file(name))}};
    }

    static inline nlohmann::json reference_;
    static inline std::shared_ptr<const AudioClip> clip_;
    static inline Results results_;
    static inline Array2D<float> cells_;
    static inline std::vector<Index> keptFrames_;
    static inline SimilarFrames golden_;
};

} // namespace

TEST_F(LibrosaTest, AStereoSongIsLoadedAsLibrosaLoadsIt) {
    const auto song = std::make_shared<const AudioClip>(readAudioFile(file("load.flac")).clip);
    const auto mono = analysedClip(Method::librosa, song);
    const AudioClip expected = golden("load_22050.f32");
    ASSERT_EQ(mono->length(), expected.length());
    EXPECT_LT(test::largestDifference(*mono, expected), 1e-6);
}

TEST_F(LibrosaTest, FramesAndBinsAreLibrosas) {
    EXPECT_EQ(cells_.rows, reference_["clip"]["frames"]);
    EXPECT_EQ(cells_.columns, reference_["clip"]["bins"]);
    EXPECT_EQ(results_.similar.value()->frames.columns, reference_["clip"]["neighbours"]);
    EXPECT_EQ(widthInFrames({.method = Method::librosa}, results_.params, kLibrosaSampleRate),
              reference_["clip"]["width_frames"]);
}

TEST_F(LibrosaTest, TheStftIsLibrosas) {
    const std::vector<float> expected = test::readFloats(file("stft.f32"));
    FrameTransform transform(results_.params);
    std::size_t i = 0;
    for (const Index frame : keptFrames_)
        for (const std::complex<float>& bin : transform.forward(clip_->channels[0], frame)) {
            ASSERT_NEAR(bin.real(), expected[i++], 1e-4); // of values up to 140
            ASSERT_NEAR(bin.imag(), expected[i++], 1e-4);
        }
    EXPECT_EQ(i, expected.size());
}

TEST_F(LibrosaTest, MagnitudesAreLibrosas) {
    const Array2D<float> expected = table("magnitude.f32");
    for (Index kept = 0; kept < expected.rows; ++kept)
        for (Index bin = 0; bin < expected.columns; ++bin)
            ASSERT_NEAR(cells_.row(keptFrames_[kept])[bin], expected.row(kept)[bin], 1e-4);
}

TEST_F(LibrosaTest, NeighboursAreLibrosasButForNearTies) {
    // In silence every frame is as near as any other, and which ones are taken does not matter.
    const std::vector<float> gaps = test::readFloats(file("boundary_gap.f32"));
    Index different = 0;
    for (Index frame = 0; frame < cells_.rows; ++frame) {
        const bool silent = std::ranges::all_of(cells_.row(frame), [](float x) { return x == 0; });
        if (silent || std::ranges::equal(results_.similar.value()->of(frame), golden_.of(frame)))
            continue;
        ++different;
        EXPECT_LT(gaps[frame], 2e-6) << frame;
    }
    EXPECT_LT(static_cast<double>(different), 0.005 * static_cast<double>(cells_.rows));
}

TEST_F(LibrosaTest, WhatRepeatsIsLibrosas) {
    const Array2D<float> expected = table("filtered.f32");
    std::vector<float> share(cells_.columns);
    for (Index kept = 0; kept < expected.rows; ++kept) {
        const auto cells = cells_.row(keptFrames_[kept]);
        repeatingShare(cells_, golden_, keptFrames_[kept], share);
        for (Index bin = 0; bin < expected.columns; ++bin)
            ASSERT_NEAR(share[bin] * cells[bin], expected.row(kept)[bin], 1e-4);
    }
}

TEST_F(LibrosaTest, MasksAreLibrosas) {
    const Array2D<float> foreground = table("mask_foreground.f32");
    const Array2D<float> background = table("mask_background.f32");
    const BackgroundShare share = estimateLibrosa(cells_, golden_);
    const MaskCurve curve(kArticle);
    for (Index kept = 0; kept < foreground.rows; ++kept)
        for (Index bin = 0; bin < foreground.columns; ++bin) {
            const Index frame = keptFrames_[kept];
            if (cells_.row(frame)[bin] < 1e-5F) // librosa calls both masks of silence 0
                continue;
            const auto stored = share.row(frame)[bin];
            ASSERT_NEAR(curve.of(Part::foreground)[stored], foreground.row(kept)[bin], 3e-4);
            ASSERT_NEAR(curve.of(Part::background)[stored], background.row(kept)[bin], 3e-4);
        }
}

TEST_F(LibrosaTest, GivenLibrosasNeighboursTheStemsAgreeTo85Decibels) {
    const BackgroundShare share = estimateLibrosa(cells_, golden_);
    for (const auto& [part, name] : {std::pair{Part::foreground, "foreground.f32"},
                                     std::pair{Part::background, "background.f32"}}) {
        const double ratio = test::signalToNoise(golden(name), stem(share, part));
        RecordProperty(name, std::to_string(ratio));
        EXPECT_GT(ratio, 85) << name;
    }
}

TEST_F(LibrosaTest, EndToEndTheStemsAgreeTo80Decibels) {
    for (const auto& [part, name] : {std::pair{Part::foreground, "foreground.f32"},
                                     std::pair{Part::background, "background.f32"}}) {
        const AudioClip ours = stem(*results_.share.value(), part);
        EXPECT_EQ(ours.length(), clip_->length());
        EXPECT_GT(test::signalToNoise(golden(name), ours), 80) << name;
    }
}

} // namespace refrain
