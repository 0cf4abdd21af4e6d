// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/mixer.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

class AudioSystem;

/// Which device is meant, also after the list of devices was made anew.
struct DeviceId {
    std::string hostApi; // "ALSA", "JACK Audio Connection Kit"
    std::string name;

    bool operator==(const DeviceId&) const = default;
};

/// Something that can play sound.
struct OutputDevice {
    DeviceId id;
    double sampleRate = 0;     // Hz, the one it likes best
    double latencySeconds = 0; // of its usual buffer
    bool systemDefault = false;

    bool operator==(const OutputDevice&) const = default;
};

/// A device that plays what a mixer gives it, from when it is made until it is destroyed, which is
/// before the `AudioSystem` that opened it.
///
/// Threads: as `AudioSystem`. The callback runs on a thread of PortAudio's.
class OutputStream {
public:
    /// Ends it, and waits for that unless it is gone or was abandoned.
    ~OutputStream();
    OutputStream(const OutputStream&) = delete;
    OutputStream& operator=(const OutputStream&) = delete;

    const DeviceId& device() const;
    int sampleRate() const;
    double latencySeconds() const;

    /// False once the device is gone for good. One that only stands still stays active, and its
    /// callback is not called.
    bool active() const;

    /// Says that the device stands still: it plays silence from now on should it go on, and is not
    /// waited for. `AudioSystem` keeps it until it goes on or is gone, as its callback may be
    /// called at any moment until then.
    void abandon();

private:
    friend class AudioSystem;
    struct State;
    OutputStream(AudioSystem& system, std::unique_ptr<State> state);

    AudioSystem& system_;
    std::unique_ptr<State> state_;
};

/// The sound devices of this machine, through PortAudio.
///
/// Threads: one at a time, and only one object at a time in a process, as PortAudio has it. Every
/// call may take a second or more, so not the GUI's.
class AudioSystem {
public:
    /// Looks for devices. That there are none is no error.
    AudioSystem();
    ~AudioSystem();
    AudioSystem(const AudioSystem&) = delete;
    AudioSystem& operator=(const AudioSystem&) = delete;

    /// Those which can play, as they were when they were last looked for.
    const std::vector<OutputDevice>& devices() const { return devices_; }

    /// Looks for devices again. Only while there is no stream. While a device stands still that was
    /// abandoned, they stay as they were.
    void refresh();

    /// Opens a device, or what is now the system's default, and starts it: at `preferredRate` Hz if
    /// it can, or else at its own rate. Sets the mixer's rate just before. Throws `Error`, also if
    /// a device of the same interface to the system was abandoned and still stands still.
    std::unique_ptr<OutputStream> open(const std::optional<DeviceId>& device, int preferredRate,
                                       Mixer& mixer);

    /// Closes the abandoned streams that go on again, and those whose device is gone; false while
    /// there is another one.
    bool closeAbandoned();

private:
    friend class OutputStream;
    void start();
    void stop();

    /// Of the process, like PortAudio itself, and never destroyed.
    static std::vector<std::unique_ptr<OutputStream::State>>& abandoned();

    std::vector<OutputDevice> devices_;
    bool running_ = false;
    bool lost_ = false;   // a device, since they were looked for
    std::string problem_; // why PortAudio does not run
};

} // namespace refrain
