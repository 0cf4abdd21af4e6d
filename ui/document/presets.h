// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/remembered.h"

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

class QUndoStack;

namespace refrain {

/// One's own presets, which belong to the program and not to a song. Each change is a step that can
/// be undone, also when another song is open by then.
///
/// Threads: the GUI thread.
class Presets : public QObject {
    Q_OBJECT

public:
    /// `stack` must outlive it.
    explicit Presets(QUndoStack& stack, QObject* parent = nullptr);

    const std::vector<UserPreset>& own() const { return own_; }

    /// Whether there is one of one's own of this name, in whatever case.
    bool isOwn(const QString& name) const;

    /// Keeps the knobs under this name, in the place of what one has kept under it before. A name
    /// of the program's gets a number.
    void save(const QString& name, const MaskSettings& knobs);

    /// A name that exists already gets a number.
    void rename(const QString& name, const QString& wanted);

    void remove(const QString& name);

    /// Empties the stack but for the steps of presets; those of a song are worth nothing when
    /// another one is open.
    void clearOtherSteps();

Q_SIGNALS:
    void changed();

    /// What was done and can be undone; a sentence.
    void told(const QString& sentence);

private:
    class ChangePreset;

    /// What one step does to one preset.
    struct Change {
        std::optional<UserPreset> before; // none: it is new
        std::optional<UserPreset> after;  // none: it is deleted
        std::size_t place = 0;            // in the row, of either
        QString text;                     // of the step
    };

    void refresh();
    void push(const Change& change);
    void replace(const std::optional<UserPreset>& old, const std::optional<UserPreset>& now,
                 std::size_t place);
    bool exists(const QString& name) const;
    QString freeName(const QString& name, const QString& besides) const;

    QUndoStack& stack_;
    std::vector<UserPreset> own_;
    bool restoring_ = false; // steps, which change nothing then
};

} // namespace refrain
