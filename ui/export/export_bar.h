// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/export_queue.h"

#include <QWidget>
#include <optional>

class QLabel;
class QProgressBar;
class QToolButton;

namespace refrain {

/// Tells how an export goes on, and how it ended: a line below the pictures that is there only when
/// there is something to tell.
///
/// Threads: the GUI thread.
class ExportBar : public QWidget {
    Q_OBJECT

public:
    /// `queue` must outlive it.
    explicit ExportBar(ExportQueue& queue, QWidget* parent = nullptr);

Q_SIGNALS:
    /// The export that failed is to be tried again, with other settings perhaps.
    void retryWanted(const refrain::ExportOrder& order);

private:
    void showJob();
    void showOutcome(const ExportOutcome& outcome);

    ExportQueue& queue_;
    std::optional<ExportOutcome> outcome_;
    QLabel* text_;
    QProgressBar* progress_;
    QToolButton* cancel_;
    QToolButton* folder_;
    QToolButton* retry_;
    QToolButton* close_;
};

} // namespace refrain
