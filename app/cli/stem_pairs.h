// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/separation/evaluation.h"
#include "core/separation/mask_curve.h"
#include "core/separation/pipeline.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace refrain::cli {

/// The two true stems of a song, which is their sum.
struct StemPair {
    std::string name; // of the song, for tables
    std::filesystem::path vocals;
    std::filesystem::path accompaniment;
};

/// The pairs in a folder: the folder itself if it holds files called `vocals` and `accompaniment`
/// with any ending, or `NAME_vocals` and `NAME_accompaniment`, as the build leaves those of the
/// demo song; or else the folders in it that do, by name. Throws `Error` if there is none.
std::vector<StemPair> stemPairsIn(const std::filesystem::path& folder);

/// What is compared with the truth, and how good it is.
struct Judgement {
    std::string name;                     // "the song itself", "librosa", "ideal ratio mask"…
    std::optional<Method> method;         // none for the song itself and the ideal mask
    std::optional<MaskSettings> settings; // likewise
    Quality vocals;
    Quality accompaniment;
};

/// What is to be judged: every method with every one of the settings.
struct Contest {
    AnalysisSettings analysis; // but for its method
    std::vector<Method> methods;
    std::vector<MaskSettings> settings;
};

/// Separates the sum of the two stems in every way of the contest and compares the parts with the
/// stems. First comes the song itself, last the ideal ratio mask, both at the rate and with the
/// channels of the first method; each method is judged at its own. A stem that ends early is silent
/// from there on. Throws `Error`, `Cancelled`.
std::vector<Judgement> judge(const StemPair& pair, const Contest& contest,
                             const Progress& progress);

/// The mean of each row over several songs, which all have the same rows. What has no number in a
/// song, as the ratio of a silent stem, does not count there.
std::vector<Judgement> meanOf(const std::vector<std::vector<Judgement>>& songs);

} // namespace refrain::cli
