// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/gone_server.h"

#include <dlfcn.h>
#include <pthread.h>

namespace {

constexpr timespec kPast = {};
constexpr timespec kNever = {.tv_sec = 1LL << 40, .tv_nsec = 0};

/// Until when waits last on this thread, instead of what they were told; null: as they were told.
thread_local const timespec* deadline = nullptr;

/// The function of that name that would be called if this file had none.
template <class Function>
Function* original(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// Asks the server, and says that all went well: it may have gone while nothing was played, which
/// nobody is told of.
template <class... Arguments>
int signOff(const char* name, Arguments... arguments) {
    if (const auto function = original<int(Arguments...)>(name))
        function(arguments...);
    return 0;
}

} // namespace

extern "C" {

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* until) {
    static const auto wait =
        original<int(pthread_cond_t*, pthread_mutex_t*, const timespec*)>("pthread_cond_timedwait");
    return wait(condition, mutex, deadline ? deadline : until);
}

// Of libjack, with its types left open, as only PortAudio uses it.
int jack_port_unregister(void* client, void* port) {
    return signOff("jack_port_unregister", client, port);
}

int jack_deactivate(void* client) {
    return signOff("jack_deactivate", client);
}

int jack_client_close(void* client) {
    return signOff("jack_client_close", client);
}
}

namespace refrain {

GoneServer::GoneServer(bool gone) {
    deadline = gone ? &kPast : &kNever;
}

GoneServer::~GoneServer() {
    deadline = nullptr;
}

} // namespace refrain
