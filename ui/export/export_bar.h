// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/export_queue.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QScrollArea;
class QVBoxLayout;

namespace refrain {

/// Tells how an export goes on, and how each one ended: lines below the pictures that are there
/// only when there is something to tell. What failed stays until it is closed or tried again; what
/// was written, until the next export ends.
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

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showJob();
    void showOutcome(const ExportOutcome& outcome);
    void removeRow(QWidget* row);
    void fit();

    ExportQueue& queue_;
    QScrollArea* outcomes_;
    QVBoxLayout* rows_; // of the outcomes, the latest below
    QWidget* lastWritten_ = nullptr;
    QWidget* running_;
    QLabel* text_;
    QProgressBar* progress_;
};

} // namespace refrain
