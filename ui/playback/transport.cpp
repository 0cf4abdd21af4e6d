// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/transport.h"

#include "ui/document/document.h"

#include <QGuiApplication>
#include <QMetaObject>
#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

namespace refrain {

namespace {

constexpr int kFrameMilliseconds = 16;

QString nameOf(Part part) {
    switch (part) {
    case Part::foreground:
        return Transport::tr("Foreground");
    case Part::background:
        return Transport::tr("Background");
    case Part::residual:
        return Transport::tr("Residual");
    }
    return {};
}

/// What was done to the faders, for the list of steps.
QString whatChanged(const Faders& before, const Faders& after) {
    for (const Part part : kParts) {
        const Fader& old = before[static_cast<std::size_t>(part)];
        const Fader& now = after[static_cast<std::size_t>(part)];
        if (old.muted != now.muted)
            return (now.muted ? Transport::tr("%1 muted") : Transport::tr("%1 no longer muted"))
                .arg(nameOf(part));
        if (old.solo != now.solo)
            return (now.solo ? Transport::tr("%1 solo") : Transport::tr("%1 no longer solo"))
                .arg(nameOf(part));
        if (old.decibels != now.decibels)
            return Transport::tr("%1 fader").arg(nameOf(part));
    }
    return {};
}

} // namespace

Transport::Transport(Document& document, QObject* parent)
    : QObject(parent), document_(document), player_([this] {
          QMetaObject::invokeMethod(this, &Transport::followStatus, Qt::QueuedConnection);
      }) {
    frames_.setTimerType(Qt::PreciseTimer);
    frames_.setInterval(kFrameMilliseconds);
    connect(&frames_, &QTimer::timeout, this, &Transport::tick);
    connect(&document_, &Document::songChanged, this, &Transport::adoptSong);
    connect(&document_, &Document::settingsChanged, this, &Transport::adoptKnobs);
    connect(&document_, &Document::resultsChanged, this, &Transport::listen);
    adoptSong();
}

Transport::~Transport() = default;

bool Transport::isPlaying() const {
    return shown_.state != PlayerStatus::State::stopped;
}

double Transport::playhead() const {
    return player_.playhead() / sampleRate_;
}

void Transport::adoptSong() {
    const auto& song = document_.song();
    looping_ = false;
    selection_.reset();
    startedAt_ = 0;
    seconds_ = song ? song->file.clip.seconds() : 0;
    sampleRate_ = song ? song->file.clip.sampleRate : 44100;
    listening_ = {};
    measurer_.cancel();
    measured_.reset();
    energy_ = nullptr;
    forgetUnmatched();
    listening_.clip = song ? heardClipOf(song) : nullptr;
    player_.setLoop(std::nullopt);
    monitor_.hearing = Hearing::mix; // else a song might begin without what one wants to hear
    adoptKnobs();
    Q_EMIT loopingChanged();
    Q_EMIT stateChanged();
    Q_EMIT playheadMoved();
}

void Transport::adoptKnobs() {
    const MaskSettings& settings = document_.settings().knobs;
    if (curveSettings_ != settings) {
        curve_.emplace(settings);
        curveSettings_ = settings;
    }
    monitor_.faders = document_.settings().faders;
    snapshot_ = document_.snapshot();
    listen(); // to all of it at once, so that no mixture of two snapshots is heard
    Q_EMIT monitorChanged();
    Q_EMIT snapshotChanged();
}

/// Tells the player what is to be heard now.
void Transport::listen() {
    const bool original = monitor_.hearing == Hearing::original;
    listening_.share = nullptr;
    // Method librosa separates a song of another rate, of which nothing can be heard here.
    if (const auto& levels = document_.levels();
        levels && document_.share() && listening_.clip && levels->sampleRate == sampleRate_) {
        listening_.share = document_.share();
        listening_.params = levels->params;
    }
    listening_.gains =
        original ? nullptr : std::make_shared<const GainTable>(heardGains(*curve_, monitor_));
    listening_.volume = volume();
    player_.listen(listening_);
    measure();
}

/// Measures how loud the shares are, in the background, before anybody asks for it if possible.
void Transport::measure() {
    const std::shared_ptr<const BackgroundShare>& share = listening_.share;
    // While more and more is known, the loudness of what was known first will do.
    const bool first = monitor_.levelMatched && measured_.expired() && !energy_;
    if (!share || measured_.lock() == share || !(document_.isSeparated() || first))
        return;
    measured_ = share;
    measurer_.start([this, clip = listening_.clip, params = listening_.params,
                     share](const std::stop_token&) {
        std::shared_ptr<const EnergyByShare> energy;
        try {
            energy = std::make_shared<const EnergyByShare>(energyByShare(*clip, params, *share));
        } catch (const std::bad_alloc&) {
            // Then it is played as it is, which is said below.
        }
        QMetaObject::invokeMethod(
            this,
            [this, share = std::weak_ptr(share), energy] {
                if (measured_.owner_before(share) || share.owner_before(measured_))
                    return; // another song is open by now
                if (!energy) {
                    measured_.reset(); // for the next time somebody asks
                    if (!monitor_.levelMatched)
                        return;
                    unmatched_ = tr("Cannot play the parts as loud as the song: there is not "
                                    "enough memory; close other programs and tick “As loud as the "
                                    "song” again.");
                    Q_EMIT problem(unmatched_);
                    return;
                }
                energy_ = energy;
                forgetUnmatched();
                if (monitor_.levelMatched)
                    listen();
            },
            Qt::QueuedConnection);
    });
}

void Transport::forgetUnmatched() {
    if (!unmatched_.isEmpty())
        Q_EMIT problemSolved(std::exchange(unmatched_, {}));
}

float Transport::volume() const {
    double gain = faderGain(monitor_.volumeDecibels);
    if (monitor_.levelMatched && listening_.gains && listening_.share && energy_)
        gain *= matchingGain(*energy_, *listening_.gains);
    return static_cast<float>(gain);
}

void Transport::playOrPause() {
    if (isPlaying())
        pause();
    else
        play();
}

void Transport::play() {
    if (!hasSong())
        return;
    player_.play();
    startedAt_ = playhead();
    frames_.start();
}

void Transport::pause() {
    playAfterScrub_ = false;
    player_.pause();
}

void Transport::stop() {
    pause();
    seek(startedAt_);
}

void Transport::seek(double seconds) {
    player_.seek(sampleAt(seconds));
    Q_EMIT playheadMoved();
}

void Transport::seekBy(double seconds) {
    seek(playhead() + seconds);
}

void Transport::scrub(double seconds) {
    if (!hasSong())
        return;
    if (!scrubbing_)
        playAfterScrub_ = isPlaying();
    scrubbing_ = true;
    player_.scrub(sampleAt(seconds));
    frames_.start();
    Q_EMIT playheadMoved();
}

void Transport::playSelection() {
    if (selection_)
        seek(selection_->fromSeconds);
    play();
}

void Transport::setSelection(const std::optional<TimeSpan>& selection) {
    selection_ = selection;
    if (looping_)
        player_.setLoop(loopRange());
}

void Transport::setLooping(bool looping) {
    if (looping == looping_)
        return;
    looping_ = looping;
    player_.setLoop(loopRange());
    Q_EMIT loopingChanged();
}

std::optional<Range> Transport::loopRange() const {
    if (!looping_ || !hasSong())
        return std::nullopt;
    if (!selection_)
        return Range{0, listening_.clip->length()};
    const Range range = {sampleAt(selection_->fromSeconds), sampleAt(selection_->toSeconds)};
    return range.length() > 0 ? std::optional(range) : std::nullopt;
}

void Transport::setMonitor(const Monitor& monitor, int gesture) {
    if (monitor == monitor_)
        return;
    const Faders old = monitor_.faders;
    monitor_ = monitor;
    if (!monitor.levelMatched)
        forgetUnmatched();
    if (monitor.faders != old) {
        SeparationSettings settings = document_.settings();
        settings.faders = monitor.faders;
        document_.turn(settings, whatChanged(old, monitor.faders), gesture); // it comes back here
        return;
    }
    listen();
    Q_EMIT monitorChanged();
}

int Transport::newGesture() {
    return document_.newGesture();
}

void Transport::toggleHearing(Hearing hearing) {
    Monitor monitor = monitor_;
    monitor.hearing = monitor.hearing == hearing ? Hearing::mix : hearing;
    setMonitor(monitor);
}

void Transport::goToSnapshot(int snapshot) {
    document_.goToSnapshot(snapshot);
}

void Transport::copyToOther() {
    document_.copyToOther();
}

Index Transport::sampleAt(double seconds) const {
    const auto sample = static_cast<Index>(std::llround(seconds * sampleRate_));
    return std::clamp<Index>(sample, 0, listening_.clip ? listening_.clip->length() : 0);
}

void Transport::followStatus() {
    const PlayerStatus status = player_.status();
    const bool newProblem = status.problem != shown_.problem && !status.problem.empty();
    shown_ = status;
    if (isPlaying())
        frames_.start();
    Q_EMIT stateChanged();
    Q_EMIT playheadMoved();
    if (newProblem) {
        told_ = QString::fromStdString(status.problem);
        Q_EMIT problem(told_);
    } else if (status.problem.empty() && status.state != PlayerStatus::State::opening &&
               !told_.isEmpty()) {
        Q_EMIT problemSolved(std::exchange(told_, {}));
    }
}

void Transport::tick() {
    if (scrubbing_ && QGuiApplication::mouseButtons() == Qt::NoButton) {
        scrubbing_ = false;
        if (playAfterScrub_)
            play();
    }
    if (!isPlaying() && !scrubbing_)
        frames_.stop();
    Q_EMIT playheadMoved();
}

} // namespace refrain
