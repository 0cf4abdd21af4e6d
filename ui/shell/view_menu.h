// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/level_range.h"

#include <QMenu>
#include <functional>
#include <vector>

namespace refrain {

class SpectrogramView;

/// The menu of everything that changes how a song is looked at and nothing else, and the memory of
/// these choices.
///
/// Threads: the GUI thread.
class ViewMenu : public QMenu {
    Q_OBJECT

public:
    /// `view` must outlive it.
    explicit ViewMenu(SpectrogramView& view, QWidget* parent = nullptr);

    /// The loudest cell of the song, in dB, which the brightest colour stands for unless the user
    /// wants it otherwise.
    void setLoudest(double decibels);

    /// Whether there is a song to look at, and a pitch track to show.
    void setSongOpen(bool open);
    void setPitchKnown(bool known) { pitch_->setEnabled(known); }

Q_SIGNALS:
    /// The user wants to type a time.
    void timeWanted();

private:
    struct Choice {
        QString name;               // for the user
        QString key;                // in the settings
        std::function<void()> take; // makes it so
    };

    void addChoices(const QString& title, const QString& key, const std::vector<Choice>& choices,
                    std::size_t usual = 0);
    void enable();
    void addZooms();
    void addScale();
    void addColours();
    void addRange();
    void addPitch();
    void addTheme();
    void brighten(double decibels);
    void showRange();

    SpectrogramView& view_;
    double loudestDecibels_ = kFloorDecibels;
    double spanDecibels_ = LevelRange().spanDecibels;
    double gainDecibels_ = 0; // what the picture is brightened by
    bool songOpen_ = false;
    std::vector<QAction*> forSongs_;      // that do something to a song
    std::vector<QAction*> forSelections_; // and to the selection
    QAction* pitch_ = nullptr;
};

} // namespace refrain
