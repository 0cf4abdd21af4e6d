// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_queue.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/document/job_report.h"
#include "ui/document/paths.h"

#include <QMetaObject>
#include <cmath>
#include <new>

namespace refrain {

namespace {

QString doneSentence(const ExportOrder& order, const ExportReport& report, int songRate) {
    QString names;
    for (const ExportReport::Stem& stem : report.stems)
        names += (names.isEmpty() ? QString() : QStringLiteral(", ")) +
                 QStringLiteral("“%1”").arg(fromPath(stem.file.filename()));
    QString text = ExportQueue::tr("Wrote %1.").arg(names);
    if (report.gainDecibels < 0)
        text +=
            ExportQueue::tr(" All of it is turned down by %1 dB, so that nothing is cut off and "
                            "the parts still add up.")
                .arg(-report.gainDecibels, 0, 'f', 2);
    const int wanted = order.settings.sampleRate > 0 ? order.settings.sampleRate : songRate;
    if (report.sampleRate != wanted)
        text += ExportQueue::tr(" The format cannot have %1 Hz; the files have %2 Hz.")
                    .arg(wanted)
                    .arg(report.sampleRate);
    return text;
}

} // namespace

ExportQueue::ExportQueue(QObject* parent) : QObject(parent) {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ExportQueue::~ExportQueue() {
    cancel();
    thread_.request_stop();
    thread_.join();
}

void ExportQueue::add(const ExportOrder& order) {
    {
        const std::lock_guard lock(mutex_);
        orders_.push_back(order);
        woken_.notify_all();
    }
    Q_EMIT added();
}

void ExportQueue::cancel() {
    const std::lock_guard lock(mutex_);
    orders_.clear();
    current_.request_stop();
}

int ExportQueue::waiting() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(orders_.size());
}

void ExportQueue::run(const std::stop_token& stop) {
    while (true) {
        ExportOrder order;
        std::stop_token current;
        {
            std::unique_lock lock(mutex_);
            if (!woken_.wait(lock, stop, [this] { return !orders_.empty(); }))
                return;
            order = std::move(orders_.front());
            orders_.pop_front();
            current_ = std::stop_source();
            current = current_.get_token();
        }
        const ExportOutcome outcome = carryOut(order, current);
        QMetaObject::invokeMethod(
            this,
            [this, outcome] {
                job_ = {};
                Q_EMIT jobChanged();
                Q_EMIT finished(outcome);
            },
            Qt::QueuedConnection);
    }
}

ExportOutcome ExportQueue::carryOut(const ExportOrder& order, const std::stop_token& stop) {
    ExportOutcome outcome;
    outcome.order = order;
    outcome.folder = fromPath(order.settings.folder);
    JobReport report([this](const JobState& job) {
        QMetaObject::invokeMethod(
            this,
            [this, job] {
                job_ = job;
                Q_EMIT jobChanged();
            },
            Qt::QueuedConnection);
    });
    try {
        report.begin(tr("Exporting %1").arg(QString::fromStdString(order.song->file.title)));
        const Progress progress = report.progress(stop);
        const auto clip = analysedClip(order.method, clipOf(order.song), progress.part(0, 0.02));
        const bool sameChannels = clip->channelCount() == order.song->file.clip.channelCount();
        ExportSettings settings = order.settings;
        setRange(settings, order.fromSeconds, order.toSeconds, clip->sampleRate, clip->length());
        StagedFiles files(order.overwrite, {order.song->path}, "try again and replace it");
        const ExportReport done = exportStems(
            {*clip, order.params, *order.share, order.song->file.title, order.song->file.tags,
             sameChannels ? order.song->file.speakers : std::vector<int>{}},
            MaskCurve(order.masks), settings, files, progress.part(0.02, 1));
        files.commit();
        outcome.done = true;
        outcome.sentence = doneSentence(order, done, clip->sampleRate);
    } catch (const Cancelled&) {
    } catch (const Error& error) {
        outcome.sentence = QString::fromStdString(error.what());
    } catch (const std::bad_alloc&) {
        outcome.sentence = tr("Cannot export: there is not enough memory; close other programs and "
                              "try again.");
    } catch (const std::exception& error) {
        outcome.sentence = tr("Cannot export: %1.").arg(QString::fromLocal8Bit(error.what()));
    }
    return outcome;
}

} // namespace refrain
