// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_bar.h"

#include "ui/shell/job_bar.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QUrl>
#include <cmath>

namespace refrain {

namespace {

constexpr int kSteps = 1000;

} // namespace

ExportBar::ExportBar(ExportQueue& queue, QWidget* parent)
    : QWidget(parent), queue_(queue), text_(new QLabel), progress_(new QProgressBar) {
    setAccessibleName(tr("Export"));
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    progress_->setRange(0, kSteps);
    progress_->setTextVisible(false);
    progress_->setFixedSize(160, 8);
    progress_->setAccessibleName(tr("Progress of the export"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addWidget(text_, 1);
    layout->addWidget(progress_);
    const auto addButton = [&](const QString& text, const QString& toolTip) {
        auto* button = new QToolButton;
        button->setText(text);
        button->setToolTip(toolTip);
        button->setAutoRaise(true);
        layout->addWidget(button);
        return button;
    };
    cancel_ = addButton(tr("Cancel"), tr("Stop the export and write nothing"));
    folder_ = addButton(tr("Open folder"), tr("Show the folder with the new files"));
    retry_ = addButton(tr("Try again…"), tr("Export again, with other settings"));
    close_ = addButton(QStringLiteral("✕"), tr("Close"));
    close_->setAccessibleName(tr("Close"));
    connect(cancel_, &QToolButton::clicked, &queue_, &ExportQueue::cancel);
    connect(folder_, &QToolButton::clicked, this, [this] {
        if (outcome_)
            QDesktopServices::openUrl(QUrl::fromLocalFile(outcome_->folder));
    });
    connect(retry_, &QToolButton::clicked, this, [this] {
        hide();
        if (outcome_)
            Q_EMIT retryWanted(outcome_->order);
    });
    connect(close_, &QToolButton::clicked, this, &QWidget::hide);
    connect(&queue_, &ExportQueue::jobChanged, this, &ExportBar::showJob);
    connect(&queue_, &ExportQueue::finished, this, &ExportBar::showOutcome);
    hide();
}

void ExportBar::showJob() {
    const JobState& job = queue_.job();
    const bool running = job.isRunning();
    progress_->setVisible(running);
    cancel_->setVisible(running);
    if (!running)
        return;
    outcome_.reset();
    for (QToolButton* button : {folder_, retry_, close_})
        button->hide();
    QString text =
        job.secondsLeft ? tr("%1, %2").arg(job.stage, timeLeftText(*job.secondsLeft)) : job.stage;
    if (const int waiting = queue_.waiting(); waiting > 0)
        text += tr(", %n more to come", nullptr, waiting);
    text_->setText(text);
    progress_->setValue(static_cast<int>(std::lround(job.fraction * kSteps)));
    show();
}

void ExportBar::showOutcome(const ExportOutcome& outcome) {
    outcome_ = outcome;
    progress_->hide();
    cancel_->hide();
    folder_->setVisible(outcome.done);
    retry_->setVisible(!outcome.done && !outcome.sentence.isEmpty());
    close_->show();
    text_->setText(outcome.sentence.isEmpty() ? tr("The export was cancelled; nothing was written.")
                                              : outcome.sentence);
    show();
}

} // namespace refrain
