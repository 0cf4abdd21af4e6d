// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace refrain {

/// While one of these lives, PortAudio can close what belongs to a JACK server that is gone.
///
/// PortAudio 19.6 waits ten minutes for such a server to confirm that a stream has stopped, and
/// ends the process by an assertion when a port or a client cannot be signed off. It cannot be told
/// otherwise; so the functions that it calls for these purposes go through this file, which takes
/// no for an answer, and on this thread cuts the wait short. Only for a server that is known to be
/// gone: one that merely stands still would call back into what is freed.
///
/// Threads: it counts for the thread that made it.
class GoneServer {
public:
    /// Does nothing unless `gone`.
    explicit GoneServer(bool gone);
    ~GoneServer();
    GoneServer(const GoneServer&) = delete;
    GoneServer& operator=(const GoneServer&) = delete;
};

} // namespace refrain
