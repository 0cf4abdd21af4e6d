// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/spectrogram/spectrogram_plot.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>
#include <algorithm>
#include <memory>
#include <optional>

namespace refrain {

constexpr double kShortestSeconds = 0.02; // two frames of 93 ms overlap by more than that
constexpr double kShortestHeight = 0.01;  // a semitone of ten octaves
constexpr double kZoomPerNotch = 1.25;    // of a mouse wheel, or press of a key

constexpr Interval kWholeHeight{0, 1};

/// What a `SpectrogramView` is made of: what it shows, what is seen of it, and what a hand is doing
/// with it. Threads: the GUI's.
struct SpectrogramView::Parts {
    explicit Parts(SpectrogramView& owner)
        : view(owner), plot(new SpectrogramPlot(&owner)), gains(panelGains({})) {}

    enum class Drag { none, press, select, fromEdge, toEdge, pan, scrub, frequencyAxis };

    SpectrogramView& view;
    SpectrogramPlot* plot;
    std::shared_ptr<const LevelPyramid> levels;
    std::array<PanelGains, kViewPanels.size()> gains;
    std::shared_ptr<const PitchTrack> pitch;
    bool pitchVisible = false;
    LevelRange range;
    FrequencySpacing spacing = FrequencySpacing::log;
    Follow follow = Follow::page;

    Drag drag = Drag::none;
    QPointF pressPlace;
    std::size_t pressPanel = 0;
    Interval pressTime;
    Interval pressHeights;
    std::optional<Selection> pressSelection;

    Interval song() const { return {0, levels ? std::max(levels->songSeconds, 1e-3) : 1}; }

    void show(const Interval& time, const Interval& heights);
    void showPitch() {
        plot->setPitch(pitchVisible && levels ? pitch : nullptr,
                       levels ? levels->framesPerSecond() : 1);
        plot->showAll();
    }
    void followPlayhead(std::optional<double> before);
    double middleSeconds() const;

    void point(const QPointF& place);
    void leave();
    bool press(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    bool release(const QMouseEvent& event);
    bool doubleClick(const QMouseEvent& event);
    bool wheel(const QWheelEvent& event);
    bool pinch(const QNativeGestureEvent& event);
    void updateCursorShape(const QPointF& place);
    void dragSelection(const QPointF& place, bool box);
    void dragEdge(const QPointF& place);
    void giveUpDrag();
    Drag edgeAt(const QPointF& place) const;
    double clampedSeconds(double x) const { return std::clamp(plot->secondsAt(x), 0.0, song().to); }
    void select(const std::optional<Selection>& selection) {
        if (selection == plot->cursors().selection)
            return;
        plot->cursors().selection = selection;
        plot->showCursors();
        Q_EMIT view.selectionChanged();
    }
};

} // namespace refrain
