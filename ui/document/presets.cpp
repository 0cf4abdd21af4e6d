// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/presets.h"

#include "ui/document/step_text.h"

#include <QScopedValueRollback>
#include <QUndoStack>
#include <algorithm>

namespace refrain {

namespace {

bool isSameName(const QString& a, const QString& b) {
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

auto presetNamed(std::vector<UserPreset>& presets, const QString& name) {
    return std::ranges::find_if(
        presets, [&](const UserPreset& preset) { return isSameName(preset.name, name); });
}

} // namespace

/// One step of the undo stack.
class Presets::ChangePreset : public QUndoCommand {
public:
    ChangePreset(Presets& presets, Change change) : presets_(presets), change_(std::move(change)) {
        setText(commandText(change_.text));
    }

    const Change& change() const { return change_; }

    void undo() override { presets_.replace(change_.after, change_.before, change_.place); }
    void redo() override { presets_.replace(change_.before, change_.after, change_.place); }

private:
    Presets& presets_;
    Change change_;
};

Presets::Presets(QUndoStack& stack, QObject* parent)
    : QObject(parent), stack_(stack), own_(userPresets()) {}

bool Presets::isOwn(const QString& name) const {
    return std::ranges::any_of(
        own_, [&](const UserPreset& preset) { return isSameName(preset.name, name); });
}

bool Presets::exists(const QString& name) const {
    return isOwn(name) || std::ranges::any_of(presets(), [&](const Preset& preset) {
               return isSameName(QString::fromUtf8(preset.name.data(),
                                                   static_cast<qsizetype>(preset.name.size())),
                                 name);
           });
}

/// The name, or with a number behind it if it is taken by another one than `besides`.
QString Presets::freeName(const QString& name, const QString& besides) const {
    QString free = name;
    for (int i = 2; exists(free) && !isSameName(free, besides); ++i)
        free = tr("%1 (%2)").arg(name).arg(i);
    return free;
}

/// Another window of the program may have changed what is remembered. Whatever is decided from it,
/// and kept for the way back, has to be what is there now.
void Presets::refresh() {
    auto now = userPresets();
    if (now == own_)
        return;
    own_ = std::move(now);
    Q_EMIT changed();
}

void Presets::save(const QString& name, const MaskSettings& knobs) {
    refresh();
    if (const auto old = presetNamed(own_, name); old != own_.end()) {
        const UserPreset now{old->name, knobs};
        if (now == *old)
            return;
        push({*old, now, static_cast<std::size_t>(old - own_.begin()),
              tr("Replace preset “%1”").arg(old->name)});
        Q_EMIT told(tr("Preset “%1” has these knobs now; Ctrl+Z gives it back the old ones.")
                        .arg(now.name));
        return;
    }
    const UserPreset saved{freeName(name, {}), knobs};
    push({{}, saved, own_.size(), tr("Save preset “%1”").arg(saved.name)});
}

void Presets::rename(const QString& name, const QString& wanted) {
    refresh();
    const auto old = presetNamed(own_, name);
    if (old == own_.end())
        return;
    const UserPreset renamed{freeName(wanted, old->name), old->knobs};
    if (renamed == *old)
        return;
    push({*old, renamed, static_cast<std::size_t>(old - own_.begin()),
          tr("Rename preset “%1” to “%2”").arg(old->name, renamed.name)});
}

void Presets::remove(const QString& name) {
    refresh();
    const auto old = presetNamed(own_, name);
    if (old == own_.end())
        return;
    const QString gone = old->name;
    push({*old,
          {},
          static_cast<std::size_t>(old - own_.begin()),
          tr("Delete preset “%1”").arg(gone)});
    Q_EMIT told(tr("Deleted preset “%1”; Ctrl+Z brings it back.").arg(gone));
}

void Presets::push(const Change& change) {
    stack_.push(new ChangePreset(*this, change));
}

/// Looks at what is remembered now: another window of the program may have changed it.
void Presets::replace(const std::optional<UserPreset>& old, const std::optional<UserPreset>& now,
                      std::size_t place) {
    if (restoring_)
        return;
    own_ = userPresets();
    for (const auto& preset : {old, now})
        if (preset)
            std::erase_if(
                own_, [&](const UserPreset& each) { return isSameName(each.name, preset->name); });
    if (now)
        own_.insert(own_.begin() + static_cast<std::ptrdiff_t>(std::min(place, own_.size())), *now);
    setUserPresets(own_);
    Q_EMIT changed();
}

void Presets::clearOtherSteps() {
    std::vector<Change> kept;
    int done = 0; // of them
    for (int i = 0; i < stack_.count(); ++i)
        if (const auto* step = dynamic_cast<const ChangePreset*>(stack_.command(i))) {
            kept.push_back(step->change());
            done += i < stack_.index() ? 1 : 0;
        }
    // A stack gives none of its steps away, so they are made anew; and it does each that it is
    // given.
    const QScopedValueRollback<bool> restoring(restoring_, true);
    stack_.clear();
    for (const Change& change : kept)
        push(change);
    stack_.setIndex(done);
}

} // namespace refrain
