// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/playback/playback_menu.h"
#include "ui/playback/transport.h"
#include "ui/shell/notice.h"
#include "ui/shell/time_field.h"
#include "ui/spectrogram/overview_legend.h"
#include "ui/spectrogram/overview_strip.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QStatusBar>

// What in the window follows what.

namespace refrain {

void MainWindow::linkViews() {
    const auto align = [this] {
        overview_->setContentsMargins(view_->sideMargins());
        legend_->setContentsMargins(view_->sideMargins());
    };
    align();
    connect(view_, &SpectrogramView::sideMarginsChanged, this, align);
    overview_->setVisibleRange(view_->visibleRange());
    connect(view_, &SpectrogramView::visibleRangeChanged, overview_,
            &OverviewStrip::setVisibleRange);
    connect(overview_, &OverviewStrip::visibleRangeRequested, view_,
            &SpectrogramView::setVisibleRange);
    connect(view_, &SpectrogramView::visibleRangeChanged, this, [this](const TimeSpan& range) {
        document_.setFocus((range.fromSeconds + range.toSeconds) / 2);
    });
    connect(view_, &SpectrogramView::selectionChanged, this, &MainWindow::showSelection);
    connect(&document_, &Document::resultsChanged, this, &MainWindow::showResults);
    connect(&document_, &Document::settingsChanged, this, &MainWindow::showKnobs);
}

void MainWindow::linkPlayback() {
    connect(view_, &SpectrogramView::seekRequested, transport_.get(), &Transport::seek);
    connect(view_, &SpectrogramView::scrubbed, transport_.get(), &Transport::scrub);
    connect(overview_, &OverviewStrip::seekRequested, transport_.get(), &Transport::seek);
    connect(overview_, &OverviewStrip::scrubbed, transport_.get(), &Transport::scrub);
    connect(view_, &SpectrogramView::selectionChanged, this, [this] {
        const auto& selection = view_->selection();
        transport_->setSelection(selection ? std::optional(selection->time) : std::nullopt);
    });
    connect(transport_.get(), &Transport::playheadMoved, this, [this] {
        const auto playhead =
            transport_->hasSong() ? std::optional(transport_->playhead()) : std::nullopt;
        view_->setPlayhead(playhead);
        overview_->setPlayhead(playhead);
    });
    connect(transport_.get(), &Transport::problem, notice_, &Notice::warn);
    connect(transport_.get(), &Transport::problemSolved, notice_, &Notice::settle);
    connect(transport_.get(), &Transport::stateChanged, this, [this] {
        const Lateness late = transport_->lateness();
        statusBar()->setToolTip(late.blocks == 0 ? QString()
                                : late.blocks == 1
                                    ? tr("Sound came too late once.")
                                    : tr("Sound came too late %1 times.").arg(late.blocks));
    });
    new PlaybackKeys(this);
}

/// What is typed is done as if it were done in the pictures.
void MainWindow::linkTimes() {
    connect(times_, &TimeField::momentTyped, this, [this](double seconds) {
        transport_->seek(seconds);
        bringIntoView({seconds, seconds});
    });
    connect(times_, &TimeField::selectionTyped, this, [this](const std::optional<TimeSpan>& range) {
        std::optional<Selection> selection;
        if (range) {
            selection = view_->selection().value_or(Selection{});
            selection->time = *range;
            bringIntoView(*range);
        }
        view_->setSelection(selection);
        Q_EMIT view_->selectionChanged();
    });
    connect(times_, &TimeField::told, notice_,
            [this, last = QString()](const QString& sentence) mutable {
                if (sentence.isEmpty())
                    notice_->settle(last);
                else
                    notice_->tell(sentence);
                last = sentence;
            });
    connect(times_, &TimeField::left, view_, [this] { view_->setFocus(); });
}

/// All of it in the middle, or, if it is longer than what is shown, where it begins.
void MainWindow::bringIntoView(const TimeSpan& range) {
    const TimeSpan shown = view_->visibleRange();
    const auto isShown = [&](double seconds) {
        return seconds >= shown.fromSeconds && seconds <= shown.toSeconds;
    };
    const bool fits = range.seconds() <= shown.seconds();
    if (isShown(range.fromSeconds) && (!fits || isShown(range.toSeconds)))
        return;
    const double middle = fits ? (range.fromSeconds + range.toSeconds) / 2 : range.fromSeconds;
    const double half = shown.seconds() / 2;
    view_->setVisibleRange({middle - half, middle + half});
}

} // namespace refrain
