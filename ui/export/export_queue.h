// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/pipeline.h"
#include "core/separation/stem_export.h"
#include "ui/document/job_state.h"
#include "ui/document/song.h"

#include <QObject>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace refrain {

/// All that an export is made of. It keeps the settings that it was started with, whatever happens
/// to the document meanwhile. A value.
struct ExportOrder {
    std::shared_ptr<const Song> song;
    Method method = Method::repeating;
    StftParams params;
    std::shared_ptr<const BackgroundShare> share;
    MaskSettings masks;
    ExportSettings settings; // `first` and `count` are set when the order is carried out:
    double fromSeconds = 0;
    double toSeconds = 0;
    bool overwrite = false;
};

/// How an export ended.
struct ExportOutcome {
    ExportOrder order;
    bool done = false;
    QString sentence; // what was written, or why nothing was; empty if it was cancelled
    QString folder;   // where the files are
};

/// Writes stems one order after the other, in the background, while all else goes on.
///
/// Threads: the GUI thread.
class ExportQueue : public QObject {
    Q_OBJECT

public:
    explicit ExportQueue(QObject* parent = nullptr);

    /// Stops what is being written, which leaves no file behind.
    ~ExportQueue() override;

    void add(const ExportOrder& order);

    /// Gives up what is being written and what waits.
    void cancel();

    const JobState& job() const { return job_; }

    bool isBusy() const { return job_.isRunning() || waiting() > 0; }

    /// Orders that wait behind the one that is carried out.
    int waiting() const;

Q_SIGNALS:
    /// Another order was given; it may have to wait.
    void added();
    void jobChanged();
    void finished(const refrain::ExportOutcome& outcome);

private:
    void run(const std::stop_token& stop);
    ExportOutcome carryOut(const ExportOrder& order, const std::stop_token& stop);

    JobState job_;

    mutable std::mutex mutex_;
    std::condition_variable_any woken_;
    // Guarded by the mutex:
    std::deque<ExportOrder> orders_;
    std::stop_source current_;

    std::jthread thread_; // the last member: it uses all others
};

} // namespace refrain
