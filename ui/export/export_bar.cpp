// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_bar.h"

#include "ui/shell/job_bar.h"

#include <QApplication>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QResizeEvent>
#include <QScrollArea>
#include <QTimer>
#include <QToolButton>
#include <QUrl>
#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {

namespace {

constexpr int kSteps = 1000;

// How long it is told what was written: long enough to find the button that opens the folder.
constexpr int kWrittenMilliseconds = 20000;

// So many lines of outcomes leave enough of the pictures; more of them are scrolled.
constexpr int kMostLines = 8;

QLabel* addText(QWidget* row) {
    auto* text = new QLabel;
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    static_cast<QHBoxLayout*>(row->layout())->addWidget(text, 1);
    return text;
}

QToolButton* addButton(QWidget* row, const QString& text, const QString& toolTip) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAutoRaise(true);
    row->layout()->addWidget(button);
    return button;
}

QWidget* makeRow() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 6, 8, 6);
    return row;
}

} // namespace

ExportBar::ExportBar(ExportQueue& queue, QWidget* parent)
    : QWidget(parent), queue_(queue), outcomes_(new QScrollArea), running_(makeRow()),
      text_(addText(running_)), progress_(new QProgressBar) {
    setAccessibleName(tr("Export"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* list = new QWidget;
    rows_ = new QVBoxLayout(list);
    rows_->setContentsMargins(0, 0, 0, 0);
    rows_->setSpacing(0);
    outcomes_->setWidget(list);
    outcomes_->setWidgetResizable(true);
    outcomes_->setFrameShape(QFrame::NoFrame);
    outcomes_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outcomes_->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(outcomes_);
    layout->addWidget(running_);
    progress_->setRange(0, kSteps);
    progress_->setTextVisible(false);
    progress_->setFixedSize(160, 8);
    progress_->setAccessibleName(tr("Progress of the export"));
    running_->layout()->addWidget(progress_);
    const QToolButton* cancel =
        addButton(running_, tr("Cancel"), tr("Stop the export and write nothing"));
    connect(cancel, &QToolButton::clicked, &queue_, &ExportQueue::cancel);
    connect(&queue_, &ExportQueue::added, this, &ExportBar::removeWritten);
    connect(&queue_, &ExportQueue::jobChanged, this, &ExportBar::showJob);
    connect(&queue_, &ExportQueue::finished, this, &ExportBar::showOutcome);
    fit();
}

void ExportBar::setSong(std::shared_ptr<const Song> song) {
    song_ = std::move(song);
    removeWritten();
    for (const Failure& failure : failures_) {
        failure.text->setText(textOf(failure.told));
        failure.row->layout()->activate(); // or it would be as high as before
    }
    fit();
}

/// What is told of an export; of that of another song, with its title.
QString ExportBar::textOf(const Told& told) const {
    const bool same = !song_.owner_before(told.song) && !told.song.owner_before(song_);
    return !song_ || same || told.title.isEmpty() ? told.sentence
                                                  : tr("“%1”: %2").arg(told.title, told.sentence);
}

void ExportBar::showJob() {
    const JobState& job = queue_.job();
    running_->setVisible(job.isRunning());
    QString text =
        job.secondsLeft ? tr("%1, %2").arg(job.stage, timeLeftText(*job.secondsLeft)) : job.stage;
    if (const int waiting = queue_.waiting(); waiting > 0)
        text += tr(", %n more to come", nullptr, waiting);
    text_->setText(text);
    progress_->setValue(static_cast<int>(std::lround(job.fraction * kSteps)));
    setVisible(job.isRunning() || rows_->count() > 0);
}

void ExportBar::showOutcome(const ExportOutcome& outcome) {
    QWidget* row = addRow(outcome);
    if (outcome.done) {
        const QToolButton* folder =
            addButton(row, tr("Open folder"), tr("Show the new files in %1").arg(outcome.folder));
        connect(folder, &QToolButton::clicked, row, [folder = outcome.folder] {
            QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
        });
    }
    if (!outcome.done && !outcome.sentence.isEmpty()) {
        const QToolButton* retry =
            addButton(row, tr("Try again…"), tr("Export again, with other settings"));
        connect(retry, &QToolButton::clicked, this, [this, row, order = outcome.order] {
            removeRow(row);
            Q_EMIT retryWanted(order);
        });
    } else {
        letGo(row);
    }
    finishRow(row);
}

/// Removes the row after a while, if nobody is about to use it then.
void ExportBar::letGo(QWidget* row) {
    written_.push_back(row);
    auto* timer = new QTimer(row);
    timer->setInterval(kWrittenMilliseconds);
    connect(timer, &QTimer::timeout, this, [this, row] {
        const QWidget* focused = QApplication::focusWidget();
        if (isActiveWindow() && !row->underMouse() && !(focused && row->isAncestorOf(focused)))
            removeRow(row);
    });
    timer->start();
}

void ExportBar::tellFailure(const std::shared_ptr<const Song>& song, const QString& sentence) {
    ExportOutcome outcome;
    outcome.order.song = song;
    outcome.sentence = sentence;
    finishRow(addRow(outcome));
}

QWidget* ExportBar::addRow(const ExportOutcome& outcome) {
    QWidget* row = makeRow();
    QLabel* text = addText(row);
    const bool failed = !outcome.done && !outcome.sentence.isEmpty();
    const std::shared_ptr<const Song>& song = outcome.order.song;
    const Told told{song, song ? QString::fromStdString(song->file.title) : QString(),
                    outcome.sentence.isEmpty()
                        ? tr("The export was cancelled; nothing was written.")
                        : outcome.sentence};
    text->setText(textOf(told));
    if (failed)
        failures_.push_back({row, text, told});
    return row;
}

void ExportBar::finishRow(QWidget* row) {
    QToolButton* close = addButton(row, QStringLiteral("✕"), tr("Close"));
    close->setAccessibleName(tr("Close"));
    connect(close, &QToolButton::clicked, this, [this, row] { removeRow(row); });
    rows_->addWidget(row);
    row->show();
    fit();
    // Once the row has its place.
    QMetaObject::invokeMethod(
        row, [this, row] { outcomes_->ensureWidgetVisible(row, 0, 0); }, Qt::QueuedConnection);
}

void ExportBar::removeRow(QWidget* row) {
    std::erase(written_, row);
    for (QTimer* timer : row->findChildren<QTimer*>())
        timer->stop();
    std::erase_if(failures_, [row](const Failure& failure) { return failure.row == row; });
    rows_->removeWidget(row);
    row->hide();
    row->deleteLater(); // it may be one of its buttons that asked for this
    fit();
}

void ExportBar::removeWritten() {
    while (!written_.empty())
        removeRow(written_.back());
}

bool ExportBar::event(QEvent* event) {
    if (event->type() == QEvent::WindowActivate) // whoever was away has all of the time now
        for (QWidget* row : written_)
            row->findChild<QTimer*>()->start();
    return QWidget::event(event);
}

void ExportBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit(); // the sentences wrap at other places
}

/// As high as the outcomes are, within reason.
void ExportBar::fit() {
    outcomes_->setVisible(rows_->count() > 0);
    const int lines = kMostLines * fontMetrics().lineSpacing();
    const int width = std::max(outcomes_->viewport()->width(), 1);
    const int height = rows_->hasHeightForWidth() ? rows_->totalHeightForWidth(width)
                                                  : rows_->totalSizeHint().height();
    outcomes_->setFixedHeight(std::min(height, lines));
    running_->setVisible(queue_.job().isRunning());
    setVisible(queue_.job().isRunning() || rows_->count() > 0);
}

} // namespace refrain
