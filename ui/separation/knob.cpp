// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/knob.h"

#include "ui/separation/knob_slider.h"
#include "ui/shell/quiet_label.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace refrain {

Knob::Knob(const QString& name, const QString& purpose, const QString& explanation,
           const double (&range)[2], QWidget* parent)
    : QWidget(parent), slider_(new KnobSlider(range[0], range[1])), field_(new QDoubleSpinBox) {
    auto* label = new QLabel(name);
    label->setBuddy(field_);
    field_->setRange(range[0], range[1]);
    field_->setDecimals(2);
    field_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    field_->setKeyboardTracking(false);
    field_->setAlignment(Qt::AlignRight);
    field_->setMinimumWidth(84);
    const QString hint = tr("%1\nDouble-click the slider to restore it; hold Shift for fine steps.")
                             .arg(explanation);
    QString plain = name;
    plain.remove(QLatin1Char('&'));
    for (QWidget* control : {static_cast<QWidget*>(slider_), static_cast<QWidget*>(field_)}) {
        control->setAccessibleName(plain);
        control->setAccessibleDescription(explanation);
        control->setToolTip(hint);
    }

    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(0);
    layout->addWidget(label, 0, 0);
    layout->addWidget(field_, 0, 1);
    layout->addWidget(slider_, 1, 0, 1, 2);
    layout->addWidget(new QuietLabel(purpose), 2, 0, 1, 2);
    layout->setColumnStretch(0, 1);

    setFocusProxy(slider_);
    connect(slider_, &KnobSlider::gestureBegan, this, &Knob::gestureBegan);
    connect(slider_, &KnobSlider::edited, this, &Knob::edited);
    connect(slider_, &KnobSlider::restoreWanted, this, &Knob::restoreWanted);
    connect(field_, &QDoubleSpinBox::valueChanged, this, [this](double number) {
        constexpr qint64 kPauseMilliseconds = 1000; // a key that is held is one step to undo
        if (!sinceEdit_.isValid() || sinceEdit_.elapsed() > kPauseMilliseconds)
            Q_EMIT gestureBegan();
        sinceEdit_.start();
        Q_EMIT edited(number);
    });
}

void Knob::setNumber(double number) {
    const QSignalBlocker blocker(field_);
    field_->setValue(number);
    // While it is dragged the slider is where the hand is; the number is rounded.
    if (slider_->number() != number)
        slider_->setNumber(number);
}

} // namespace refrain
