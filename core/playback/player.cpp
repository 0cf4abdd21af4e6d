// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/player.h"

#include "core/base/error.h"

#include <algorithm>
#include <new>
#include <pthread.h>

namespace refrain {

namespace {

using Clock = std::chrono::steady_clock;
using State = PlayerStatus::State;
using namespace std::chrono_literals;

// While a device plays, the player looks after it so often: the callback cannot wake it, as that
// would be a call of the system. A small part of what is rendered ahead.
constexpr auto kTurn = 10ms;

// A device that has not asked for sound for so long is given up.
constexpr auto kLost = 1500ms;

// A device that has not asked for a block for so long would not answer when it is closed.
constexpr auto kStalled = 500ms;

// While nothing plays, an abandoned device is looked after so often, so that it is free for others
// soon after it goes on.
constexpr std::chrono::milliseconds kLookAgain = 1s;

// How long a device stays open after a scrub: until the hand moves on.
constexpr auto kScrubPause = 1s;

} // namespace

Player::Player(std::function<void()> changed) : changed_(std::move(changed)) {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Player::~Player() {
    thread_.request_stop();
    woken_.notify_all();
}

void Player::listen(const Listening& listening) {
    const std::lock_guard lock(mutex_);
    const Index length = listening.clip ? listening.clip->length() : 0;
    const int rate = listening.clip ? listening.clip->sampleRate : songRate_;
    if (length != songLength_ || rate != songRate_) {
        cue_ = 0;
        timeline_ = 0;
        wishes_.transport = Wish::none;
    }
    songLength_ = length;
    songRate_ = rate;
    wishes_.listening = listening;
    wake();
}

void Player::play() {
    const double from = playhead();
    const std::lock_guard lock(mutex_);
    wishes_.transport = Wish::play;
    wishes_.position = static_cast<Index>(from);
    if (wishes_.position >= songLength_ || (loop_ && wishes_.position >= loop_->end))
        wishes_.position = loop_ ? loop_->first : 0;
    cue_ = wishes_.position;
    wake();
}

void Player::pause() {
    const double at = playhead();
    const std::lock_guard lock(mutex_);
    wishes_.transport = Wish::pause;
    wishes_.position = static_cast<Index>(at);
    cue_ = wishes_.position;
    wake();
}

void Player::seek(Index position) {
    const std::lock_guard lock(mutex_);
    cue_ = std::clamp<Index>(position, 0, songLength_);
    const Wish latest = wishes_.transport != Wish::none ? wishes_.transport : doing_;
    const bool plays =
        latest == Wish::play || (latest == Wish::none && status_.state != State::stopped);
    if (plays) {
        wishes_.transport = Wish::play;
        wishes_.position = cue_;
        wake();
    } else {
        timeline_ = 0;
    }
}

void Player::scrub(Index position) {
    const std::lock_guard lock(mutex_);
    cue_ = std::clamp<Index>(position, 0, songLength_);
    wishes_.transport = Wish::scrub;
    wishes_.position = cue_;
    wake();
}

void Player::setLoop(const std::optional<Range>& loop) {
    const std::lock_guard lock(mutex_);
    loop_ = loop;
    wishes_.loop = loop;
    wake();
}

void Player::chooseDevice(const std::optional<DeviceId>& device) {
    const std::lock_guard lock(mutex_);
    wishes_.device = device;
    wake();
}

void Player::refreshDevices() {
    const std::lock_guard lock(mutex_);
    wishes_.refresh = true;
    wake();
}

PlayerStatus Player::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

double Player::playhead() const {
    const std::lock_guard lock(mutex_);
    const Moment moment = mixer_.moment();
    const bool moving = wishes_.transport == Wish::none && timeline_ != 0 &&
                        moment.timeline == timeline_ && moment.state == Moment::State::playing;
    if (!moving)
        return static_cast<double>(cue_);
    const auto now =
        std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch());
    const double gone = static_cast<double>(now.count() - moment.heardAt) * 1e-9 * songRate_;
    const double block =
        static_cast<double>(mixer_.longestBlock()) * songRate_ / std::max(1, status_.deviceRate);
    const auto position = static_cast<double>(moment.position);
    return std::max(static_cast<double>(moment.since), position + std::min(gone, block));
}

/// With the mutex locked.
void Player::wake() {
    woken_.notify_all();
}

template <class Change>
void Player::changeStatus(const Change& change) {
    bool news = false;
    {
        const std::lock_guard lock(mutex_);
        PlayerStatus status = status_;
        change(status);
        news = status != status_;
        status_ = std::move(status);
    }
    if (news && changed_)
        changed_();
}

void Player::run(const std::stop_token& stop) {
    ::pthread_setname_np(::pthread_self(), "render-ahead");
    system_ = std::make_unique<AudioSystem>();
    changeStatus([&](PlayerStatus& status) {
        status.devices = system_->devices();
        status.listing = false;
    });
    while (!stop.stop_requested()) {
        Wishes wishes;
        {
            std::unique_lock lock(mutex_);
            const auto wanted = [&] { return wishes_.any(); };
            if (stream_ || abandoned_)
                woken_.wait_for(lock, stop, stream_ ? kTurn : kLookAgain, wanted);
            else
                woken_.wait(lock, stop, wanted);
            std::swap(wishes, wishes_);
            doing_ = wishes.transport;
        }
        try {
            obey(wishes);
            done();
            // A bit at a time, so that what is wished meanwhile need not wait for all of it.
            while (stream_ && ahead_.work()) {
                const std::lock_guard lock(mutex_);
                if (wishes_.any())
                    break;
            }
            watch();
        } catch (const Error& error) {
            done();
            lose(error.what());
        } catch (const std::bad_alloc&) {
            done();
            lose("Cannot play: there is not enough memory; close other programs and press Play "
                 "again.");
        }
        if (!stream_)
            abandoned_ = !system_->closeAbandoned();
    }
    closeDevice();
    system_.reset();
}

void Player::done() {
    const std::lock_guard lock(mutex_);
    doing_ = Wish::none;
}

void Player::obey(Wishes& wishes) {
    if (wishes.device && *wishes.device != chosen_) {
        chosen_ = *wishes.device;
        changeStatus([](PlayerStatus& status) { status.problem.clear(); });
        if (ahead_.playing() && wishes.transport == Wish::none) { // goes on there
            wishes.transport = Wish::play;
            wishes.position = mixer_.moment().position;
        }
        closeDevice();
    }
    if (wishes.refresh && !stream_)
        listDevices();
    if (wishes.listening)
        ahead_.listen(*wishes.listening);
    if (wishes.loop) {
        ahead_.setLoop(*wishes.loop);
        const std::lock_guard lock(mutex_);
        if (timeline_ != 0 && ahead_.playing()) // it may have jumped to the loop's start
            timeline_ = ahead_.timeline();
    }
    if (wishes.transport == Wish::pause) {
        ahead_.halt();
        rest(wishes.position);
    } else if (wishes.transport != Wish::none) {
        startSound(wishes.transport, wishes.position);
    } else if (wishes.listening && !ahead_.playing()) {
        rest(std::nullopt); // another song stops the old one
    }
}

void Player::listDevices() {
    changeStatus([](PlayerStatus& status) { status.listing = true; });
    system_->refresh();
    stale_ = false;
    changeStatus([&](PlayerStatus& status) {
        status.devices = system_->devices();
        status.listing = false;
    });
}

void Player::startSound(Wish wish, Index position) {
    scrubbing_ = wish == Wish::scrub;
    changeStatus([&](PlayerStatus& status) {
        if (!scrubbing_)
            status.state = stream_ ? State::playing : State::opening;
        status.problem.clear();
    });
    if (!stream_)
        openDevice();
    if (scrubbing_)
        ahead_.scrub(position);
    else
        ahead_.play(position);
    quietSince_.reset();
    {
        const std::lock_guard lock(mutex_);
        timeline_ = ahead_.playing() ? ahead_.timeline() : 0;
    }
    changeStatus([&](PlayerStatus& status) {
        status.state = ahead_.playing() ? State::playing : State::stopped;
    });
}

void Player::openDevice() {
    int songRate = 0;
    {
        const std::lock_guard lock(mutex_);
        songRate = songRate_;
    }
    if (stale_)
        listDevices();
    stream_ = system_->open(chosen_, songRate, mixer_);
    ahead_.setRate(stream_->sampleRate());
    lastBlockSeen_ = Clock::now();
    blocksSeen_ = mixer_.moment().blocks;
    changeStatus([&](PlayerStatus& status) {
        status.device = stream_->device();
        status.deviceRate = stream_->sampleRate();
        status.latencySeconds = stream_->latencySeconds();
    });
}

void Player::closeDevice() {
    // Closing waits for the device, so it has to show first that it goes on. It is given its time
    // from now on: when it was last seen to tells nothing if this process itself stood still.
    if (stream_ && stream_->active()) {
        const std::int64_t blocks = mixer_.moment().blocks;
        const auto goesOn = [&] { return mixer_.moment().blocks != blocks; };
        const Clock::time_point since = Clock::now();
        while (!goesOn() && stream_->active() && Clock::now() - since < kStalled)
            std::this_thread::sleep_for(kTurn / 2);
        if (!goesOn())
            stream_->abandon();
    }
    stream_.reset();
    ahead_.setRate(44100); // which forgets what it rendered
    quietSince_.reset();
}

/// Notices the end of the song, of a fade, and of a device.
void Player::watch() {
    if (!stream_)
        return;
    const Moment moment = mixer_.moment();
    const Clock::time_point now = Clock::now();
    if (moment.blocks != blocksSeen_) {
        blocksSeen_ = moment.blocks;
        lastBlockSeen_ = now;
    }
    if (!stream_->active() || now - lastBlockSeen_ > kLost) {
        lose("The sound device \"" + stream_->device().name +
             (stream_->active() ? "\" does not answer" : "\" is gone") +
             " and playing pauses; press Play to try again, or choose another one under Output.");
        return;
    }
    if (moment.timeline != ahead_.timeline() || moment.state == Moment::State::playing) {
        quietSince_.reset();
        return;
    }
    if (moment.state == Moment::State::ended && ahead_.playing()) {
        ahead_.halt();
        rest(moment.position);
    }
    if (!quietSince_)
        quietSince_ = now;
    // What was played last is still on its way to the loudspeaker.
    const auto drain = std::chrono::duration<double>(stream_->latencySeconds()) + 100ms;
    if (now - *quietSince_ > (scrubbing_ ? std::max<decltype(drain)>(drain, kScrubPause) : drain))
        closeDevice();
}

/// Something went wrong: says so, and stands where it stood.
void Player::lose(const std::string& sentence) {
    const Moment moment = mixer_.moment();
    const bool played = ahead_.playing() && moment.timeline == ahead_.timeline();
    stale_ = true;
    closeDevice();
    rest(played ? std::optional(moment.position) : std::nullopt);
    changeStatus([&](PlayerStatus& status) { status.problem = sentence; });
}

/// The playhead stands, at `position` if that is given and nobody has put it elsewhere since.
void Player::rest(std::optional<Index> position) {
    {
        const std::lock_guard lock(mutex_);
        timeline_ = 0;
        if (position && wishes_.transport == Wish::none)
            cue_ = std::clamp<Index>(*position, 0, songLength_);
    }
    changeStatus([](PlayerStatus& status) { status.state = State::stopped; });
}

} // namespace refrain
