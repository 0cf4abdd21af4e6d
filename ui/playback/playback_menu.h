// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

class QWidget;

namespace refrain {

class SpectrogramView;
class Transport;

/// The menu of everything that is heard, with its keys.
///
/// Threads: the GUI thread.
class PlaybackMenu : public QMenu {
    Q_OBJECT

public:
    /// Both must outlive it.
    PlaybackMenu(Transport& transport, SpectrogramView& view, QWidget* parent = nullptr);

private:
    void addTransport();
    void addHearing();
    void addSnapshots();
    void addFollow();
    void changePartUnderPointer(bool solo);

    Transport& transport_;
    SpectrogramView& view_;
};

/// Lets the keys of playback through to their menu from fields which hold numbers, and which would
/// keep them although they have no use for them.
class PlaybackKeys : public QObject {
    Q_OBJECT

public:
    explicit PlaybackKeys(QObject* parent);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
};

} // namespace refrain
