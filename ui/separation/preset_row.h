// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/mask_curve.h"
#include "ui/document/remembered.h"

#include <QWidget>
#include <functional>
#include <utility>
#include <vector>

class QGridLayout;
class QToolButton;

namespace refrain {

/// The presets as buttons: the program's own, then those of the user, which can be renamed and
/// deleted. The one that the knobs are at is pressed.
///
/// Threads: the GUI thread.
class PresetRow : public QWidget {
    Q_OBJECT

public:
    explicit PresetRow(QWidget* parent = nullptr);

    /// Presses the button of the preset that has these numbers. Whether there is one.
    bool setKnobs(const MaskSettings& knobs);

    /// Asks for a name and keeps the knobs under it.
    void save();

    /// Asks for another name.
    void rename(const QString& name);
    void remove(const QString& name);

    /// The user's preset that the knobs are at; empty if there is none.
    QString ownPreset() const;

Q_SIGNALS:
    void chosen(const MaskSettings& knobs, const QString& name);

private:
    void rebuild();
    QToolButton* addButton(const QString& name, const MaskSettings& knobs, const QString& purpose);
    void askForName(const QString& title, const QString& name,
                    const std::function<void(const QString&)>& accept);
    bool exists(const QString& name) const;

    MaskSettings knobs_;
    std::vector<UserPreset> own_;
    std::vector<std::pair<QToolButton*, MaskSettings>> buttons_;
    QGridLayout* layout_;
};

} // namespace refrain
