// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/take_writer.h"

#include <algorithm>
#include <numeric>

namespace refrain {

namespace {

// Samples of the song that a resampler is given before the first that counts: more than the reach
// of its filter, so that a take which begins in the middle goes on exactly where another is.
constexpr Index kLead = 2048;

constexpr Index kReadLength = 2048;

/// Where to start reading so that the resampled frames fall on the grid of the whole timeline.
struct Start {
    Index step;
    Index frame;
};

Start startFor(Index firstFrame, int songRate, int deviceRate) {
    if (songRate == deviceRate)
        return {firstFrame, firstFrame};
    const int divisor = std::gcd(songRate, deviceRate);
    const Index steps = songRate / divisor; // as long as so many frames:
    const Index frames = deviceRate / divisor;
    const Index periods = firstFrame / frames - (kLead + steps - 1) / steps;
    return {periods * steps, periods * frames};
}

} // namespace

TakeWriter::TakeWriter(Take& take, Preview& preview, int songRate, int deviceRate)
    : take_(&take),
      reader_(preview, take.route(), startFor(take.first(), songRate, deviceRate).step) {
    if (songRate == deviceRate)
        return;
    for (int side = 0; side < 2; ++side)
        resamplers_.emplace_back(songRate, deviceRate);
    surplus_ = take.first() - startFor(take.first(), songRate, deviceRate).frame;
}

void TakeWriter::write(Index count) {
    count = std::min(count, take_->room());
    if (finished_ || count <= 0)
        return;
    if (resamplers_.empty()) {
        const Stereo& sound = reader_.read(count);
        take_->append(sound[0], sound[1]);
        finished_ = reader_.atEnd();
    } else {
        while (std::ssize(resampled_[0]) < surplus_ + count && !reader_.atEnd())
            resampleMore();
        const Index dropped = std::min(surplus_, std::ssize(resampled_[0]));
        const Index there = std::min(count, std::ssize(resampled_[0]) - dropped);
        take_->append(std::span(resampled_[0]).subspan(dropped, there),
                      std::span(resampled_[1]).subspan(dropped, there));
        for (auto& side : resampled_)
            side.erase(side.begin(), side.begin() + dropped + there);
        surplus_ -= dropped;
        finished_ = reader_.atEnd() && resampled_[0].empty();
    }
    if (finished_)
        take_->finish();
}

void TakeWriter::resampleMore() {
    const Stereo& sound = reader_.read(kReadLength);
    for (std::size_t side = 0; side < 2; ++side) {
        resamplers_[side].process(sound[side], resampled_[side]);
        if (reader_.atEnd())
            resamplers_[side].finish(resampled_[side]);
    }
}

} // namespace refrain
