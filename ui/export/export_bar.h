// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/export_queue.h"

#include <QWidget>
#include <memory>
#include <vector>

class QLabel;
class QProgressBar;
class QScrollArea;
class QVBoxLayout;

namespace refrain {

/// Tells how an export goes on, and how each one ended: lines below the pictures that are there
/// only when there is something to tell. What failed stays until it is closed or tried again; what
/// was written, for a while in which the window is looked at, while the pointer or the keyboard is
/// on it, and at most until the next export is asked for or another song is open. What is told of
/// another song than the one that is open names it.
///
/// Threads: the GUI thread.
class ExportBar : public QWidget {
    Q_OBJECT

public:
    /// `queue` must outlive it.
    explicit ExportBar(ExportQueue& queue, QWidget* parent = nullptr);

    /// The song that is open.
    void setSong(std::shared_ptr<const Song> song);

    /// What went wrong otherwise with an export of this song; a sentence, which stays until it is
    /// closed.
    void tellFailure(const std::shared_ptr<const Song>& song, const QString& sentence);

Q_SIGNALS:
    /// The export that failed is to be tried again, with other settings perhaps.
    void retryWanted(const refrain::ExportOrder& order);

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showJob();
    void showOutcome(const ExportOutcome& outcome);
    QWidget* addRow(const ExportOutcome& outcome);
    void finishRow(QWidget* row);
    void letGo(QWidget* row);
    void removeRow(QWidget* row);
    void removeWritten();
    void fit();

    /// What an export came to.
    struct Told {
        std::weak_ptr<const Song> song; // which is large, and may be gone
        QString title;
        QString sentence;
    };
    struct Failure {
        QWidget* row;
        QLabel* text;
        Told told;
    };

    QString textOf(const Told& told) const;

    ExportQueue& queue_;
    std::shared_ptr<const Song> song_;
    QScrollArea* outcomes_;
    QVBoxLayout* rows_; // of the outcomes, the latest below
    std::vector<Failure> failures_;
    std::vector<QWidget*> written_; // the rows that go by themselves
    QWidget* running_;
    QLabel* text_;
    QProgressBar* progress_;
};

} // namespace refrain
