// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>

namespace refrain {

/// The world is at fault: a file, a disk, a device. `what()` is one sentence for the user that says
/// what failed, with which file or device, why, and what to do about it.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The user changed their mind. It is no error and has no
/// message. Thrown by `Progress`, and by `StagedFiles` once the process is about to end.
struct Cancelled {};

} // namespace refrain
