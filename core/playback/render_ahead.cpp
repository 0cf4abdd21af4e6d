// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/render_ahead.h"

#include <algorithm>

namespace refrain {

namespace {

// How far ahead to be: long enough for a thread that the system forgets for a while.
constexpr double kDepthSeconds = 0.3;

// Frames to render at a time: neighbouring stretches share the frames of the STFT at their ends,
// which is a waste with short ones.
constexpr Index kChunk = 4096;

// What is assumed of a device that has not asked for a block yet.
constexpr Index kUsualBlock = 1024;

// A scrub's grain is long enough to tell what it is, and over before the ear calls it playing.
constexpr double kGrainSeconds = 0.09;

} // namespace

void RenderAhead::setRate(int deviceRate) {
    deviceRate_ = deviceRate;
    writer_.reset();
    mode_ = Mode::halted;
    // The mixer holds none by now; one that could not be rendered to its start was never its.
    for (Take& take : takes_)
        take.release();
}

void RenderAhead::listen(const Listening& listening) {
    if (listening == preview_.listening())
        return;
    const bool sameSong = listening.clip == preview_.listening().clip;
    if (!sameSong)
        halt();
    preview_.listen(listening);
    if (mode_ == Mode::playing)
        startTake(nextFrame(), writer_->take().route());
}

void RenderAhead::play(Index position) {
    if (!preview_.listening().clip)
        return;
    if (loop_ && position >= loop_->end)
        position = loop_->first;
    mode_ = Mode::playing;
    // The fade-in comes before the place, so that the place itself is heard as it is.
    startTimeline(routeFrom(0, position - fadeSteps()));
}

void RenderAhead::setLoop(const std::optional<Range>& loop) {
    if (loop == loop_)
        return;
    loop_ = loop;
    if (mode_ != Mode::playing)
        return;
    const Index frame = nextFrame();
    const Take& take = writer_->take();
    const Index position = take.route().at(take.step(frame)).position;
    if (loop_ && position >= loop_->end)
        play(loop_->first);
    else
        startTake(frame, routeFrom(take.step(frame), position));
}

void RenderAhead::scrub(Index position) {
    if (!preview_.listening().clip)
        return;
    const AudioClip& clip = *preview_.listening().clip;
    Route route = Route::straight(0, position - fadeSteps(), clip.length());
    const auto length = static_cast<Index>(kGrainSeconds * clip.sampleRate);
    route.end = std::min(route.end, length + 2 * fadeSteps());
    route.fadeOut = std::min(fadeSteps(), route.end);
    mode_ = Mode::scrubbing;
    startTimeline(route);
}

void RenderAhead::halt() {
    if (mode_ == Mode::halted)
        return;
    mode_ = Mode::halted;
    writer_.reset();
    Take& take = freeTake();
    take.beginSilence(++timeline_);
    mixer_.play(take);
}

bool RenderAhead::work() {
    if (!writer_ || writer_->finished())
        return false;
    const auto depth = std::min<Index>(
        Take::kCapacity - kChunk,
        std::max(static_cast<Index>(kDepthSeconds * deviceRate_), 4 * mixer_.longestBlock()));
    const auto missing = [&] { return depth - (Take::kCapacity - writer_->take().room()); };
    if (missing() <= 0)
        return false;
    writer_->write(kChunk);
    return !writer_->finished() && missing() > 0;
}

Take& RenderAhead::freeTake() {
    const auto found = std::ranges::find_if(takes_, [](const Take& take) { return !take.inUse(); });
    assert(found != takes_.end());
    return *found;
}

/// The length of a fade in samples of the song.
Index RenderAhead::fadeSteps() const {
    const int songRate = preview_.listening().clip->sampleRate;
    return (mixer_.fadeLength() * songRate + deviceRate_ - 1) / deviceRate_;
}

Route RenderAhead::routeFrom(Index origin, Index position) const {
    const Index length = preview_.listening().clip->length();
    return loop_ ? Route::looping(origin, position, length, *loop_, fadeSteps())
                 : Route::straight(origin, position, length);
}

/// The first frame of the present timeline that is still to be played.
Index RenderAhead::nextFrame() const {
    const Moment moment = mixer_.moment();
    return moment.timeline == timeline_ ? moment.nextFrame : 0;
}

void RenderAhead::startTimeline(const Route& route) {
    ++timeline_;
    startTake(0, route);
}

void RenderAhead::startTake(Index firstFrame, const Route& route) {
    const int songRate = preview_.listening().clip->sampleRate;
    Take& take = freeTake();
    take.begin(timeline_, firstFrame, route, songRate, deviceRate_);
    writer_.emplace(take, preview_, songRate, deviceRate_);
    // Enough for the next block, and for one that is played meanwhile.
    const Index block = std::max(mixer_.longestBlock(), kUsualBlock);
    const auto needed = [&] { return nextFrame() + 2 * block + mixer_.fadeLength(); };
    while (!writer_->finished() && take.written() < needed() && take.room() > 0)
        writer_->write(needed() - take.written());
    mixer_.play(take);
}

} // namespace refrain
