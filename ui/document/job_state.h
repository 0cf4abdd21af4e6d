// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace refrain {

/// What the worker is doing, for whoever waits for it.
struct JobState {
    QString stage;                     // "Comparing all moments"; empty if nothing is done
    double fraction = 0;               // of the whole job, from 0 to 1
    std::optional<double> secondsLeft; // once it can be told

    bool isRunning() const { return !stage.isEmpty(); }
};

} // namespace refrain
