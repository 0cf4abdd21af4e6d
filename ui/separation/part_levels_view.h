// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/part_levels.h"

#include <QWidget>
#include <optional>

class QLabel;

namespace refrain {

class LevelBar;

/// How loud each part is against the song, in the colours of the curves, and how exactly the parts
/// add up to it.
///
/// Threads: the GUI thread.
class PartLevelsView : public QWidget {
    Q_OBJECT

public:
    explicit PartLevelsView(QWidget* parent = nullptr);

    /// Without levels dashes are shown. If they are about to be `measured` anew, as while a knob is
    /// turned, the bars stay until then, so that they do not flicker; otherwise they are empty.
    void setLevels(const std::optional<PartLevels>& levels, bool measured);

private:
    LevelBar* bars_[3]; // by Part
    QLabel* levels_[3];
    QLabel* null_;
};

} // namespace refrain
