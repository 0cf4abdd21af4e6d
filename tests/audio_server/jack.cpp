// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/audio_server/jack.h"

#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <jack/jack.h>
#include <spawn.h>
#include <stdexcept>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace refrain::test {

namespace {

pid_t spawn(const std::vector<std::string>& words, const std::filesystem::path& log) {
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t process = -1;
    if (posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ) != 0)
        process = -1;
    posix_spawn_file_actions_destroy(&actions);
    return process;
}

void ignoreMessage(const char*) {}

} // namespace

JackServer::JackServer(int sampleRate, int period) : sampleRate_(sampleRate), period_(period) {
    std::string pattern = (std::filesystem::temp_directory_path() / "refrain-jack-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
        throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    const std::string name = "refrain-test-" + std::to_string(::getpid());
    ::setenv("JACK_DEFAULT_SERVER", name.c_str(), 1);
    ::setenv("JACK_NO_AUDIO_RESERVATION", "1", 1);
    ::setenv("JACK_NO_START_SERVER", "1", 1);
    // One device that never opens: without any, PortAudio's ALSA part gives up the process.
    writeText(folder_ / "alsa.conf",
              "pcm.nocard { type hw card 99 }\nctl.nocard { type hw card 99 }\n");
    ::setenv("ALSA_CONFIG_PATH", (folder_ / "alsa.conf").c_str(), 1);
    jack_set_error_function(ignoreMessage);
    jack_set_info_function(ignoreMessage);
}

JackServer::~JackServer() {
    // One that is only killed stays in JACK's registry, which has room for eight.
    if (process_ > 0) {
        ::kill(process_, SIGTERM);
        resume();
        for (int i = 0; i < 300 && ::waitpid(process_, nullptr, WNOHANG) == 0; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    kill();
    std::filesystem::remove_all(folder_);
}

bool JackServer::start() {
    const std::string name = ::getenv("JACK_DEFAULT_SERVER");
    const long microseconds = 1'000'000L * period_ / sampleRate_;
    process_ =
        spawn({"jackd", "-R", "-S", "-n", name, "-d", "dummy", "-r", std::to_string(sampleRate_),
               "-p", std::to_string(period_), "-w", std::to_string(microseconds), "-m"},
              folder_ / "jackd.log");
    if (process_ < 0)
        return false;
    const pid_t waiter = spawn({"jack_wait", "-s", name, "-w", "-t", "10"}, folder_ / "wait.log");
    int status = 1;
    return waiter > 0 && ::waitpid(waiter, &status, 0) == waiter && status == 0;
}

void JackServer::kill() {
    if (process_ < 0)
        return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
    // What a killed server leaves in memory that others could stumble over.
    std::error_code ignored;
    const std::string name = ::getenv("JACK_DEFAULT_SERVER");
    for (const auto& entry : std::filesystem::directory_iterator("/dev/shm", ignored))
        if (entry.path().filename().string().find(name) != std::string::npos)
            std::filesystem::remove_all(entry.path(), ignored);
}

void JackServer::stall() {
    ::kill(process_, SIGSTOP);
}

void JackServer::resume() {
    ::kill(process_, SIGCONT);
}

bool JackServer::isPlayedOn() const {
    jack_client_t* const client = jack_client_open("watcher", JackNoStartServer, nullptr);
    if (!client)
        throw std::runtime_error("the watcher cannot reach the server");
    const char** const ports =
        jack_get_ports(client, nullptr, JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput);
    bool found = false;
    for (const char** port = ports; port && *port; ++port)
        found = found || !std::string_view(*port).starts_with("system:"); // the server's own
    jack_free(ports);
    jack_client_close(client);
    return found;
}

int JackServer::overruns() const {
    const std::string log = readBytes(folder_ / "jackd.log");
    int count = 0;
    for (std::size_t at = log.find("XRun"); at != std::string::npos; at = log.find("XRun", at + 1))
        ++count;
    return count;
}

struct JackRecorder::Client {
    jack_client_t* client = nullptr;
    jack_port_t* ports[2] = {};
};

JackRecorder::JackRecorder(double maximumSeconds) : client_(std::make_unique<Client>()) {
    client_->client = jack_client_open("recorder", JackNoStartServer, nullptr);
    if (!client_->client)
        throw std::runtime_error("the recorder cannot reach the server");
    for (int side = 0; side < 2; ++side) {
        const std::string name = "in_" + std::to_string(side + 1);
        client_->ports[side] = jack_port_register(client_->client, name.c_str(),
                                                  JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
        sound_[side].resize(
            static_cast<std::size_t>(maximumSeconds * jack_get_sample_rate(client_->client)));
    }
    jack_set_process_callback(
        client_->client,
        [](jack_nframes_t frames, void* self) {
            auto& recorder = *static_cast<JackRecorder*>(self);
            const std::ptrdiff_t from = recorder.length_.load();
            const auto count = std::min<std::ptrdiff_t>(
                frames, static_cast<std::ptrdiff_t>(recorder.sound_[0].size()) - from);
            for (int side = 0; side < 2; ++side) {
                const auto* samples = static_cast<const float*>(
                    jack_port_get_buffer(recorder.client_->ports[side], frames));
                std::copy_n(samples, count, recorder.sound_[side].begin() + from);
            }
            recorder.length_.store(from + count);
            return 0;
        },
        this);
    jack_set_xrun_callback(
        client_->client,
        [](void* self) {
            static_cast<JackRecorder*>(self)->overruns_.fetch_add(1);
            return 0;
        },
        this);
    jack_activate(client_->client);
    for (int side = 0; side < 2; ++side) {
        const std::string monitor = "system:monitor_" + std::to_string(side + 1);
        if (jack_connect(client_->client, monitor.c_str(), jack_port_name(client_->ports[side])) !=
            0)
            throw std::runtime_error("the server has no " + monitor);
    }
}

JackRecorder::~JackRecorder() {
    stop();
}

void JackRecorder::stop() {
    if (!client_->client)
        return;
    jack_client_close(client_->client);
    client_->client = nullptr;
    for (auto& side : sound_)
        side.resize(length_.load());
}

} // namespace refrain::test
