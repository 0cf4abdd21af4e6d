// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/share.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace refrain {

namespace {

constexpr Index kStrip = BackgroundShare::kStripLength;

Index stripCount(Index frames) {
    return (frames + kStrip - 1) / kStrip;
}

/// A strip on its way: the first thread to need it makes room, the last to finish a frame of it
/// hands it on.
struct StripInWork {
    std::once_flag made;
    std::shared_ptr<Array2D<std::uint16_t>> shares;
    std::atomic<Index> framesLeft{0};
};

} // namespace

BackgroundShare makeShare(Index frames, Index bins, const Progress& progress,
                          const RowEstimate& estimate) {
    GrowingShare share(frames, bins, {});
    share.fill(stripOrder(frames, {}), progress, estimate);
    return share.share();
}

std::vector<Index> stripOrder(Index frames, const ShareGrowth& growth) {
    std::vector<Index> order(stripCount(frames));
    std::iota(order.begin(), order.end(), Index{0});
    if (growth.firstFrame) {
        const Index first = std::clamp<Index>(*growth.firstFrame, 0, frames - 1) / kStrip;
        // Stable from behind to front, so that the later of two equally near ones comes first.
        std::ranges::reverse(order);
        std::ranges::stable_sort(order, {},
                                 [first](Index strip) { return std::abs(strip - first); });
    }
    return order;
}

GrowingShare::GrowingShare(Index frames, Index bins, ShareGrowth growth)
    : growth_(std::move(growth)), share_{.frames = frames, .bins = bins, .strips = {}} {
    share_.strips.resize(stripCount(frames));
}

void GrowingShare::fill(std::span<const Index> strips, const Progress& progress,
                        const RowEstimate& estimate) {
    const Index frames = share_.frames;
    const Index bins = share_.bins;
    const auto lengthOf = [&](Index strip) { return std::min(kStrip, frames - strip * kStrip); };
    std::vector<StripInWork> work(strips.size());
    Index count = 0; // of frames; the last strip of a song may be shorter, so all have 256 places
    for (std::size_t i = 0; i < strips.size(); ++i, count += kStrip)
        work[i].framesLeft = lengthOf(strips[i]);

    parallelFor(count, progress, [&](Index item) {
        const Index strip = strips[item / kStrip];
        const Index place = item % kStrip;
        if (place >= lengthOf(strip))
            return;
        StripInWork& own = work[item / kStrip];
        std::call_once(own.made, [&] {
            own.shares = std::make_shared<Array2D<std::uint16_t>>(lengthOf(strip), bins);
        });
        thread_local std::vector<float> row;
        row.resize(bins);
        estimate(strip * kStrip + place, row);
        std::ranges::transform(row, own.shares->row(place).begin(), storedShare);
        if (own.framesLeft.fetch_sub(1) == 1)
            put(strip, std::move(own.shares));
    });
}

void GrowingShare::put(Index strip, std::shared_ptr<const Array2D<std::uint16_t>> shares) {
    const std::lock_guard lock(mutex_);
    share_.strips[strip] = std::move(shares);
    if (growth_.grown)
        growth_.grown(std::make_shared<const BackgroundShare>(share_));
}

BackgroundShare GrowingShare::share() const {
    const std::lock_guard lock(mutex_);
    return share_;
}

} // namespace refrain
