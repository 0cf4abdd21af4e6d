// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace refrain {

/// While one of these lives, PortAudio can end what belongs to a JACK server, whether that is gone
/// or only slow.
///
/// PortAudio 19.6 waits ten minutes for a server to confirm that a stream has stopped, and frees
/// the stream then, confirmed or not; and it ends the process by an assertion when a port or a
/// client cannot be signed off. It cannot be told otherwise; so the functions that it calls for
/// these purposes go through this file, which takes no for an answer. On this thread it does not
/// wait at all for a server that is gone, and for one that is there as long as it takes, as that
/// may call back into what would be freed. (A server that goes meanwhile ends the wait.)
///
class GoneServer {
public:
    /// `gone` only if the server is known to be.
    explicit GoneServer(bool gone);
    ~GoneServer();
    GoneServer(const GoneServer&) = delete;
    GoneServer& operator=(const GoneServer&) = delete;
};

} // namespace refrain
