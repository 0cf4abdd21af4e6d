// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/application.h"

#include <QEvent>
#include <QMetaEnum>
#include <algorithm>
#include <time.h>

namespace refrain::test {

namespace {

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::string describe(const QMetaObject& receiver, QEvent::Type type) {
    const char* const name = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return std::string(name ? name : "event") + " to " + receiver.className();
}

} // namespace

bool Application::notify(QObject* receiver, QEvent* event) {
    // What it was cannot be asked for afterwards: the receiver may be gone.
    const QMetaObject& type = *receiver->metaObject();
    const QEvent::Type kind = event->type();
    ++depth_;
    const double start = threadMilliseconds();
    const bool result = QApplication::notify(receiver, event);
    const double milliseconds = threadMilliseconds() - start;
    --depth_;
    if (depth_ == 0) {
        double& longest = longest_[describe(type, kind)];
        longest = std::max(longest, milliseconds);
    }
    return result;
}

} // namespace refrain::test
