// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"
#include "ui/document/step_text.h"

#include <QUndoCommand>
#include <utility>

// What can be undone.

namespace refrain {

enum class Document::StepKind {
    named,
    turned, // told with the numbers
    copied, // to the snapshot that is not in use
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

    void undo() override {
        document_.apply(kind_ == StepKind::copied ? exchanged(before_) : before_);
    }

    void redo() override {
        const bool again = std::exchange(done_, true);
        document_.apply(kind_ == StepKind::copied && again ? exchanged(after_) : after_);
    }

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

    /// Names the step, with the snapshot that it changed if there is more than one.
    void tell() {
        QString text =
            kind_ == StepKind::turned ? stepText(what_, before_.inUse, after_.inUse) : what_;
        if (document_.bothUsed_ && kind_ != StepKind::copied &&
            snapshotOf(before_.inUse) != snapshotOf(after_.inUse))
            text =
                (after_.snapshot == 0 ? Document::tr("%1 (A)") : Document::tr("%1 (B)")).arg(text);
        setText(commandText(text));
    }

private:
    Document& document_;
    SongSettings before_;
    SongSettings after_;
    QString what_;
    int gesture_;
    StepKind kind_;
    bool done_ = false;
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
    if (snapshot == settings_.snapshot)
        return;
    useBoth();
    apply(exchanged(settings_));
}

/// From now on steps tell which snapshot they changed, those that were made before as well.
void Document::useBoth() {
    if (std::exchange(bothUsed_, true))
        return;
    // They are ours, and were not made const; the stack only lends them so.
    for (int i = 0; i < undoStack_.count(); ++i)
        if (const auto* step = dynamic_cast<const ChangeSettings*>(undoStack_.command(i)))
            const_cast<ChangeSettings*>(step)->tell();
    Q_EMIT undoStack_.undoTextChanged(undoStack_.undoText());
    Q_EMIT undoStack_.redoTextChanged(undoStack_.redoText());
    Q_EMIT undoStack_.indexChanged(undoStack_.index()); // which the list of steps follows
}

void Document::copyToOther() {
    SongSettings copied = settings_;
    copied.other = snapshotOf(settings_.inUse);
    if (copied == settings_)
        return;
    useBoth();
    undoStack_.push(new ChangeSettings(
        *this, copied, settings_.snapshot == 0 ? tr("Copy A to B") : tr("Copy B to A"), 0,
        StepKind::copied));
}

} // namespace refrain
