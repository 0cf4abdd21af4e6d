// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

class QCheckBox;

namespace refrain {

class FaderRow;
class Transport;

/// What is heard of each part, and how loud all of it is.
///
/// Threads: the GUI thread.
class MonitorPanel : public QWidget {
    Q_OBJECT

public:
    /// `transport` must outlive it.
    explicit MonitorPanel(Transport& transport, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showMonitor();
    void showColours();

    Transport& transport_;
    std::array<FaderRow*, 3> parts_; // by Part
    FaderRow* volume_;
    QCheckBox* matched_;
    int gesture_ = 0;
};

} // namespace refrain
