// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <map>
#include <string>

namespace refrain::test {

/// The application of the tests, which measures how much processor time its thread spends on each
/// event.
class Application : public QApplication {
public:
    using QApplication::QApplication;

    static Application& instance() { return *static_cast<Application*>(qApp); }

    /// Of each kind of event and receiver the longest time since `forgetTimes`, in milliseconds;
    /// events within events count for the outer one.
    const std::map<std::string, double>& longestTimes() const { return longest_; }
    void forgetTimes() { longest_.clear(); }

    bool notify(QObject* receiver, QEvent* event) override;

private:
    std::map<std::string, double> longest_;
    int depth_ = 0;
};

} // namespace refrain::test
