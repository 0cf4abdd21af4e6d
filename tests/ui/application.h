// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <string>

namespace refrain::test {

/// The application of the tests, which measures how much processor time its thread spends on each
/// event.
class Application : public QApplication {
public:
    using QApplication::QApplication;

    static Application& instance() { return *static_cast<Application*>(qApp); }

    struct Longest {
        double milliseconds = 0;
        std::string what; // the event and its receiver
    };

    /// Since `forgetTimes`; events within events count for the outer one.
    const Longest& longest() const { return longest_; }
    void forgetTimes() { longest_ = {}; }

    bool notify(QObject* receiver, QEvent* event) override;

private:
    Longest longest_;
    int depth_ = 0;
};

} // namespace refrain::test
