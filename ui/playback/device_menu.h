// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace refrain {

class Transport;

/// The devices to play on, by the system's interface to them. Remembers the choice.
///
/// Threads: the GUI thread.
class DeviceMenu : public QMenu {
    Q_OBJECT

public:
    /// `transport` must outlive it.
    explicit DeviceMenu(Transport& transport, QWidget* parent = nullptr);

private:
    void fill();

    Transport& transport_;
};

} // namespace refrain
