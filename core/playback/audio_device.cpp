// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/audio_device.h"

#include "core/base/error.h"
#include "core/playback/gone_server.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <fcntl.h>
#include <portaudio.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace refrain {

namespace {

// What is asked of a device: short enough to play along with, long enough for a busy machine.
constexpr double kLowestLatencySeconds = 0.02;
constexpr double kHighestLatencySeconds = 0.05;

// A device that has not asked for a block for so long would not answer when it is closed: ten times
// the latency that is asked of it.
constexpr std::chrono::milliseconds kStalled{500};
constexpr std::chrono::milliseconds kLook{5}; // how often it is looked at meanwhile

/// Keeps what libraries say on stderr from the user: ALSA writes a page of complaints about each
/// device that a usual machine does not have.
class QuietErrors {
public:
    QuietErrors() : kept_(::dup(STDERR_FILENO)) {
        const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (nowhere >= 0) {
            ::dup2(nowhere, STDERR_FILENO);
            ::close(nowhere);
        }
    }
    ~QuietErrors() {
        if (kept_ >= 0) {
            ::dup2(kept_, STDERR_FILENO);
            ::close(kept_);
        }
    }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;

private:
    int kept_;
};

/// What PortAudio says of an error, to be put in the middle of a sentence.
std::string reasonOf(PaError error) {
    if (error == paUnanticipatedHostError)
        if (const PaHostErrorInfo* info = Pa_GetLastHostErrorInfo(); info && *info->errorText)
            return info->errorText;
    std::string text = Pa_GetErrorText(error);
    if (!text.empty() && text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])))
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

/// Whether PortAudio was not ended because of a stream that stands still.
bool leftRunning = false;

DeviceId idOf(const PaDeviceInfo& info) {
    const PaHostApiInfo* api = Pa_GetHostApiInfo(info.hostApi);
    return {api ? api->name : "", info.name};
}

} // namespace

struct OutputStream::State {
    explicit State(Mixer& source) : mixer(source) {}

    Mixer& mixer;
    bool abandoned = false;
    PaStream* stream = nullptr;
    DeviceId device;
    int channels = 2;
    int sampleRate = 0;
    double latencySeconds = 0;

    // Between the callback and whoever gives the device up. Their order counts (see `silence`).
    std::atomic<bool> silenced = false;
    std::atomic<bool> inside = false; // the callback is at the mixer
    std::atomic<std::int64_t> silentBlocks = 0;
    std::int64_t silentBlocksSeen = 0; // by the one who closes it

    /// From here on the mixer is not touched, whenever the callback is called.
    void silence() {
        silenced.store(true);
        // Either the callback sees that, or it is seen here and does not stay for long.
        while (inside.load())
            std::this_thread::yield();
    }

    bool active() const { return Pa_IsStreamActive(stream) == 1; }

