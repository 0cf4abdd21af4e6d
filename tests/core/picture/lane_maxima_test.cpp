// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/lane_maxima.h"

#include <gtest/gtest.h>
#include <random>

namespace refrain {

namespace {

void expectLoudestOfEach(std::span<const RowMap::Lane> lanes, Index firstBin, Index endBin) {
    std::mt19937 random(3);
    std::vector<FineLevel> row(endBin - firstBin);
    for (FineLevel& level : row)
        level = static_cast<FineLevel>(-static_cast<int>(random() % 6400));
    std::vector<FineLevel> expected;
    for (const RowMap::Lane& lane : lanes)
        expected.push_back(*std::max_element(row.begin() + lane.first - firstBin,
                                             row.begin() + lane.end - firstBin));
    std::vector<FineLevel> found(lanes.size(), 1);
    LaneMaxima(lanes, firstBin).find(row, [&](Index lane, FineLevel level) {
        EXPECT_EQ(found[lane], 1) << "twice";
        found[lane] = level;
    });
    EXPECT_EQ(found, expected);
}

} // namespace

TEST(LaneMaximaTest, LanesOfAnyLengthInAnyOrderGiveTheirLoudestBin) {
    expectLoudestOfEach(std::vector<RowMap::Lane>{{5, 6}}, 5, 6);
    expectLoudestOfEach(std::vector<RowMap::Lane>{{0, 300}}, 0, 300);
    expectLoudestOfEach(std::vector<RowMap::Lane>{{0, 300}, {0, 1}, {299, 300}, {40, 47}, {47, 48}},
                        0, 300);
    std::vector<RowMap::Lane> lanes;
    for (Index first = 7, bins = 1; bins < 70; first += bins++)
        lanes.push_back({first, first + bins});
    expectLoudestOfEach(lanes, 7, lanes.back().end);
    expectLoudestOfEach(lanes, 3, lanes.back().end + 100);
}

TEST(LaneMaximaTest, TheLanesOfEveryScaleGiveTheirLoudestBin) {
    const StftParams params = defaultStftParams(44100);
    for (const auto spacing :
         {FrequencySpacing::log, FrequencySpacing::mel, FrequencySpacing::linear})
        for (const Index rows : {1, 20, 270, 3000}) {
            const RowMap map(defaultFrequencyScale(spacing, 44100), rows, params, 44100);
            expectLoudestOfEach(map.lanes(), 0, params.binCount());
        }
}

} // namespace refrain
