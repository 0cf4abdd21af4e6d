// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/audio_device.h"
#include "core/playback/render_ahead.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace refrain {

/// What the player does, for display.
struct PlayerStatus {
    enum class State { stopped, opening, playing } state = State::stopped;

    /// Why nothing is heard although it was asked for: a sentence for the user, or empty.
    std::string problem;

    /// What there is to play on, and what is or was played on last; its rate in Hz, 0 before the
    /// first time.
    std::vector<OutputDevice> devices;
    bool listing = true; // the list is being made
    std::optional<DeviceId> device;
    int deviceRate = 0;
    double latencySeconds = 0;

    bool operator==(const PlayerStatus&) const = default;
};

/// Plays a song: transport, device, and the thread that renders ahead of it. Every call returns at
/// once; what it asks for is done on the player's own thread, the latest wish first.
///
/// Positions are samples of the song that is listened to.
///
/// Threads: any, but for the callback; `changed` is called on the player's thread.
class Player {
public:
    /// `changed` is told whenever `status` has changed.
    explicit Player(std::function<void()> changed = {});
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    /// What is to be heard. Another song stops the old one and starts at its beginning; the same
    /// song, or one of the same length, goes on.
    void listen(const Listening& listening);

    /// Plays from the playhead on; from the start of the loop, or of the song, if it stands at the
    /// end. Opens the device anew.
    void play();

    /// Stops, and leaves the playhead where it is.
    void pause();

    /// Puts the playhead somewhere, and goes on playing there if it did.
    void seek(Index position);

    /// Puts the playhead somewhere and plays what is there, briefly; pauses if it played.
    void scrub(Index position);

    /// The stretch that is repeated while playing, or none.
    void setLoop(const std::optional<Range>& loop);

    /// The device to play on from the next `play` on, or the system's default.
    void chooseDevice(const std::optional<DeviceId>& device);

    /// Looks for devices again; does nothing while one plays.
    void refreshDevices();

    PlayerStatus status() const;

    /// The sample that is heard now.
    double playhead() const;

    /// As `Mixer`.
    float takePeak(std::size_t channel) { return mixer_.takePeak(channel); }
    Lateness lateness() const { return mixer_.lateness(); }

private:
    enum class Wish { none, play, pause, scrub };

    /// All that was asked for and not done yet.
    struct Wishes {
        std::optional<Listening> listening;
        std::optional<std::optional<Range>> loop;
        std::optional<std::optional<DeviceId>> device;
        bool refresh = false;
        Wish transport = Wish::none;
        Index position = 0;

        bool any() const {
            return listening || loop || device || refresh || transport != Wish::none;
        }
    };

    void run(const std::stop_token& stop);
    void obey(Wishes& wishes);
    void done();
    void startSound(Wish wish, Index position);
    void listDevices();
    void openDevice();
    void closeDevice();
    void watch();
    void lose(const std::string& sentence);
    void rest(std::optional<Index> position);
    template <class Change>
    void changeStatus(const Change& change);
    void wake();

    const std::function<void()> changed_;
    Mixer mixer_;

    // Of the player's thread only.
    RenderAhead ahead_{mixer_};
    std::unique_ptr<AudioSystem> system_;
    std::unique_ptr<OutputStream> stream_;
    std::optional<DeviceId> chosen_;
    bool stale_ = false;     // the list of devices, since one was lost
    bool abandoned_ = false; // a stream that stood still, and is not closed yet
    bool scrubbing_ = false; // rather than playing
    std::chrono::steady_clock::time_point lastBlockSeen_;
    std::int64_t blocksSeen_ = 0;
    std::optional<std::chrono::steady_clock::time_point> quietSince_;

    mutable std::mutex mutex_;
    std::condition_variable_any woken_;
    // Below this line all is guarded by the mutex.
    Wishes wishes_;
    Wish doing_ = Wish::none; // taken out of the wishes, and not done yet
    PlayerStatus status_;
    Index cue_ = 0;             // where the playhead stands or was last put
    std::int64_t timeline_ = 0; // of what is played; 0 while nothing is
    int songRate_ = 44100;
    Index songLength_ = 0;
    std::optional<Range> loop_;

    std::jthread thread_; // the last member: it uses all others
};

} // namespace refrain