    /// Whether a silenced stream goes on now. One that went on for a while and stands still again
    /// would be waited for; so it is called once more while somebody looks, or it does not count.
    bool goesOn() {
        if (silentBlocks.load() == silentBlocksSeen)
            return false;
        silentBlocksSeen = silentBlocks.load();
        const auto until = std::chrono::steady_clock::now() + kStalled;
        while (silentBlocks.load() == silentBlocksSeen && active() &&
               std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(kLook);
        return silentBlocks.load() != silentBlocksSeen;
    }

    /// Ends the stream. Not while it stands still.
    void close() {
        const QuietErrors quiet; // a server that is gone is complained about
        const GoneServer gone(!active());
        if (!active())
            silence();
        Pa_AbortStream(stream);
        Pa_CloseStream(stream);
    }

    /// When the first sample of a block will be heard. What a device says of it is not always to be
    /// believed.
    static std::int64_t heardAt(const PaStreamCallbackTimeInfo* time) noexcept {
        const double delay =
            time ? std::clamp(time->outputBufferDacTime - time->currentTime, 0.0, 1.0) : 0;
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count() +
               static_cast<std::int64_t>(delay * 1e9);
    }

    static int callback(const void*, void* output, unsigned long frames,
                        const PaStreamCallbackTimeInfo* time, PaStreamCallbackFlags,
                        void* self) noexcept {
        auto& state = *static_cast<State*>(self);
        auto* samples = static_cast<float*>(output);
        state.inside.store(true);
        if (state.silenced.load()) {
            std::fill_n(samples, frames * static_cast<unsigned long>(state.channels), 0.0F);
            state.silentBlocks.fetch_add(1);
        } else if (state.channels == 2) {
            state.mixer.process(samples, static_cast<Index>(frames), heardAt(time));
        } else {
            state.playMono(samples, static_cast<Index>(frames), heardAt(time));
        }
        state.inside.store(false);
        return paContinue;
    }

    /// For a device with one loudspeaker: both sides on it.
    void playMono(float* samples, Index frames, std::int64_t heardAt) noexcept {
        constexpr Index kPiece = 256;
        float both[2 * kPiece];
        for (Index done = 0; done < frames; done += kPiece) {
            const Index count = std::min(kPiece, frames - done);
            mixer.process(both, count, heardAt + done * 1'000'000'000 / sampleRate);
            for (Index i = 0; i < count; ++i)
                samples[done + i] = 0.5F * (both[2 * i] + both[2 * i + 1]);
        }
    }
};

OutputStream::OutputStream(AudioSystem& system, std::unique_ptr<State> state)
    : system_(system), state_(std::move(state)) {}

OutputStream::~OutputStream() {
    Mixer& mixer = state_->mixer;
    const bool active = state_->active();
    if (!active)
        system_.lost_ = true;
    if (active && state_->abandoned)
        AudioSystem::abandoned().push_back(std::move(state_));
    else
        state_->close();
    mixer.reset();
}

const DeviceId& OutputStream::device() const {
    return state_->device;
}

int OutputStream::sampleRate() const {
    return state_->sampleRate;
}

double OutputStream::latencySeconds() const {
    return state_->latencySeconds;
}

void OutputStream::abandon() {
    state_->silence();
    state_->abandoned = true;
}

bool OutputStream::active() const {
    return state_->active();
}

AudioSystem::AudioSystem() {
    start();
    if (!abandoned().empty())
        refresh();
}

AudioSystem::~AudioSystem() {
    stop();
}

std::vector<std::unique_ptr<OutputStream::State>>& AudioSystem::abandoned() {
    static auto& streams = *new std::vector<std::unique_ptr<OutputStream::State>>;
    return streams;
}

void AudioSystem::start() {
    const QuietErrors quiet;
    const PaError error = std::exchange(leftRunning, false) ? paNoError : Pa_Initialize();
    running_ = error == paNoError;
    problem_ = running_ ? "" : reasonOf(error);
    if (!running_)
        return;
    const PaDeviceIndex byDefault = Pa_GetDefaultOutputDevice();
    for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i)
        if (const PaDeviceInfo* info = Pa_GetDeviceInfo(i); info && info->maxOutputChannels > 0)
            devices_.push_back({.id = idOf(*info),
                                .sampleRate = info->defaultSampleRate,
                                .latencySeconds = info->defaultHighOutputLatency,
                                .systemDefault = i == byDefault});
}

void AudioSystem::stop() {
    const bool closed = closeAbandoned();
    const QuietErrors quiet;
    const GoneServer gone(lost_);
    devices_.clear();
    if (!closed)
        // PortAudio would free what the callback is called with, and wait for the server.
        leftRunning = running_;
    else if (running_)
        Pa_Terminate();
    running_ = lost_ = false;
}

void AudioSystem::refresh() {
    if (!closeAbandoned())
        return;
    stop();
    start();
}

bool AudioSystem::closeAbandoned() {
    std::erase_if(abandoned(), [this](const auto& state) {
        if (state->active() && !state->goesOn() && state->active())
            return false;
        lost_ = lost_ || !state->active();
        state->close();
        return true;
    });
    return abandoned().empty();
}

std::unique_ptr<OutputStream> AudioSystem::open(const std::optional<DeviceId>& device,
                                                int preferredRate, Mixer& mixer) {
    if (!running_)
        throw Error("Cannot play sound: PortAudio says \"" + problem_ +
                    "\"; everything else works.");
    PaDeviceIndex index = paNoDevice;
    if (!device)
        index = Pa_GetDefaultOutputDevice();
    else
        for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i)
            if (const PaDeviceInfo* info = Pa_GetDeviceInfo(i);
                info && info->maxOutputChannels > 0 && idOf(*info) == *device)
                index = i;
    const PaDeviceInfo* info = index == paNoDevice ? nullptr : Pa_GetDeviceInfo(index);
    if (!info && device)
        throw Error("Cannot play sound: the device \"" + device->name +
                    "\" is not there; connect it or choose another under Output.");
    if (!info)
        throw Error("Cannot play sound: this machine has no sound device; connect one and press "
                    "Play again. Everything else works.");

    closeAbandoned();
    for (const auto& other : abandoned())
        if (other->device.hostApi == idOf(*info).hostApi)
            throw Error("Cannot play sound: \"" + other->device.name +
                        "\" still does not answer; press Play again when it does, or choose "
                        "another device under Output.");

    auto state = std::make_unique<OutputStream::State>(mixer);
    state->device = idOf(*info);
    state->channels = std::min(2, info->maxOutputChannels);
    PaStreamParameters parameters = {};
    parameters.device = index;
    parameters.channelCount = state->channels;
    parameters.sampleFormat = paFloat32;
    parameters.suggestedLatency =
        std::clamp(info->defaultHighOutputLatency, kLowestLatencySeconds, kHighestLatencySeconds);

    const QuietErrors quiet;
    PaError error = paInvalidSampleRate;
    for (const double rate : {static_cast<double>(preferredRate), info->defaultSampleRate}) {
        if (error == paNoError || rate < 1)
            continue;
        state->sampleRate = static_cast<int>(rate);
        mixer.setRate(state->sampleRate);
        error = Pa_OpenStream(&state->stream, nullptr, &parameters, state->sampleRate,
                              paFramesPerBufferUnspecified, paClipOff | paDitherOff,
                              &OutputStream::State::callback, state.get());
    }
    if (error == paNoError) {
        if (const PaStreamInfo* stream = Pa_GetStreamInfo(state->stream))
            state->latencySeconds = std::clamp(stream->outputLatency, 0.0, 1.0);
        error = Pa_StartStream(state->stream);
    }
    const std::string name = state->device.name;
    if (error != paNoError) {
        const std::string reason = reasonOf(error);
        if (state->stream)
            Pa_CloseStream(state->stream);
        throw Error("Cannot play sound on \"" + name + "\": " + reason +
                    "; choose another device under Output or press Play again.");
    }
    return std::unique_ptr<OutputStream>(new OutputStream(*this, std::move(state)));
}

} // namespace refrain
