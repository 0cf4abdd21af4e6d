// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <cmath>

namespace refrain {

namespace {

constexpr int kSteps = 1000;

} // namespace

QString timeLeftText(double seconds) {
    if (seconds >= 90)
        return JobBar::tr("about %1 min left").arg(std::lround(seconds / 60));
    const long unit = seconds >= 20 ? 5 : 1;
    return JobBar::tr("about %1 s left")
        .arg(std::max(1L, std::lround(seconds / static_cast<double>(unit))) * unit);
}

JobBar::JobBar(QWidget* parent)
    : QWidget(parent), text_(new QLabel), bar_(new QProgressBar), cancel_(new QToolButton) {
    bar_->setRange(0, kSteps);
    bar_->setTextVisible(false);
    bar_->setFixedSize(160, 8);
    bar_->setAccessibleName(tr("Progress"));
    cancel_->setText(tr("Cancel"));
    cancel_->setAutoRaise(true);
    cancel_->setFocusPolicy(Qt::StrongFocus);
    cancel_->setToolTip(tr("Stop this (Ctrl+.)"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(text_);
    layout->addWidget(bar_);
    layout->addWidget(cancel_);
    connect(cancel_, &QToolButton::clicked, this, &JobBar::cancelled);
    hide();
}

void JobBar::setJob(const JobState& job) {
    setVisible(job.isRunning());
    text_->setText(job.secondsLeft ? tr("%1, %2").arg(job.stage, timeLeftText(*job.secondsLeft))
                                   : job.stage);
    bar_->setValue(static_cast<int>(std::lround(job.fraction * kSteps)));
}

} // namespace refrain
