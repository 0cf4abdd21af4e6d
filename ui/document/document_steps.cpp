// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"
#include "ui/document/step_text.h"

#include <QUndoCommand>

// What can be undone.

namespace refrain {

enum class Document::StepKind {
    named,
    turned, // told with the numbers
};

/// One step of the undo stack.
class Document::ChangeSettings : public QUndoCommand {
public:
    ChangeSettings(Document& document, const SongSettings& settings, const QString& what,
                   int gesture, StepKind kind)
        : document_(document), before_(document.settings_), after_(settings), what_(what),
          gesture_(gesture), kind_(kind) {
        tell();
    }

    void undo() override { document_.apply(before_); }
    void redo() override { document_.apply(after_); }
    int id() const override { return 1; }

    bool mergeWith(const QUndoCommand* other) override {
        const auto& next = static_cast<const ChangeSettings&>(*other);
        if (gesture_ == 0 || gesture_ != next.gesture_ || what_ != next.what_ ||
            after_.snapshot != next.before_.snapshot)
            return false;
        after_ = next.after_;
        setObsolete(after_ == before_);
        tell();
        return true;
    }

private:
    void tell() {
        setText(kind_ == StepKind::turned ? stepText(what_, before_.inUse, after_.inUse) : what_);
    }

    Document& document_;
    SongSettings before_;
    SongSettings after_;
    QString what_;
    int gesture_;
    StepKind kind_;
};

void Document::change(const SeparationSettings& settings, const QString& what, int gesture) {
    push(settings, what, gesture, StepKind::named);
}

void Document::turn(const SeparationSettings& settings, const QString& what, int gesture) {
    push(settings, what, gesture, StepKind::turned);
}

void Document::push(const SeparationSettings& settings, const QString& what, int gesture,
                    StepKind kind) {
    if (settings == settings_.inUse)
        return;
    SongSettings all = settings_;
    all.inUse = settings;
    undoStack_.push(new ChangeSettings(*this, all, what, gesture, kind));
}

void Document::goToSnapshot(int snapshot) {
    if (snapshot != settings_.snapshot)
        apply(exchanged(settings_));
}

void Document::copyToOther() {
    SongSettings copied = settings_;
    copied.other = snapshotOf(settings_.inUse);
    if (copied != settings_)
        undoStack_.push(new ChangeSettings(
            *this, copied, settings_.snapshot == 0 ? tr("Copy A to B") : tr("Copy B to A"), 0,
            StepKind::named));
}

} // namespace refrain
