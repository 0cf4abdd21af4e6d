// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/preview.h"

#include "core/separation/stems.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain {

/// What is expensive to make and stays while only gains change. Shares what it refers to.
struct Preview::Renderer {
    std::shared_ptr<const AudioClip> clip;
    StftParams params;
    std::shared_ptr<const BackgroundShare> share;
    StemRenderer stems{*clip, params, *share};

    bool isOf(const Listening& listening) const {
        return clip == listening.clip && params == listening.params && share == listening.share;
    }
};

Preview::Preview() = default;
Preview::~Preview() = default;

void Preview::listen(const Listening& listening) {
    listening_ = listening;
    const GainTable* gains = listening.gains.get();
    // Said outright, as moments that are not known yet are heard whatever the gains.
    silent_ = !listening.clip || listening.clip->length() == 0 ||
              (gains && std::ranges::all_of(*gains, [](float gain) { return gain == 0; }));
    if (!gains || !listening.share || silent_)
        return;
    if (!renderer_ || !renderer_->isOf(listening)) {
        renderer_.reset();
        renderer_.reset(new Renderer{listening.clip, listening.params, listening.share});
    }
}

void Preview::render(Index first, Index count, Stereo& sound) {
    for (auto& side : sound)
        side.assign(count, 0.0F);
    if (silent_)
        return;
    const AudioClip& clip = *listening_.clip;
    const Index from = std::clamp<Index>(first, 0, clip.length());
    const Index there = std::clamp<Index>(first + count, from, clip.length()) - from;
    if (there == 0)
        return;
    const Index right = clip.channelCount() - 1;
    if (listening_.gains && listening_.share) {
        const GainTable* const tables[] = {listening_.gains.get()};
        const auto stems = renderer_->stems.render(from, there, tables);
        std::ranges::copy(stems[0][0], sound[0].begin() + (from - first));
        std::ranges::copy(stems[0][right], sound[1].begin() + (from - first));
    } else {
        std::copy_n(clip.channels[0].begin() + from, there, sound[0].begin() + (from - first));
        std::copy_n(clip.channels[right].begin() + from, there, sound[1].begin() + (from - first));
    }
    if (listening_.volume != 1)
        for (auto& side : sound)
            for (float& sample : side)
                sample *= listening_.volume;
}

const Stereo& RouteReader::read(Index count) {
    const Index firstStep = step_;
    for (auto& side : sound_)
        side.clear();
    for (const Index end = std::min(step_ + count, route_.end); step_ < end;) {
        const Route::Place place = route_.at(step_);
        const Index run = std::min(place.run, end - step_);
        if (place.joining) {
            if (!join_)
                makeJoin();
        } else {
            preview_.render(place.position, run, part_);
        }
        for (std::size_t side = 0; side < 2; ++side) {
            const auto from =
                place.joining ? (*join_)[side].begin() + place.joinIndex : part_[side].begin();
            sound_[side].insert(sound_[side].end(), from, from + run);
        }
        step_ += run;
    }
    fadeOut(firstStep);
    return sound_;
}

/// Mixes the loop's two ends so that the power stays even, whether they are alike (and their
/// amplitudes add) or strangers (and their powers do).
void RouteReader::makeJoin() {
    Stereo outgoing;
    Stereo incoming;
    preview_.render(route_.joinFrom + route_.period, route_.fade, outgoing);
    preview_.render(route_.joinFrom, route_.fade, incoming);
    double product = 0;
    double energies[2] = {};
    for (std::size_t side = 0; side < 2; ++side)
        for (Index i = 0; i < route_.fade; ++i) {
            const double before = outgoing[side][i];
            const double after = incoming[side][i];
            product += before * after;
            energies[0] += before * before;
            energies[1] += after * after;
        }
    const double both = std::sqrt(energies[0] * energies[1]);
    const double likeness = both > 0 ? std::clamp(product / both, 0.0, 1.0) : 0;

    join_.emplace(std::move(incoming));
    for (Index i = 0; i < route_.fade; ++i) {
        const double in = 0.5 - 0.5 * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5) /
                                               static_cast<double>(route_.fade));
        const double out = 1 - in;
        const double scale = 1 / std::sqrt(in * in + out * out + 2 * likeness * in * out);
        for (std::size_t side = 0; side < 2; ++side) {
            float& sample = (*join_)[side][i];
            sample = static_cast<float>(scale * (in * sample + out * outgoing[side][i]));
        }
    }
}

void RouteReader::fadeOut(Index firstStep) {
    const Index from = std::max(firstStep, route_.end - route_.fadeOut);
    for (Index step = from; step < step_ && route_.fadeOut > 0; ++step) {
        const double left =
            (static_cast<double>(route_.end - step) - 0.5) / static_cast<double>(route_.fadeOut);
        const auto gain = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * left));
        for (auto& side : sound_)
            side[step - firstStep] *= gain;
    }
}

} // namespace refrain
