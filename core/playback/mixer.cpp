// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/mixer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain {

namespace {

constexpr double kFadeSeconds = 0.008;

} // namespace

Mixer::Mixer() {
    setRate(44100);
}

void Mixer::setRate(int deviceRate) {
    longestBlock_ = 0;
    const auto length = std::max<Index>(2, std::lround(kFadeSeconds * deviceRate));
    fadeIn_.resize(length);
    for (Index i = 0; i < length; ++i)
        fadeIn_[i] = static_cast<float>(
            0.5 - 0.5 * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5) /
                                 static_cast<double>(length)));
    reset();
}

void Mixer::reset() {
    for (Take* take : {waiting_.exchange(nullptr), active_, outgoing_})
        if (take)
            take->release();
    active_ = outgoing_ = nullptr;
    activeFade_ = outgoingFade_ = tailFade_ = fadeLength();
    brokenOff_ = true;
    state_ = Moment::State::silent;
}

void Mixer::play(Take& take) {
    if (Take* unplayed = waiting_.exchange(&take, std::memory_order_acq_rel))
        unplayed->release();
}

void Mixer::process(float* output, Index frames, std::int64_t heardAt) noexcept {
    if (frames > longestBlock_.load(std::memory_order_relaxed))
        longestBlock_.store(frames, std::memory_order_relaxed);
    if (!outgoing_ && (brokenOff_ || activeFade_ == fadeLength()))
        pickUp();
    const Index firstFrame = activeFrame_;
    std::fill(output, output + 2 * frames, 0.0F);
    addTail(output, frames);
    addOutgoing(output, frames);
    addActive(output, frames);
    limit(output, frames);
    publish(firstFrame, heardAt);
}

void Mixer::pickUp() noexcept {
    Take* next = waiting_.exchange(nullptr, std::memory_order_acq_rel);
    if (!next)
        return;
    if (active_ && next->silent() && !active_->silent()) {
        const Index step = active_->step(activeFrame_);
        restingPosition_ = active_->route().shownPosition(step);
        restingSince_ = active_->route().shownSince(step);
    }
    const bool goesOn = active_ && !next->silent() && next->timeline() == active_->timeline();
    outgoing_ = active_;
    outgoingFrame_ = activeFrame_;
    // What has broken off is not heard already, and must not come back as it goes.
    outgoingFade_ = brokenOff_ ? fadeLength() : 0;
    active_ = next;
    activeFrame_ = goesOn ? std::max(activeFrame_, next->first()) : next->first();
    activeFade_ = 0;
    last_ = {}; // nothing of this take was heard yet
    brokenOff_ = next->silent();
}

/// The take before, getting softer; given back when it is no longer heard.
void Mixer::addOutgoing(float* output, Index frames) noexcept {
    if (!outgoing_)
        return;
    const Index there =
        std::min({frames, fadeLength() - outgoingFade_, outgoing_->written() - outgoingFrame_});
    for (Index i = 0; i < there; ++i) {
        const float gain = 1 - fadeIn_[outgoingFade_ + i];
        for (std::size_t channel = 0; channel < 2; ++channel)
            output[2 * i + static_cast<Index>(channel)] +=
                gain * outgoing_->sample(channel, outgoingFrame_ + i);
    }
    outgoingFrame_ += std::max<Index>(there, 0);
    outgoingFade_ += frames;
    if (outgoingFade_ >= fadeLength()) {
        outgoing_->release();
        outgoing_ = nullptr;
    }
}

void Mixer::addActive(float* output, Index frames) noexcept {
    if (!active_ || active_->silent())
        return;
    // A take that took long to render may end before the place that was reached meanwhile.
    const Index there = std::clamp<Index>(active_->written() - activeFrame_, 0, frames);
    if (there > 0)
        brokenOff_ = false;
    for (Index i = 0; i < there; ++i) {
        const float gain = activeFade_ < fadeLength() ? fadeIn_[activeFade_++] : 1.0F;
        for (std::size_t channel = 0; channel < 2; ++channel) {
            last_[channel] = gain * active_->sample(channel, activeFrame_ + i);
            output[2 * i + static_cast<Index>(channel)] += last_[channel];
        }
    }
    activeFrame_ += there;
    active_->passed(activeFrame_);
    if (there < frames)
        breakOff(output + 2 * there, frames - there);
}

