// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/monitor.h"

#include <QTimer>
#include <QWidget>
#include <optional>

class QLabel;
class QSlider;
class QToolButton;

namespace refrain {

class NumberField;

/// A named slider in dB with a field, and for a part buttons to mute it and to hear it alone.
/// With Shift the wheel and the keys turn it a tenth as far, by 0.1 dB at least.
///
/// Threads: the GUI thread.
class FaderRow : public QWidget {
    Q_OBJECT

public:
    /// `highest` is the upper end, in dB; the lower one is `kFaderRange[0]`, silence.
    FaderRow(const QString& name, const QString& toolTip, double highest, bool withButtons,
             QWidget* parent = nullptr);

    void setFader(const Fader& fader);

    /// What the name is marked with; none if it is not valid.
    void setColour(const QColor& colour);

Q_SIGNALS:
    /// The levels until the next one of these belong together: a drag, or steps without a pause.
    void gestureBegan();
    void edited(const refrain::Fader& fader);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fitWidths();
    std::optional<int> fineStep(int key) const;
    void turnFinely(const QWheelEvent& event);
    void edit(double decibels);
    void beginUnlessContinued();

    Fader fader_;
    QLabel* name_;
    QString plainName_;
    QToolButton* solo_ = nullptr;
    QToolButton* mute_ = nullptr;
    QSlider* slider_;
    NumberField* field_;
    double fineTurn_ = 0;  // of the wheel, in notches, that made no step yet
    QTimer gesture_{this}; // runs until the next step begins another one
};

} // namespace refrain
