// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QWidget>

class QDoubleSpinBox;

namespace refrain {

class KnobSlider;

/// A named number with a slider, a field, and a sentence that says what it is for; a longer one, in
/// a tool tip, explains it.
///
/// Threads: the GUI thread.
class Knob : public QWidget {
    Q_OBJECT

public:
    /// `range`: the lowest and the highest number, above 0.
    Knob(const QString& name, const QString& purpose, const QString& explanation,
         const double (&range)[2], QWidget* parent = nullptr);

    /// Shows a number, without a signal.
    void setNumber(double number);

Q_SIGNALS:
    /// The changes until the next one of these belong together.
    void gestureBegan();
    void edited(double number);
    void restoreWanted();

private:
    KnobSlider* slider_;
    QDoubleSpinBox* field_;
    QElapsedTimer sinceEdit_; // of the field
};

} // namespace refrain