/// The take has no more, for ever or for now: what was heard last glides to 0, and what may come
/// later fades in.
void Mixer::breakOff(float* output, Index frames) noexcept {
    if (activeFrame_ < active_->end()) {
        lateBlocks_.fetch_add(1, std::memory_order_relaxed);
        lateFrames_.fetch_add(frames, std::memory_order_relaxed);
    }
    if (brokenOff_)
        return;
    brokenOff_ = true;
    activeFade_ = 0;
    for (std::size_t channel = 0; channel < 2; ++channel) {
        const float before =
            tailFade_ < fadeLength() ? tail_[channel] * (1 - fadeIn_[tailFade_]) : 0;
        tail_[channel] = last_[channel] + before;
    }
    tailFade_ = 0;
    addTail(output, frames);
}

void Mixer::addTail(float* output, Index frames) noexcept {
    const Index count = std::min(frames, fadeLength() - tailFade_);
    for (Index i = 0; i < count; ++i)
        for (std::size_t channel = 0; channel < 2; ++channel)
            output[2 * i + static_cast<Index>(channel)] +=
                tail_[channel] * (1 - fadeIn_[tailFade_ + i]);
    tailFade_ += count;
}

/// Cuts off what no device can play, and remembers the highest samples.
void Mixer::limit(float* output, Index frames) noexcept {
    std::array<float, 2> highest = {};
    for (Index i = 0; i < 2 * frames; ++i) {
        float& peak = highest[static_cast<std::size_t>(i & 1)];
        peak = std::max(peak, std::abs(output[i]));
        output[i] = std::clamp(output[i], -1.0F, 1.0F);
    }
    for (std::size_t channel = 0; channel < 2; ++channel) {
        float known = peaks_[channel].load(std::memory_order_relaxed);
        while (highest[channel] > known &&
               !peaks_[channel].compare_exchange_weak(known, highest[channel],
                                                      std::memory_order_relaxed)) {
        }
    }
}

/// `firstFrame`: of the active take, where the block began.
void Mixer::publish(Index firstFrame, std::int64_t heardAt) noexcept {
    using enum Moment::State;
    // A reader that sees any of the new values sees the odd number too, and looks again.
    const std::uint32_t sequence = sequence_.load(std::memory_order_relaxed);
    sequence_.store(sequence + 1, std::memory_order_relaxed);
    constexpr auto kAfter = std::memory_order_release;
    if (!active_ || active_->silent()) {
        state_.store(silent, kAfter);
        position_.store(restingPosition_, kAfter);
        since_.store(restingSince_, kAfter);
    } else {
        const Index step = active_->step(firstFrame);
        state_.store(activeFrame_ >= active_->end() ? ended : playing, kAfter);
        position_.store(active_->route().shownPosition(step), kAfter);
        since_.store(active_->route().shownSince(step), kAfter);
    }
    timeline_.store(active_ ? active_->timeline() : 0, kAfter);
    nextFrame_.store(activeFrame_, kAfter);
    heardAt_.store(heardAt, kAfter);
    blocks_.store(blocks_.load(std::memory_order_relaxed) + 1, kAfter);
    sequence_.store(sequence + 2, kAfter);
}

Moment Mixer::moment() const {
    constexpr auto kBefore = std::memory_order_acquire;
    while (true) {
        const std::uint32_t sequence = sequence_.load(kBefore);
        const Moment moment = {.state = state_.load(kBefore),
                               .timeline = timeline_.load(kBefore),
                               .nextFrame = nextFrame_.load(kBefore),
                               .position = position_.load(kBefore),
                               .since = since_.load(kBefore),
                               .heardAt = heardAt_.load(kBefore),
                               .blocks = blocks_.load(kBefore)};
        if (sequence % 2 == 0 && sequence_.load(kBefore) == sequence)
            return moment;
    }
}

Lateness Mixer::lateness() const {
    return {lateBlocks_.load(std::memory_order_relaxed),
            lateFrames_.load(std::memory_order_relaxed)};
}

} // namespace refrain
