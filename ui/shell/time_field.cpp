// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/time_field.h"

#include "core/base/text.h"
#include "ui/shell/typed_times.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <algorithm>

namespace refrain {

namespace {

QString label(double seconds) {
    return QString::fromStdString(timeText(seconds));
}

QString label(const TimeSpan& range) {
    return TimeField::tr("%1 – %2").arg(label(range.fromSeconds), label(range.toSeconds));
}

/// Whether a key of playback, a letter or Space, was pressed, and none that stands in times.
bool isForPlayback(const QKeyEvent& event) {
    const QString text = event.text().toLower();
    return text.size() == 1 && (text[0].isLetter() || text[0].isSpace()) &&
           !QStringLiteral("hms").contains(text);
}

} // namespace

TimeField::TimeField(QWidget* parent)
    : QWidget(parent), name_(new QLabel), edit_(new QLineEdit), length_(new QLabel) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(name_);
    layout->addWidget(edit_);
    layout->addWidget(length_);
    // By a click or its key: it is no station on the way through the window.
    edit_->setFocusPolicy(Qt::ClickFocus);
    edit_->setAlignment(Qt::AlignHCenter);
    edit_->setAccessibleName(tr("Selection, or a time to go to"));
    edit_->setToolTip(tr("Type a time to go there, as 1:23.4, 83.4 or 1m23, or a stretch to select "
                         "it, as 1:20-1:40 or, with its length, 1:20+20 (Ctrl+G)"));
    connect(edit_, &QLineEdit::returnPressed, this, &TimeField::take);
    edit_->installEventFilter(this);
    setSong({});
}

bool TimeField::eventFilter(QObject* object, QEvent* event) {
    // What is being typed stays during a look into another window: there the field remains the one
    // of this window that has the keyboard.
    if (event->type() == QEvent::FocusOut && window()->focusWidget() != edit_)
        showSelection();
    const bool press = event->type() == QEvent::KeyPress;
    if (!press && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(object, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!press && isForPlayback(*key)) {
        event->ignore(); // it is the window's
        return true;
    }
    if (press && key->key() == Qt::Key_Escape) {
        showSelection();
        Q_EMIT told({});
        Q_EMIT left();
        return true;
    }
    return QWidget::eventFilter(object, event);
}

void TimeField::setSong(std::optional<double> seconds) {
    songSeconds_ = seconds;
    setVisible(seconds.has_value());
    fitWidth();
    showSelection();
}

void TimeField::setSelection(const std::optional<TimeSpan>& selection) {
    selection_ = selection;
    showSelection();
}

void TimeField::edit() {
    edit_->setFocus(Qt::ShortcutFocusReason);
    edit_->selectAll();
}

/// What is selected, and no more what is being typed.
void TimeField::showSelection() {
    name_->setText(selection_ ? tr("Selection") : tr("Go to"));
    edit_->setText(selection_ ? label(*selection_) : QString());
    edit_->setPlaceholderText(tr("a time"));
    length_->setText(selection_ ? tr("(%1 s)").arg(selection_->seconds(), 0, 'f', 3) : QString());
    length_->setVisible(selection_.has_value());
}

void TimeField::take() {
    if (!songSeconds_)
        return;
    const QString text = edit_->text().trimmed();
    if (text.isEmpty()) {
        Q_EMIT told({});
        if (selection_)
            Q_EMIT selectionTyped({});
        Q_EMIT left();
        return;
    }
    auto times = typedTimes(text);
    if (!times) {
        Q_EMIT told(tr("“%1” is no time; write it as 1:23.4, 83.4 or 1m23, or two of them as "
                       "1:20-1:40.")
                        .arg(text));
        edit_->selectAll();
        return;
    }
    const double last = times->to.value_or(times->from);
    const QString end = label(*songSeconds_);
    // Who types the end as it is shown has not typed too much: it is rounded there.
    Q_EMIT told(last > *songSeconds_ && label(last) != end ? tr("The song ends at %1.").arg(end)
                                                           : QString());
    times->from = std::min(times->from, *songSeconds_);
    if (times->to)
        times->to = std::min(*times->to, *songSeconds_);
    if (times->to && *times->to > times->from)
        Q_EMIT selectionTyped(TimeSpan{times->from, *times->to});
    else
        Q_EMIT momentTyped(times->from);
    Q_EMIT left();
}

void TimeField::fitWidth() {
    const double song = songSeconds_.value_or(0);
    constexpr int kMargins = 20; // and the text cursor
    edit_->setFixedWidth(edit_->fontMetrics().horizontalAdvance(label(TimeSpan{song, song})) +
                         kMargins);
}

void TimeField::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitWidth();
}

} // namespace refrain
