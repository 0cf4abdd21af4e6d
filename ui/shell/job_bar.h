// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/job_state.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace refrain {

/// What is being done, how far it is, how long it will take, and a button that stops it. Invisible
/// while nothing is done.
///
/// Threads: the GUI thread.
class JobBar : public QWidget {
    Q_OBJECT

public:
    explicit JobBar(QWidget* parent = nullptr);

    void setJob(const JobState& job);

Q_SIGNALS:
    void cancelled();

private:
    QLabel* text_;
    QProgressBar* bar_;
    QToolButton* cancel_;
};

/// "about 12 s left"; longer times are rounded more.
QString timeLeftText(double seconds);

} // namespace refrain
