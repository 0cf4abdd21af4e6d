// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/mask_curve.h"

#include <QWidget>
#include <functional>
#include <vector>

class QGridLayout;
class QToolButton;

namespace refrain {

class Presets;

/// The presets as buttons: the program's own, then those of the user, which can be renamed and
/// deleted. The one that the knobs are at is pressed. A name that needs more room than others takes
/// more of the columns.
///
/// Threads: the GUI thread.
class PresetRow : public QWidget {
    Q_OBJECT

public:
    /// `presets` must outlive it.
    explicit PresetRow(Presets& presets, QWidget* parent = nullptr);

    /// Presses the button of the preset that has these numbers. Whether there is one.
    bool setKnobs(const MaskSettings& knobs);

    /// Asks for a name and keeps the knobs under it.
    void save();

    /// Asks for another name.
    void rename(const QString& name);
    void remove(const QString& name);

    /// The user's preset that the knobs are at; empty if there is none.
    QString ownPreset() const;

    /// The button that saves, to be put where it fits. The keyboard goes there when the last preset
    /// is deleted.
    QToolButton* saveButton() const { return save_; }

Q_SIGNALS:
    void chosen(const MaskSettings& knobs, const QString& name);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Place {
        QToolButton* button;
        QString name;
        MaskSettings knobs;
        bool own = false; // of the user
    };

    void rebuild();
    void add(const QString& name, const MaskSettings& knobs, const QString& purpose);
    void arrange();
    void keepKeyboard(const std::vector<Place>& old) const;
    void askForName(const QString& title, const QString& name,
                    const std::function<void(const QString&)>& accept);

    Presets& presets_;
    MaskSettings knobs_;
    std::vector<Place> places_;
    QToolButton* save_;
    QGridLayout* layout_;
};

} // namespace refrain
