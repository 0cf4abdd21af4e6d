// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

class QAction;
class QLabel;
class QToolButton;

namespace refrain {

class LevelMeter;
class Transport;

/// The row of buttons above the pictures: play, loop, what is heard, snapshots, level and output.
///
/// Threads: the GUI thread.
class TransportBar : public QWidget {
    Q_OBJECT

public:
    /// `transport` must outlive it.
    explicit TransportBar(Transport& transport, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    QToolButton* addButton(const QString& toolTip);
    QToolButton* addWordButton(const QString& text, const QString& toolTip);
    void addGap();
    void showState();
    void showTime();
    void showMonitor();
    void showIcons();

    Transport& transport_;
    QToolButton* toStart_;
    QToolButton* play_;
    QToolButton* stop_;
    QToolButton* loop_;
    QLabel* time_;
    std::array<QToolButton*, 3> hearing_;  // original, background, foreground
    std::array<QToolButton*, 2> snapshot_; // A, B
    QToolButton* copy_;
    LevelMeter* meter_;
    QToolButton* output_;
    bool iconPlays_ = false;
};

} // namespace refrain
