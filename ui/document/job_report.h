// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "ui/document/job_state.h"

#include <chrono>
#include <functional>

namespace refrain {

/// Tells a watching person, at most 30 times a second, how far a job is and how long it will still
/// take, judging by the time that it took so far.
///
/// Threads: belongs to the job's; `listener` is called on it.
class JobReport {
public:
    explicit JobReport(std::function<void(const JobState&)> listener);

    /// From now on this is done; `stage` is for the user.
    void begin(const QString& stage);

    /// Progress that is reported here and stops when `stop` says so. It must not outlive this.
    Progress progress(const std::stop_token& stop);

private:
    using Clock = std::chrono::steady_clock;

    void report(double fraction);

    std::function<void(const JobState&)> listener_;
    JobState state_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point reported_;
};

} // namespace refrain
