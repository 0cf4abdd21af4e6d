// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/share.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace refrain {

namespace {

using testing::ElementsAre;

constexpr Index kFrames = 1100; // five strips, the last one short
constexpr Index kBins = 7;

float exampleShare(Index frame, Index bin) {
    return static_cast<float>((frame * kBins + bin) % 101) / 100;
}

void fillRow(Index frame, std::span<float> row) {
    for (Index bin = 0; bin < std::ssize(row); ++bin)
        row[bin] = exampleShare(frame, bin);
}

std::vector<Index> knownStrips(const BackgroundShare& share) {
    std::vector<Index> known;
    for (Index strip = 0; strip < std::ssize(share.strips); ++strip)
        if (share.strips[strip])
            known.push_back(strip);
    return known;
}

} // namespace

TEST(ShareTest, StripsComeByTheirDistanceFromTheMomentTheLaterFirst) {
    EXPECT_THAT(stripOrder(kFrames, {}), ElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(stripOrder(kFrames, {.firstFrame = 0, .grown = {}}), ElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(stripOrder(kFrames, {.firstFrame = 255, .grown = {}}), ElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(stripOrder(kFrames, {.firstFrame = 520, .grown = {}}), ElementsAre(2, 3, 1, 4, 0));
    EXPECT_THAT(stripOrder(kFrames, {.firstFrame = 9999, .grown = {}}), ElementsAre(4, 3, 2, 1, 0));
}

TEST(ShareTest, EveryStripIsAnnouncedOnceWithAllThatIsKnownAndNeverChanges) {
    std::vector<std::shared_ptr<const BackgroundShare>> seen;
    GrowingShare share(kFrames, kBins, {.firstFrame = 600, .grown = [&](auto known) {
                                            seen.push_back(std::move(known));
                                        }});
    const std::vector<Index> order = stripOrder(kFrames, share.growth());
    share.fill(std::span(order).first(2), {}, fillRow);
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_THAT(knownStrips(*seen[1]), ElementsAre(2, 3));
    EXPECT_TRUE(share.share().row(0).empty());

    share.fill(std::span(order).subspan(2), {}, fillRow);
    ASSERT_EQ(seen.size(), 5U);
    for (std::size_t i = 0; i < seen.size(); ++i)
        EXPECT_EQ(knownStrips(*seen[i]).size(), i + 1) << "an earlier one never changes";
    EXPECT_EQ(seen[1]->strips[2], seen[4]->strips[2]) << "shared, not copied";
    const BackgroundShare whole = share.share();
    for (Index frame = 0; frame < kFrames; ++frame)
        for (Index bin = 0; bin < kBins; ++bin)
            ASSERT_EQ(whole.row(frame)[bin], storedShare(exampleShare(frame, bin)));
}

TEST(ShareTest, AStripThatIsMadeAnewTakesTheOldOnesPlaceAndLeavesSnapshotsAlone) {
    GrowingShare share(kFrames, kBins, {});
    const Index only[] = {4};
    share.fill(only, {}, [](Index, std::span<float> row) { std::ranges::fill(row, 0.0F); });
    const BackgroundShare quick = share.share();
    share.fill(only, {}, [](Index, std::span<float> row) { std::ranges::fill(row, 1.0F); });
    EXPECT_THAT(quick.row(1099), testing::Each(0));
    EXPECT_THAT(share.share().row(1099), testing::Each(65535));
    EXPECT_EQ(quick.strips[4]->rows, 1100 - 4 * 256);
}

TEST(ShareTest, AStoppedFillKeepsTheStripsThatItFinished) {
    std::stop_source stop;
    GrowingShare share(kFrames, kBins,
                       {.firstFrame = std::nullopt, .grown = [&](auto) { stop.request_stop(); }});
    EXPECT_THROW(share.fill(stripOrder(kFrames, {}), Progress(stop.get_token()), fillRow),
                 Cancelled);
    const std::vector<Index> known = knownStrips(share.share());
    ASSERT_FALSE(known.empty());
    EXPECT_LT(known.size(), 5U);
    EXPECT_EQ(share.share().row(known[0] * 256)[3], storedShare(exampleShare(known[0] * 256, 3)));
}

} // namespace refrain
