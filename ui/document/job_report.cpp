// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/job_report.h"

namespace refrain {

namespace {

constexpr auto kInterval = std::chrono::milliseconds(33);

// Before that a guess would jump about more than it would help.
constexpr double kGuessAfterSeconds = 0.5;
constexpr double kGuessAfterFraction = 0.02;

} // namespace

JobReport::JobReport(std::function<void(const JobState&)> listener)
    : listener_(std::move(listener)) {}

void JobReport::begin(const QString& stage) {
    state_.stage = stage;
    listener_(state_);
}

Progress JobReport::progress(const std::stop_token& stop) {
    return Progress(stop, [this](double fraction) { report(fraction); });
}

void JobReport::report(double fraction) {
    const auto now = Clock::now();
    if (now - reported_ < kInterval)
        return;
    reported_ = now;
    state_.fraction = fraction;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    if (seconds >= kGuessAfterSeconds && fraction >= kGuessAfterFraction)
        state_.secondsLeft = seconds / fraction * (1 - fraction);
    listener_(state_);
}

} // namespace refrain
