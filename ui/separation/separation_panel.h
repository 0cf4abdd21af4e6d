// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/mask_curve.h"

#include <QScrollArea>
#include <array>

class QLabel;
class QToolButton;

namespace refrain {

class AnalysisBox;
class Document;
class Knob;
class MaskCurvePlot;
class PartLevelsView;
class PresetRow;

/// The knobs of the separation, the curve that explains them, what they do to the parts, presets
/// and the settings of the analysis. Where there is no room for all of it, it scrolls to what has
/// the keyboard, and to what was unfolded.
///
/// Threads: the GUI thread.
class SeparationPanel : public QScrollArea {
    Q_OBJECT

public:
    /// `document` must outlive it.
    explicit SeparationPanel(Document& document, QWidget* parent = nullptr);

    /// Remembers which sections are open.
    ~SeparationPanel() override;

    PresetRow& presetRow() { return *presets_; }

    /// Puts the keyboard on the first knob.
    void focusKnobs();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    Knob* addKnob(const QString& name, const QString& purpose, const QString& explanation,
                  const double (&range)[2], double MaskSettings::*number);
    void reveal(const QWidget& section);
    void turn(const MaskSettings& knobs, const QString& what, int gesture);
    void showSettings();
    void showLevels();
    void showShares();

    Document& document_;
    // What a double-click gives back: of each snapshot the preset that was met last.
    std::array<MaskSettings, 2> restored_;
    int gesture_ = 0;
    Knob* backgroundMargin_;
    Knob* foregroundMargin_;
    Knob* power_;
    MaskCurvePlot* curve_;
    QToolButton* decibels_;
    PartLevelsView* levels_;
    PresetRow* presets_;
    AnalysisBox* analysis_;
};

} // namespace refrain
